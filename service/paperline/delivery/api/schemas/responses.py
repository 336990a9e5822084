"""The shapes of what is answered, for the API's document; domain values stand for themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from paperline.domain import answers, days, papers, summaries, text
from paperline.domain.jobs import IngestResult, JobKind, JobStatus, Stage
from paperline.domain.provenance import Provenance, Usage


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OffendingField(_Shape):
    """A dotted field, where it stood (body, query, path) and what is wrong with it."""

    field: str
    location: str
    message: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(description="A relative address that tells what this kind of problem means.")
    title: str
    status: int
    detail: str
    instance: str | None = None
    request_id: str | None = None
    errors: list[OffendingField] | None = None


class DayScope(_Shape):
    """One day."""

    day: dt.date


class RangeScope(_Shape):
    """A range of days, both ends included; null where an end is open."""

    first: dt.date | None = Field(alias="from")
    last: dt.date | None = Field(alias="to")


class EverythingScope(_Shape):
    """All that is stored."""

    all: Literal[True]


class PapersScope(_Shape):
    """Some papers."""

    papers: list[str]


class Coverage(_Shape):
    """How much was looked at; `degraded` says what did not work, null where all did."""

    scope: DayScope | RangeScope | EverythingScope | PapersScope
    days: list[dt.date]
    papers_in_scope: int
    papers_scored: int
    papers_matched: int
    papers_cited: int
    mode: answers.RetrievalMode
    degraded: str | None
    note: str | None


class Answer(_Shape):
    """Cited sentences, or a refusal with what came nearest."""

    id: str
    status: answers.AnswerStatus
    kind: answers.AnswerKind
    question: str
    text: str
    sentences: list[answers.AnswerSentence]
    count: int | None
    matches: list[answers.Match]
    near_misses: list[answers.Match]
    refusal: answers.Refusal | None
    coverage: Coverage
    confidence: float
    usage: Usage
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWithSummary(papers.Paper):
    """A paper and its summary, null until one is written."""

    summary: summaries.Summary | None = None


class Day(_Shape):
    """A day with its papers in the order of its sources."""

    date: dt.date
    status: days.DayStatus
    reason: str | None
    sources: list[days.DaySource]
    papers: list[PaperWithSummary]
    themes: list[str]
    overview: str | None


class PaperLine(_Shape):
    """Of a paper its id, title and line, null until one is written."""

    id: str
    title: str
    tldr: summaries.Line | None


class DayLines(_Shape):
    """A day as a small list (`fields=tldr`)."""

    date: dt.date
    status: days.DayStatus
    papers: list[PaperLine]


class DayListItem(_Shape):
    """A day without its papers."""

    date: dt.date
    status: days.DayStatus
    reason: str | None
    sources: list[days.DaySource]
    paper_count: int


class DayList(_Shape):
    """Days, newest first."""

    days: list[DayListItem]
    next_cursor: str | None


class SearchHit(_Shape):
    """A found paper, its score between 0 and 1, and its best sentences."""

    paper: papers.Paper
    score: float
    evidence: list[text.Span]
    summary: summaries.Summary | None


class SearchPage(_Shape):
    """Hits, best first."""

    hits: list[SearchHit]
    next_cursor: str | None
    coverage: Coverage


class PaperVersions(_Shape):
    """Every stored wording of a paper, oldest first."""

    id: str
    versions: list[papers.PaperVersion]


class BatchItem(_Shape):
    """One paper's summary or problem, in the place of the request."""

    index: int
    id: str | None
    summary: summaries.Summary | None = None
    problem: Problem | None = None


class BatchResults(_Shape):
    """As many results as papers were sent, in their order."""

    results: list[BatchItem]


class JobListItem(_Shape):
    """A job without what came of it."""

    id: str
    kind: JobKind
    status: JobStatus
    stages: dict[str, Stage]
    created_at: dt.datetime
    updated_at: dt.datetime


class Job(JobListItem):
    """A long piece of work: its result once it is done, its problem where it failed."""

    result: IngestResult | None
    problem: Problem | None


class JobList(_Shape):
    """Jobs, newest first."""

    jobs: list[JobListItem]


class Health(_Shape):
    """The process lives."""

    status: Literal["ok"]
    version: str


class Check(_Shape):
    """One part of the service and whether it works."""

    name: str
    ok: bool
    detail: str


class Readiness(_Shape):
    """Every part works."""

    status: Literal["ready"]
    checks: list[Check]


class ProblemMeaning(_Shape):
    """What a kind of problem means."""

    type: str
    title: str
    status: int
    meaning: str
