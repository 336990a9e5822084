"""What a client is told beside the domain's values: pages, jobs, results of a batch, and the events of a stream."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from paperline.client.errors import Refused
from paperline.domain.answers import Answer, AnswerSentence, Coverage, Match
from paperline.domain.days import DayEntry
from paperline.domain.papers import Paper
from paperline.domain.summaries import Summary
from paperline.domain.text import Span

EngineName: TypeAlias = Literal["auto", "embedded", "llm"]
ExportFormat: TypeAlias = Literal["markdown", "bibtex", "csl", "ris", "csv"]
SourceFormat: TypeAlias = Literal["auto", "page", "hf", "arxiv-atom", "arxiv-rss", "jsonl"]
JobStatus: TypeAlias = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paper to summarise that is not stored; the id is echoed."""

    abstract: str
    title: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """One paper's summary, or the problem that prevented it, in the place of the request."""

    index: int
    id: str | None
    summary: Summary | None
    problem: Refused | None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A found paper, its score between 0 and 1, its best sentences, and its summary where one is written."""

    paper: Paper
    score: float
    evidence: tuple[Span, ...]
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits, best first; `next_cursor` is None on the last page."""

    hits: tuple[SearchHit, ...]
    next_cursor: str | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class DayPage:
    """Days, newest first; `next_cursor` is None on the last page."""

    days: tuple[DayEntry, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class StageCount:
    """How far a stage of a job is."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a source held and what became of it."""

    found: int
    new: int
    updated: int
    unchanged: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A long piece of work; `result` once it is done, `problem` where it failed."""

    id: str
    kind: str
    status: JobStatus
    stages: dict[str, StageCount]
    result: Ingested | None
    problem: Refused | None
    created_at: datetime
    updated_at: datetime

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class ScopeRead:
    """The first event: how much is looked at."""

    coverage: Coverage


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The papers that the answer is written from."""

    papers: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class SentenceWritten:
    """A sentence of the answer, checked, with its citations."""

    sentence: AnswerSentence


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The last event: the whole answer."""

    answer: Answer


AnswerEvent: TypeAlias = ScopeRead | EvidenceFound | SentenceWritten | AnswerGiven
