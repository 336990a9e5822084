"""Summarises JSON Lines: nothing is stored, the order is kept, memory holds a few lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from paperline.delivery.cli import options
from paperline.delivery.cli.output import problem, writing
from paperline.delivery.ordered import in_order
from paperline.domain.errors import BadSource, BadText, PaperlineError, TooLarge

if TYPE_CHECKING:
    from paperline.bootstrap import Services
    from paperline.domain.provenance import Engine

_MOST_BYTES = 1024 * 1024


def summarise_lines(services: Services, source: str, target: str, engine: Engine | None) -> tuple[int, int]:
    """Every input line has its answer line in the target; returns how many were summarised and how many were not."""
    from paperline.delivery.documents import json_bytes

    counts = {"summary": 0, "problem": 0}
    with _reading(source) as incoming, writing(target) as outgoing:
        answers = in_order(lambda raw: _answered(services, raw, engine), _lines(incoming), services.texts_at_once)
        for index, answer in enumerate(answers):
            told = {"index": index, **answer}
            counts["summary" if "summary" in told else "problem"] += 1
            outgoing.write(json_bytes(told) + b"\n")
            outgoing.flush()
    return counts["summary"], counts["problem"]


def _answered(services: Services, raw: bytes, engine: Engine | None) -> dict[str, object]:
    """The line's id with its summary, or the problem that POST /v1/summarise/batch would give for the same paper."""
    from paperline.delivery.loose_papers import echoed_id, summary_or_problem

    try:
        record = _record(raw)
    except PaperlineError as error:
        return {"id": None, "problem": problem(error)}
    given_id = echoed_id(record)
    texts: dict[str, object] = {name: record[name] for name in ("id", "title", "abstract") if name in record}
    if not isinstance(texts.get("id"), str):
        texts.pop("id", None)
    paper = {**texts, "engine": engine.value if engine else "auto"}
    told = summary_or_problem(services, paper, options.now())
    if isinstance(summary := told.get("summary"), dict):
        summary["id"] = given_id
    return {"id": given_id, **told}


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
