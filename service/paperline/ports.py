"""What the inside needs of the outside, as protocols; every one has a second real implementation or a cost behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from paperline.domain.answers import Answer, AnswerDraft
from paperline.domain.days import DayEntry, DayStatus
from paperline.domain.papers import Paper, PaperVersion, SourceBatch
from paperline.domain.provenance import Engine
from paperline.domain.questions import Question
from paperline.domain.ranking.vectors import EncoderIdentity, Matrix, PaperVectors
from paperline.domain.reports import LineReport
from paperline.domain.retrieval import Retrieved
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Summary
from paperline.domain.syntax import Parse


class PaperSource(Protocol):
    """Something that holds a list of papers: a file, a body or a remote list."""

    @property
    def name(self) -> str:
        """How the source is called in messages: a path, an address or a short name."""

    def read(self, now: datetime) -> SourceBatch:
        """Everything the source holds. A bad record is rejected in the batch; a bad source raises BadSource."""


@dataclass(frozen=True, slots=True)
class EncoderInput:
    """A text to encode and the runs of it (code points, in order, not overlapping) that get a vector of their own."""

    text: str
    runs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Encoded:
    """The vectors of one input: `whole` (d,) of unit length; `runs` (r, d), each the *sum* of its token states.

    Sums, not means, so that a sentence that was divided between two inputs is the sum of its runs, scaled once.
    """

    whole: Matrix
    runs: Matrix


class Embedder(Protocol):
    """Turns text into vectors. Deterministic: the same text gives the same vector, whatever it is batched with."""

    @property
    def identity(self) -> EncoderIdentity:
        """What makes the vectors; recorded beside them."""

    @property
    def window_tokens(self) -> int:
        """How many tokens of `count_tokens` one input may have; a longer one is an error, never cut."""

    def count_tokens(self, text: str) -> int:
        """The tokens of a text by the encoder's own tokenizer, without the special ones."""

    def encode(self, inputs: Sequence[EncoderInput]) -> list[Encoded]:
        """The vectors of the inputs, in their order."""

    def encode_query(self, text: str) -> Matrix:
        """The unit vector (d,) of a question; a question beyond the window is encoded in parts and averaged."""


class Syntax(Protocol):
    """Parses English; deterministic, whatever a sentence is batched with."""

    def parse(self, sentences: Sequence[str]) -> list[Parse]:
        """The trees of the sentences, in their order; offsets are those of the sentence."""


class PaperRecords(Protocol):
    """Papers, their versions and the full-text index over them."""

    def get(self, paper_id: str) -> Paper | None:
        """The newest version of the paper with that id or alias."""

    def get_many(self, paper_ids: Sequence[str]) -> list[Paper]:
        """The papers with these canonical ids that exist, in the order asked."""

    def find_by_title(self, normalised_title: str) -> Paper | None:
        """A paper whose normalised title (domain.papers.normalised_title) is this one; of several, the lowest id."""

    def put(self, paper: Paper, now: datetime, *, raw_title: str | None, raw_abstract: str | None) -> None:
        """The paper is stored; a version not stored before is added and the earlier ones are kept.

        Where the paper's id replaces one of its aliases, everything stored under the alias moves to the new id.
        """

    def versions(self, paper_id: str) -> list[PaperVersion]:
        """All stored versions of a paper, oldest first."""

    def ids(self, scope: Scope) -> list[str]:
        """The canonical ids in a scope, each once, sorted; ids in `scope.papers` that do not exist are left out."""

    def count(self, scope: Scope) -> int:
        """How many papers are in a scope of days, or in all."""

    def among(self, paper_ids: Sequence[str], scope: Scope) -> frozenset[str]:
        """Those of the canonical ids that are in a scope of days."""

    def search_text(self, words: Sequence[str], limit: int, scope: Scope = ...) -> list[tuple[str, float]]:
        """Paper ids of a scope of days, or of all, that hold any of the words, best BM25 first (higher is better), ties by id.

        Words come as they are written: the index stems them. Any words are safe; very common ones may be left aside.
        """


class DayRecords(Protocol):
    """Days and the ordered lists that sources gave of them."""

    def put_list(self, day: date, source: str, paper_ids: Sequence[str], now: datetime) -> bool:
        """The source's list of the day is stored, the order kept; True where that changed the list.

        A list is never replaced by a smaller one: ids that the new list lacks keep their places after it.
        """

    def put_status(self, day: date, status: DayStatus, reason: str | None) -> None:
        """What is known of the day; creates the day where it is missing."""

    def get(self, day: date) -> DayEntry | None:
        """The day without its papers."""

    def paper_ids(self, day: date) -> tuple[str, ...]:
        """The canonical ids of a day, the sources' lists merged in the order in which the sources came."""

    def listed(self, before: date | None, limit: int) -> list[DayEntry]:
        """Days before `before` (None: from the newest), newest first."""

    def latest(self) -> date | None:
        """The newest day that has papers."""

    def nearest(self, first: date, last: date, limit: int) -> list[date]:
        """Days with papers, those closest to the range first."""

    def within(self, scope: Scope) -> tuple[date, ...]:
        """The days of a scope that have papers, in order; for a scope of papers, the days they stand in."""


