"""Turns domain values into the contract's JSON documents, the same for every surface."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias, cast

from pydantic import TypeAdapter
from pydantic_core import to_json

from paperline.domain.answers import Answer, AnswerSentence, Coverage
from paperline.domain.days import Day, DayEntry, DayPaper
from paperline.domain.jobs import IngestResult
from paperline.domain.keys import ApiKey
from paperline.domain.papers import Paper, PaperVersion
from paperline.domain.summaries import Summary
from paperline.domain.themes import overview_of, themes_of
from paperline.pipeline.asking.ask import Found
from paperline.pipeline.asking.search import SearchPage
from paperline.pipeline.report import ReportedLine
from paperline.pipeline.summarise import SummariseResult

Document: TypeAlias = dict[str, object]


def paper_document(paper: Paper) -> Document:
    """The contract's Paper."""
    return _dump(paper)


def summary_document(summary: Summary) -> Document:
    """The contract's Summary."""
    return _dump(summary)


def day_paper_document(found: DayPaper) -> Document:
    """The contract's Paper with its `summary`, null until one is written."""
    return {**paper_document(found.paper), "summary": found.summary and summary_document(found.summary)}


def version_document(version: PaperVersion) -> Document:
    """One stored wording of a paper."""
    return _dump(version)


def day_entry_document(entry: DayEntry) -> Document:
    """A day without its papers, for lists of days.

    By hand: pydantic takes the field named `date` for its own type in the class that declares it.
    """
    return {
        "date": entry.date.isoformat(),
        "status": entry.status.value,
        "reason": entry.reason,
        "sources": [_dump(source) for source in entry.sources],
        "paper_count": entry.paper_count,
    }


def day_document(day: Day) -> Document:
    """The contract's Day."""
    entry = day_entry_document(day.entry)
    return {
        **{name: entry[name] for name in ("date", "status", "reason", "sources")},
        "papers": [day_paper_document(found) for found in day.papers],
        "themes": [theme.label for theme in themes_of(day.papers)],
        "overview": overview_of(day),
    }


def day_lines_document(day: Day) -> Document:
    """A day as a small list: of every paper its id, title and line."""
    lines = [
        {
            "id": found.paper.id,
            "title": found.paper.title,
            "tldr": _dump(found.summary.tldr) if found.summary else None,
        }
        for found in day.papers
    ]
    return {"date": day.entry.date.isoformat(), "status": day.entry.status.value, "papers": lines}


def coverage_document(coverage: Coverage) -> Document:
    """The contract's coverage; its scope is written as callers write scopes."""
    return {**_dump(coverage), "scope": coverage.scope.as_json()}


def answer_document(answer: Answer) -> Document:
    """The contract's Answer."""
    return {**_dump(answer), "coverage": coverage_document(answer.coverage)}


def sentence_document(sentence: AnswerSentence) -> Document:
    """One sentence of the contract's Answer."""
    return _dump(sentence)


def found_documents(found: Found) -> tuple[Document, list[Document]]:
    """The coverage that is known before an answer is written, and the papers that it is written from."""
    coverage = coverage_document(found.coverage)
    known = {name: value for name, value in coverage.items() if name not in ("papers_matched", "papers_cited")}
    return known, [_dump(match) for match in found.papers]


def search_document(page: SearchPage) -> Document:
    """The contract's page of search hits."""
    return {**_dump(page), "coverage": coverage_document(page.coverage)}


def ingest_document(result: IngestResult) -> Document:
    """The contract's Ingest."""
    return _dump(result)


def summarise_document(result: SummariseResult) -> Document:
    """How many papers were summarised now and how many were before."""
    return _dump(result)


def report_document(found: ReportedLine) -> Document:
    """A report as a case for the evals: the reported line with the wording that it was written from."""
    report = _dump(found.report)
    return {
        "id": report["paper_id"],
        "version": report["version"],
        "title": found.title,
        "abstract": found.abstract,
        **{name: report[name] for name in ("line", "fault", "note", "reported_at")},
    }


def key_document(key: ApiKey, now: datetime) -> Document:
    """A key without anything of its secret."""
    dumped = _dump(key)
    shown = {name: dumped[name] for name in ("id", "name", "scope", "budget_usd")}
    times = {name: dumped[name] for name in ("created_at", "expires_at", "revoked_at")}
    return {**shown, "rate": str(key.rate) if key.rate else None, "state": key.state(now).value, **times}


def json_bytes(document: object, *, indent: int | None = None) -> bytes:
    """The document as UTF-8 JSON."""
    return to_json(document, indent=indent)


_adapters: dict[type, TypeAdapter[object]] = {}


def _dump(value: object) -> Document:
    """A dataclass as JSON-ready data; the adapter of a class is built once, when it is first needed."""
    kind = type(value)
    adapter = _adapters.get(kind) or _adapters.setdefault(kind, TypeAdapter(kind))
    return cast("Document", adapter.dump_python(value, mode="json"))
