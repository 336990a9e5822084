"""The calls of the API as values: what is sent, how the answer is read, and whether sending it twice does harm."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from paperline.client import reading, values
from paperline.domain.answers import Answer
from paperline.domain.days import Day, DayPaper
from paperline.domain.papers import PaperVersion
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Summary

_Read = TypeVar("_Read")
Query = Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Call(Generic[_Read]):
    """One request. A `repeatable` one is sent again where its connection broke, as it changes nothing the second time."""

    method: str
    path: str
    read: Callable[[bytes], _Read]
    query: Query = field(default_factory=dict)
    json: Mapping[str, Any] | None = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True


def summarise(paper: values.PaperText, engine: values.EngineName) -> Call[Summary]:
    """A summary of a text that is not stored."""
    return Call("POST", "/v1/summarise", _reads(reading.summary), json=_paper(paper) | {"engine": engine})


def summarise_batch(
    papers: Sequence[values.PaperText], engine: values.EngineName
) -> Call[tuple[values.BatchResult, ...]]:
    """Summaries of up to a hundred texts."""
    body = {"papers": [_paper(paper) | {"engine": engine} for paper in papers]}
    return Call("POST", "/v1/summarise/batch", _reads(reading.batch_results), json=body, headers=_once())


def ask(
    question: str, scope: Scope | None, engine: values.EngineName, history: Sequence[tuple[str, Sequence[str]]]
) -> Call[Answer]:
    """An answer. Asked again after a broken connection it is another answer of the same words."""
    body: dict[str, Any] = {"question": question, "engine": engine}
    if scope is not None:
        body["scope"] = scope.as_json()
    if history:
        body["history"] = [{"question": asked, "paper_ids": list(cited)} for asked, cited in history]
    return Call("POST", "/v1/ask", _reads(reading.answer), json=body, repeatable=engine == "embedded")


def answer(answer_id: str) -> Call[Answer]:
    """A stored answer."""
    return Call("GET", f"/v1/answers/{_part(answer_id)}", _reads(reading.answer))


def search(query: str, scope: Scope | None, filters: Query, limit: int, cursor: str | None) -> Call[values.SearchPage]:
    """A page of hits."""
    return Call("GET", "/v1/search", _reads(reading.search_page), query=_search(query, scope, filters, limit, cursor))


def search_file(query: str, scope: Scope | None, filters: Query, limit: int, form: values.ExportFormat) -> Call[str]:
    """Hits as a file for other tools."""
    asked = _search(query, scope, filters, limit, None)
    return Call("GET", "/v1/search", bytes.decode, query={**asked, "format": form})


def days(limit: int, cursor: str | None) -> Call[values.DayPage]:
    """A page of days."""
    query: dict[str, str | int | bool] = {"limit": limit}
    return Call("GET", "/v1/days", _reads(reading.day_page), query=query | ({"cursor": cursor} if cursor else {}))


def day(wanted: date | None) -> Call[Day]:
    """A day with its papers."""
    return Call("GET", f"/v1/days/{wanted or 'latest'}", _reads(reading.day))


def day_file(wanted: date | None, form: values.ExportFormat) -> Call[str]:
    """A day as a file for other tools."""
    return Call("GET", f"/v1/days/{wanted or 'latest'}", bytes.decode, query={"format": form})


def paper(paper_id: str) -> Call[DayPaper]:
    """A paper with its summary."""
    return Call("GET", f"/v1/papers/{_part(paper_id)}", _reads(reading.day_paper))


def paper_summary(paper_id: str, engine: values.EngineName) -> Call[Summary]:
    """The stored summary of a paper."""
    return Call("GET", f"/v1/papers/{_part(paper_id)}/summary", _reads(reading.summary), query={"engine": engine})


def similar(paper_id: str, limit: int) -> Call[values.SearchPage]:
    """The papers most like a stored one."""
    return Call("GET", f"/v1/papers/{_part(paper_id)}/similar", _reads(reading.search_page), query={"limit": limit})


def versions(paper_id: str) -> Call[tuple[PaperVersion, ...]]:
    """The stored wordings of a paper."""
    return Call("GET", f"/v1/papers/{_part(paper_id)}/versions", _reads(reading.versions))


def ingest(content: bytes, form: values.SourceFormat, wanted: date | None, *, summarise: bool) -> Call[values.Job]:
    """The job that stores the papers of a source; under its key the server does it once."""
    query: dict[str, str | int | bool] = {"format": form, "summarise": summarise}
    if wanted:
        query["day"] = wanted.isoformat()
    headers = {"Content-Type": "application/octet-stream", **_once()}
    return Call("POST", "/v1/ingest", _reads(reading.job), query=query, content=content, headers=headers)


def job(job_id: str) -> Call[values.Job]:
    """How far a job is."""
    return Call("GET", f"/v1/jobs/{_part(job_id)}", _reads(reading.job))


def cancel(job_id: str) -> Call[values.Job]:
    """The job, which ends."""
    return Call("DELETE", f"/v1/jobs/{_part(job_id)}", _reads(reading.job), repeatable=False)


def _reads(reader: Callable[[Any], _Read]) -> Callable[[bytes], _Read]:
    return lambda content: reading.read(content, reader)


def _part(text: str) -> str:
    """The text as one part of a path; a slash of an old arXiv id is written as Paperline writes it."""
    return quote(text.replace("/", ":"), safe=":")


def _paper(given: values.PaperText) -> dict[str, Any]:
    told = {"abstract": given.abstract, "title": given.title, "id": given.id}
    return {name: value for name, value in told.items() if value is not None}


def _search(
    query: str, scope: Scope | None, filters: Query, limit: int, cursor: str | None
) -> dict[str, str | int | bool]:
    asked: dict[str, str | int | bool] = {"q": query, "limit": limit, **filters}
    if scope and scope.papers:
        raise ValueError("A search is limited by days, not by papers.")
    if scope and scope.first:
        asked["from"] = scope.first.isoformat()
    if scope and scope.last:
        asked["to"] = scope.last.isoformat()
    return asked | ({"cursor": cursor} if cursor else {})


def _once() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(16)}
