"""Summarises JSON Lines one by one: nothing is stored, the order is kept, memory holds one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from paperline.delivery.cli import options
from paperline.delivery.cli.output import problem
from paperline.domain.errors import BadSource, BadText, PaperlineError, TooLarge

if TYPE_CHECKING:
    from paperline.bootstrap import Services
    from paperline.domain.provenance import Engine
    from paperline.domain.summaries import Summary

_MOST_BYTES = 1024 * 1024


def summarise_lines(services: Services, source: str, target: str, engine: Engine | None) -> tuple[int, int]:
    """Every input line has its answer line in the target; returns how many were summarised and how many were not."""
    from paperline.delivery.documents import json_bytes, summary_document

    counts = {"summary": 0, "problem": 0}
    with _reading(source) as incoming, _writing(target) as outgoing:
        for index, raw in enumerate(_lines(incoming)):
            given_id: object = None
            try:
                record = _record(raw)
                given_id = record.get("id")
                kind, told = "summary", summary_document(_summarised(services, record, engine))
                told["id"] = given_id
            except PaperlineError as error:
                kind, told = "problem", problem(error)
            counts[kind] += 1
            outgoing.write(json_bytes({"index": index, "id": _valid(given_id), kind: told}) + b"\n")
            outgoing.flush()
    return counts["summary"], counts["problem"]


def _summarised(services: Services, record: dict[str, object], engine: Engine | None) -> Summary:
    title, abstract, paper_id = record.get("title"), record.get("abstract"), _valid(record.get("id"))
    if not isinstance(abstract, str):
        raise BadText("The line has no abstract. Give it as text under the key `abstract`.")
    if not isinstance(title, str | None):
        raise BadText("The title is not text. Give a string, or leave it out.")
    for text in (title or "", abstract):
        if not _is_text(text):
            raise BadText("The line holds half a character (a lone surrogate). Write it as valid Unicode.")
    name = None if paper_id is None else str(paper_id)
    return services.summarise.text(title or "", abstract, now=options.now(), paper_id=name, engine=engine)


def _record(raw: bytes) -> dict[str, object]:
    if len(raw) > _MOST_BYTES:
        raise TooLarge(f"The line is longer than {_MOST_BYTES:,} bytes. Send abstracts, not whole papers.")
    try:
        record = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadText("The line is not UTF-8.") from None
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadText(f"The line is not JSON: {reason}.") from None
    if not isinstance(record, dict):
        raise BadText("The line is not a JSON object.")
    return record


def _lines(incoming: BinaryIO) -> Iterator[bytes]:
    """The lines that hold something; of one that is too long, its beginning."""
    first = True
    while line := incoming.readline(_MOST_BYTES + 2):
        rest = line
        while not rest.endswith(b"\n") and (rest := incoming.readline(_MOST_BYTES)):
            pass
        stripped = (line.removeprefix(b"\xef\xbb\xbf") if first else line).strip()
        first = False
        if stripped:
            yield stripped


def _valid(given_id: object) -> object:
    """The id as given; one that is no string or number, or is not text, counts as none."""
    if isinstance(given_id, str):
        return given_id if _is_text(given_id) else None
    return given_id if isinstance(given_id, int | float) else None


def _is_text(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


@contextmanager
def _reading(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        opened = Path(source).open("rb")  # noqa: SIM115 (closed below; only opening is translated)
    except OSError as error:
        raise BadSource(f"{source} cannot be read: {error.strerror}.") from None
    with opened:
        yield opened


@contextmanager
def _writing(target: str) -> Iterator[BinaryIO]:
    if target == "-":
        yield sys.stdout.buffer
        return
    try:
        opened = Path(target).open("wb")  # noqa: SIM115 (closed below; only opening is translated)
    except OSError as error:
        raise BadSource(f"{target} cannot be written: {error.strerror}.") from None
    with opened:
        yield opened
