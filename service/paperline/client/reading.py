"""Reads the server's documents into values; what cannot be read is Unreadable, what is a problem Refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from paperline.client import values
from paperline.client.errors import OffendingField, Refused, Unreadable
from paperline.domain.answers import Answer, AnswerSentence, Coverage, Match
from paperline.domain.days import Day, DayEntry, DayPaper, DaySource, DayStatus
from paperline.domain.papers import Paper, PaperVersion
from paperline.domain.summaries import Summary
from paperline.domain.text import Span

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_Read = TypeVar("_Read")
Document = Mapping[str, Any]


def read(content: bytes | str, reader: Callable[[Any], _Read]) -> _Read:
    """The JSON document as the reader's value."""
    try:
        return reader(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"The server's answer cannot be read ({type(error).__name__}). Is it Paperline's?") from error


def summary(document: Document) -> Summary:
    """A Summary."""
    return _value(Summary, document)


def answer(document: Document) -> Answer:
    """An Answer."""
    return _value(Answer, {**document, "coverage": _coverage(document["coverage"])})


def day(document: Document) -> Day:
    """A Day."""
    papers = tuple(day_paper(found) for found in document["papers"])
    return Day(_entry({**document, "paper_count": len(papers)}), papers)


def day_page(document: Document) -> values.DayPage:
    """A page of days."""
    return values.DayPage(tuple(map(_entry, document["days"])), document["next_cursor"])


def day_paper(document: Document) -> DayPaper:
    """A paper with its summary."""
    found = document.get("summary")
    return DayPaper(_value(Paper, document), summary(found) if found else None)


def versions(document: Document) -> tuple[PaperVersion, ...]:
    """The stored wordings of a paper."""
    return tuple(_value(PaperVersion, found) for found in document["versions"])


def search_page(document: Document) -> values.SearchPage:
    """A page of hits."""
    hits = tuple(
        values.SearchHit(
            _value(Paper, hit["paper"]),
            hit["score"],
            tuple(_value(Span, span) for span in hit["evidence"]),
            summary(hit["summary"]) if hit["summary"] else None,
        )
        for hit in document["hits"]
    )
    return values.SearchPage(hits, document["next_cursor"], coverage(document["coverage"]))


def batch_results(document: Document) -> tuple[values.BatchResult, ...]:
    """The results of a batch, in the order of its papers."""
    return tuple(
        values.BatchResult(
            found["index"],
            found["id"],
            summary(found["summary"]) if found.get("summary") else None,
            problem(found["problem"]) if found.get("problem") else None,
        )
        for found in document["results"]
    )


def job(document: Document) -> values.Job:
    """A Job."""
    result, failed = document["result"], document["problem"]
    return values.Job(
        id=document["id"],
        kind=document["kind"],
        status=document["status"],
        stages={name: values.StageCount(**count) for name, count in document["stages"].items()},
        result=_value(values.Ingested, result) if result else None,
        problem=problem(failed) if failed else None,
        created_at=datetime.fromisoformat(document["created_at"]),
        updated_at=datetime.fromisoformat(document["updated_at"]),
    )


def coverage(document: Document) -> Coverage:
    """How much was looked at; what is not known yet counts as nothing."""
    return _value(Coverage, {"papers_matched": 0, "papers_cited": 0, **_coverage(document)})


def event(name: str, data: str) -> values.AnswerEvent | None:
    """An event of a stream; None for one that this client does not know. A problem is raised."""
    if name == "error":
        raise read(data, problem)
    readers: dict[str, Callable[[Any], values.AnswerEvent]] = {
        "scope": lambda document: values.ScopeRead(coverage(document)),
        "evidence": lambda document: values.EvidenceFound(tuple(_value(Match, each) for each in document["papers"])),
        "sentence": lambda document: values.SentenceWritten(_value(AnswerSentence, document)),
        "done": lambda document: values.AnswerGiven(answer(document)),
    }
    return read(data, readers[name]) if name in readers else None


def problem(document: Document, retry_after_seconds: float | None = None) -> Refused:
    """A problem as the error to raise."""
    return Refused(
        status=int(document["status"]),
        kind=str(document["type"]).rpartition("/")[2],
        detail=str(document.get("detail") or document["title"]),
        request_id=str(document.get("request_id") or ""),
        errors=tuple(OffendingField(**found) for found in document.get("errors") or ()),
        retry_after_seconds=retry_after_seconds,
    )


def refusal(status: int, content: bytes, retry_after: str | None) -> Refused:
    """The error of a response; one that is no problem, such as a proxy's page, keeps its status."""
    seconds = read_retry_after(retry_after, datetime.now(UTC))
    try:
        return read(content, lambda document: problem(document, seconds))
    except Unreadable:
        return Refused(
            status=status, kind="http-error", detail=f"The server answered {status}.", retry_after_seconds=seconds
        )


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that `Retry-After` asks for, as a number or until a date; None where it is absent or neither."""
    if value is None:
        return None
    try:
        if value.strip().isdigit():
            return float(value)
        return max((parsedate_to_datetime(value) - now).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return None


def _entry(document: Document) -> DayEntry:
    return DayEntry(
        date.fromisoformat(document["date"]),
        DayStatus(document["status"]),
        document["reason"],
        tuple(_value(DaySource, source) for source in document["sources"]),
        document["paper_count"],
    )


def _coverage(document: Document) -> dict[str, Any]:
    """The coverage with its scope in the fields of the domain's Scope."""
    scope = document["scope"]
    first, last = (scope["day"], scope["day"]) if "day" in scope else (scope.get("from"), scope.get("to"))
    return {**document, "scope": {"first": first, "last": last, "papers": scope.get("papers", ())}}


_adapters: dict[type, TypeAdapter[Any]] = {}


def _value(kind: type[_Read], document: Any) -> _Read:  # noqa: ANN401  (JSON)
    from pydantic import TypeAdapter  # noqa: PLC0415  (a program that has nothing to read yet starts without it)

    adapter = _adapters.get(kind) or _adapters.setdefault(kind, TypeAdapter(kind))
    return cast("_Read", adapter.validate_python(document))
