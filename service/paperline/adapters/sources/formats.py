"""The formats that papers come in: one is recognised by its text, or named, and its parser reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from paperline.adapters.sources.decoding import decode
from paperline.adapters.sources.parsers import arxiv_atom, arxiv_feed, huggingface, jsonl, page
from paperline.adapters.sources.parsers.drafting import Origin, shown
from paperline.domain.errors import UnknownFormat
from paperline.domain.papers import SourceBatch

PARSERS: dict[str, Callable[[str, Origin], SourceBatch]] = {
    "page": page.parse,
    "hf": huggingface.parse,
    "arxiv-atom": arxiv_atom.parse,
    "arxiv-rss": arxiv_feed.parse,
    "jsonl": jsonl.parse,
}
FORMATS = (*PARSERS, "auto")

_HEAD = 5_000
_PAGE_SIGN = re.compile(
    r"^[ \t•·*-]*\d{1,5} authors?[ \t]*(?:$|[•·])|Get trending papers in your email|AK and the research community",
    re.MULTILINE,
)
_JSONL_LINE = re.compile(r"^\{[ \t]*\"[^\n]*\}[ \t\r]*$", re.MULTILINE)
_HF_KEY = re.compile(r"\{\s*\"(?:paper|data|status|error)\"\s*:")
_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")


def parse(raw: bytes, *, format: str = "auto", name: str, now: datetime, day: date | None) -> SourceBatch:  # noqa: A002 - the public word
    """Everything that a file or body holds, read at `now`; `name` is how messages call it.

    A `day` that the caller gives holds for the whole batch. Without one the text's own day counts, then a date in the
    name of the file, which is reported. Raises BadSource, UnknownFormat or TooLarge; a bad record is only rejected.
    """
    if format not in FORMATS:
        raise UnknownFormat(f"unknown format {shown(format)}; one of {', '.join(FORMATS)}")
    text = decode(raw, name)
    chosen = _detected(text, name) if format == "auto" else format
    batch = PARSERS[chosen](text, Origin(name, now, day))
    return batch if chosen.startswith("arxiv") else _dated_by_name(batch, name)


def detect(raw: bytes, name: str = "the input") -> str:
    """The format that the bytes are in. Raises UnknownFormat where none is recognised, else as `parse` does."""
    return _detected(decode(raw, name), name)


def _detected(text: str, name: str) -> str:
    head = text[:_HEAD].lstrip()
    if head.startswith("["):
        return "hf"
    if head.startswith("{"):
        return "hf" if _HF_KEY.match(head) or not _JSONL_LINE.search(text) else "jsonl"
    if head.startswith("<"):
        return _detected_markup(text[:_HEAD], name)
    if _PAGE_SIGN.search(text):
        return "page"
    raise UnknownFormat(
        f"{name}: none of the known formats; give {', '.join(PARSERS)}, or name the format if it is one"
    )


def _detected_markup(head: str, name: str) -> str:
    if re.search(r"<(?:\w{1,20}:)?rss[\s>]", head):
        return "arxiv-rss"
    if re.search(r"<(?:\w{1,20}:)?feed[\s>]", head):
        return "arxiv-rss" if re.search(r"rss\.arxiv\.org|oai:arXiv\.org|announce_type", head) else "arxiv-atom"
    if re.search(r"<!doctype\s+html|<html", head, re.IGNORECASE):
        message = f"{name}: an HTML page; save its text instead, or give the API's answer"
    else:
        message = f"{name}: XML, but neither an RSS nor an Atom feed"
    raise UnknownFormat(message)


def _dated_by_name(batch: SourceBatch, name: str) -> SourceBatch:
    """The batch with the one date in its file's name as its day, where nothing in the file states a day."""
    written = _DAY_IN_NAME.findall(re.split(r"[/\\]", name)[-1])
    if batch.day or len(written) != 1 or any(draft.day for draft in batch.drafts):
        return batch
    try:
        day = date.fromisoformat(written[0])
    except ValueError:
        return batch
    drafts = tuple(replace(draft, day=day, record=replace(draft.record, day=day)) for draft in batch.drafts)
    return replace(batch, day=day, drafts=drafts, notes=(*batch.notes, f"the day {day} is taken from the file's name"))