class VectorRecords(Protocol):
    """The vectors of papers: the truth from which every index is rebuilt."""

    def put(self, vectors: PaperVectors, identity: EncoderIdentity) -> None:
        """The paper's vectors are these and no others."""

    def get_many(self, paper_ids: Sequence[str], identity: EncoderIdentity) -> list[PaperVectors]:
        """The stored vectors of these papers' newest versions, in the order asked; papers without are left out."""

    def missing(self, identity: EncoderIdentity, scope: Scope | None = None) -> list[str]:
        """Ids, sorted, of papers whose newest version has no vectors of this identity."""

    def passage_count(self, identity: EncoderIdentity) -> int:
        """How many passages of newest versions have a vector: what a complete index holds."""

    def stream(self, identity: EncoderIdentity, batch: int) -> Iterator[list[PaperVectors]]:
        """All stored vectors of newest versions by batches, ordered by id."""


class SummaryRecords(Protocol):
    """Summaries; several engines may have written one for the same version."""

    def put(self, summary: Summary) -> None:
        """The summary is stored, in place of an earlier one of the same paper, version and engine."""

    def get(self, paper_id: str, engine: Engine | None = None) -> Summary | None:
        """The summary of the newest version (engine None: llm before embedded).

        Where only an older version was summarised, that summary with `provenance.stale` set.
        """

    def get_many(self, paper_ids: Sequence[str]) -> dict[str, Summary]:
        """`get` for many papers at once, without those that have none."""

    def missing(self, engine: Engine, scope: Scope) -> list[str]:
        """Ids in scope, sorted, whose newest version this engine has not summarised."""


class AnswerRecords(Protocol):
    """Answers that were given."""

    def put(self, answer: Answer) -> None:
        """The answer is stored under its id."""

    def get(self, answer_id: str) -> Answer | None:
        """The answer with that id."""


class ReportRecords(Protocol):
    """What readers reported of lines."""

    def put(self, report: LineReport) -> None:
        """The report is stored, in place of an earlier one of the same paper, version and fault."""

    def listed(self) -> list[LineReport]:
        """Every report, newest first, then by paper, version and fault."""


class UnitOfWork(Protocol):
    """All records within one transaction."""

    @property
    def papers(self) -> PaperRecords: ...
    @property
    def days(self) -> DayRecords: ...
    @property
    def vectors(self) -> VectorRecords: ...
    @property
    def summaries(self) -> SummaryRecords: ...
    @property
    def answers(self) -> AnswerRecords: ...
    @property
    def reports(self) -> ReportRecords: ...

    def revision(self) -> int:
        """A number that grows with every transaction that stored papers, days, vectors or summaries."""


class Records(Protocol):
    """The store: the truth about papers, days, vectors, summaries, answers and reports."""

    @property
    def written(self) -> int:
        """How many writing transactions of this process have ended: where it grew, something may have changed."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """One consistent view; nothing is written."""

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """One transaction: everything within is stored at its end, or nothing where it raises."""

    def check(self) -> None:
        """The store can be read and written; otherwise StoreUnavailable or StoreBusy says why."""

    def close(self) -> None:
        """Every connection is closed."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A passage in the vector index: `{paper_id}#{ordinal}`, and its unit vector (d,)."""

    paper_id: str
    ordinal: int
    vector: Matrix


class VectorIndex(Protocol):
    """A rebuildable index over passage vectors for questions to the whole archive."""

    def put(self, rows: Sequence[IndexRow]) -> None:
        """The rows are in the index, each in place of an earlier row of the same passage."""

    def remove(self, paper_ids: Sequence[str]) -> None:
        """No row of these papers is in the index; unknown ids are fine."""

    def query(self, vector: Matrix, limit: int) -> list[tuple[str, float]]:
        """Paper ids by their best passage's cosine, best first, ties by id."""

    def count(self) -> int:
        """How many rows the index holds."""

    def paper_ids(self) -> frozenset[str]:
        """The papers of which the index holds at least one row."""

    def reset(self) -> None:
        """The index is empty and belongs to this encoder."""

    def close(self) -> None:
        """The index and its lock are released."""


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """One call to a language model: what it is told, the JSON schema of its reply, and how long the reply may be.

    The schema is an object whose properties are all required; it holds no `maxLength`, `pattern`, `format` or `$ref`.
    """

    system: str
    user: str
    schema_name: str
    schema: Mapping[str, object]
    most_output_tokens: int


class Finish(StrEnum):
    """Why a language model stopped."""

    STOP = "stop"
    LENGTH = "length"
    FILTERED = "filtered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """The tokens of one call as the model counted them; `cached` of the prompt's cost less."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0


@dataclass(frozen=True, slots=True)
class Completion:
    """What a language model sent, unread: nothing of it has been checked. `model` is the one that answered."""

    text: str
    finish: Finish
    usage: TokenUsage
    model: str


class LanguageModel(Protocol):
    """Completes a prompt in one structured call. Thread-safe."""

    @property
    def name(self) -> str:
        """The model that is asked."""

    def complete(self, request: CompletionRequest) -> Completion:
        """The model's reply; one cut off, filtered or refused is a reply too, for its tokens are paid.

        Where there is no reply, or one that cannot be told apart, a ModelFailed says why; no other error leaves.
        """


@dataclass(frozen=True, slots=True)
class PaperText:
    """What a summary is written from; `vectors` spares the encoder pass where they are stored."""

    title: str
    abstract: str
    paper_id: str | None = None
    version: int | None = None
    vectors: PaperVectors | None = None


class Summariser(Protocol):
    """Writes the lines, claims and keywords of papers."""

    def summarise(self, papers: Sequence[PaperText], *, now: datetime) -> list[Summary]:
        """The summaries of the papers, in their order, for any text at all; no paper's depends on another's."""


class Answerer(Protocol):
    """Writes an answer from retrieved papers, or refuses."""

    def answer(self, question: Question, retrieved: Retrieved, *, now: datetime) -> AnswerDraft:
        """What the retrieved papers say to the question; a refusal where they do not, never an error."""
