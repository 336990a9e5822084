"""An answer: cited sentences or a reasoned refusal, and how much was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from paperline.domain.provenance import Engine, Provenance, Usage
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Checks, Origin
from paperline.domain.text import Span


class AnswerStatus(StrEnum):
    """Whether the scope answered."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    REFUSED = "refused"


class AnswerKind(StrEnum):
    """What kind of answer the question asks for."""

    EXTRACT = "extract"
    LIST = "list"
    COUNT = "count"


class RefusalReason(StrEnum):
    """Why there is no answer."""

    NOTHING_IN_SCOPE = "nothing_in_scope"
    OFF_TOPIC = "off_topic"
    NOT_STATED = "not_stated"
    FALSE_PREMISE = "false_premise"
    UNAVAILABLE = "unavailable"


class RetrievalMode(StrEnum):
    """How the papers in scope were scored."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    DENSE = "dense"
    EVERY_PAPER = "every_paper"


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper and the spans of it that a sentence rests on."""

    paper_id: str
    title: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A paper that meets a condition or comes near it; score between 0 and 1."""

    paper_id: str
    title: str
    evidence: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer with its citations, numbered in the order of the answer."""

    text: str
    citations: tuple[Citation, ...]
    origin: Origin
    engine: Engine
    checks: Checks


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the scope does not answer, and what came nearest."""

    reason: RefusalReason
    message: str
    nearest: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much was looked at; `degraded` says what did not work, None where all did."""

    scope: Scope
    days: tuple[date, ...]
    papers_in_scope: int
    papers_scored: int
    papers_matched: int
    papers_cited: int
    mode: RetrievalMode
    degraded: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What an answerer wrote, before it has an id and the coverage of its scope.

    `papers_matched` counts the papers that were found to bear on the question.
    """

    sentences: tuple[AnswerSentence, ...]
    confidence: float
    usage: Usage
    provenance: Provenance
    refusal: Refusal | None = None
    partial: bool = False
    papers_matched: int = 0
    count: int | None = None
    matches: tuple[Match, ...] = ()
    near_misses: tuple[Match, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the papers in scope say to a question, or why they say nothing.

    `confidence` is the probability that what is stated is right; for a refusal, that the scope holds no answer.
    """

    id: str
    status: AnswerStatus
    kind: AnswerKind
    question: str
    text: str
    sentences: tuple[AnswerSentence, ...]
    coverage: Coverage
    confidence: float
    usage: Usage
    provenance: Provenance
    refusal: Refusal | None = None
    count: int | None = None
    matches: tuple[Match, ...] = ()
    near_misses: tuple[Match, ...] = ()
