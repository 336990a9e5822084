"""Hugging Face `daily_papers` JSON, in its current schema, its old one, and as it was found malformed in the wild."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from paperline.adapters.sources.decoding import load_json
from paperline.adapters.sources.parsers.authors import authors_of
from paperline.adapters.sources.parsers.drafting import Collector, Origin, Unusable, wording
from paperline.adapters.sources.parsers.fields import (
    arxiv_links,
    count_of,
    date_of,
    github_url,
    text_of,
    texts_of,
    url_of,
)
from paperline.domain.errors import BadSource
from paperline.domain.papers import PaperDraft, SourceBatch, SourceRecord, parse_arxiv_id

SOURCE = "hf"
_PAGE = "https://huggingface.co/papers"
_LONGEST_LITERAL = 1_000_000
_LITERAL = re.compile(
    r"\s+|(?P<word>True|False|None)"
    r"""|(?P<text>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")"""
    r"|[{}\[\]:,]|-?\d{1,15}(?:\.\d{1,15})?",
    re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(000[0-9a-fA-F]{5}|0010[0-9a-fA-F]{4})|(.))", re.DOTALL
)
_WORDS = {"True": "true", "False": "false", "None": "null"}
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\n": ""}


def parse(text: str, origin: Origin) -> SourceBatch:
    """The papers of a list, or of an envelope object that holds the list under `data`.

    A paper's day is its `submittedOnDailyAt`; where that is lacking (old answers), the envelope's `date`. The outer
    `publishedAt` is never used: it is a date shifted to US Eastern time and labelled UTC.
    """
    items, listed = _items(load_json(text, origin.name), origin.name)
    return parse_items(items, origin, listed)


def parse_items(items: list[object], origin: Origin, listed: date | None = None) -> SourceBatch:
    """The papers of list items that are already JSON values; `listed` is the day that the list itself states."""
    found = Collector(SOURCE, origin)
    for number, item in enumerate(items, start=1):
        try:
            _add(item, found, listed)
        except Unusable as unusable:
            found.reject(f"item {number}", str(unusable))
    days = {draft.day for draft in found.drafts}
    day = origin.day or (days.pop() if len(days) == 1 else None) or listed
    return found.batch(day, url=_PAGE, empty_reason="the list is empty")


def _items(value: object, name: str) -> tuple[list[object], date | None]:
    if isinstance(value, list):
        return value, None
    if isinstance(value, dict):
        if isinstance(value.get("data"), list):
            return value["data"], date_of(value.get("date"))
        if isinstance(value.get("error"), str):
            raise BadSource(f"{name}: Hugging Face answered with an error: {text_of(value['error'])}")
        if "paper" in value or "summary" in value:
            return [value], None
    raise BadSource(f"{name}: JSON, but no list of papers; expected the answer of /api/daily_papers")


def _add(item: object, found: Collector, listed: date | None) -> None:
    outer = _mapping(item)
    paper = _mapping(outer["paper"]) if "paper" in outer else outer
    words = wording(_first(paper, outer, "title"), _first(paper, outer, "summary", "abstract"), mend=True)
    arxiv = parse_arxiv_id(number) if (number := text_of(paper.get("id"))) else None
    authors = authors_of(paper.get("authors"))
    day = found.origin.day or date_of(paper.get("submittedOnDailyAt")) or listed
    page = f"{_PAGE}/{arxiv[0].removeprefix('arxiv:').replace(':', '/')}" if arxiv else None
    code = url_of(paper.get("githubRepo")) or github_url([words.abstract])
    draft = PaperDraft(
        abstract=words.abstract, title=words.title, id=arxiv[0] if arxiv else None, authors=authors,
        author_count=len(authors) or None, published=date_of(paper.get("publishedAt")), day=day,
        links=arxiv_links(arxiv[0] if arxiv else None, code=code, project=url_of(paper.get("projectPage"))),
        record=_record(paper, outer, page, day, found),
        raw_title=words.raw_title, raw_abstract=words.raw_abstract, damage=words.damage,
    )  # fmt: skip
    found.add(draft, words.repairs)


def _record(
    paper: Mapping[str, object], outer: Mapping[str, object], page: str | None, day: date | None, found: Collector
) -> SourceRecord:
    return SourceRecord(
        source=SOURCE, url=page, day=day, upvotes=count_of(paper.get("upvotes")),
        comments=count_of(outer.get("numComments")), ai_summary=text_of(paper.get("ai_summary")),
        ai_summary_model=text_of(paper.get("ai_summary_model")), ai_keywords=texts_of(paper.get("ai_keywords")),
        retrieved_at=found.origin.now,
    )  # fmt: skip


def _first(paper: Mapping[str, object], outer: Mapping[str, object], *keys: str) -> object:
    return next((place[key] for place in (paper, outer) for key in keys if place.get(key)), None)


def _mapping(item: object) -> Mapping[str, object]:
    if isinstance(item, str):
        item = _python_literal(item)
    if not isinstance(item, dict):
        raise Unusable("not an object")
    return item


def _python_literal(text: str) -> object:
    """The value of a Python dict that someone wrote with `str()` where JSON was due.

    Translated to JSON token by token: unlike `ast.literal_eval` this neither compiles what it reads nor recurses.
    """
    if len(text) > _LONGEST_LITERAL:
        raise Unusable("a stringified record of more than a million characters")
    try:
        return load_json("".join(_as_json(text)), "the record")
    except BadSource as error:
        raise Unusable("neither an object nor a stringified one") from error


def _as_json(text: str) -> Iterator[str]:
    end = 0
    while end < len(text):
        found = _LITERAL.match(text, end)
        if not found:
            raise Unusable("neither an object nor a stringified one")
        end = found.end()
        if found["text"]:
            yield json.dumps(_ESCAPE.sub(_unescaped, found["text"][1:-1]))
        else:
            yield _WORDS.get(found[0], found[0])


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    return chr(int(code, 16)) if code else _SHORT_ESCAPES.get(found[4], found[4])
