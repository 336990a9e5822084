"""The record store as the inside needs it: records of each kind within one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from paperline.domain.answers import Answer
from paperline.domain.days import DayEntry, DayStatus
from paperline.domain.filters import SearchFilters
from paperline.domain.keys import Caller
from paperline.domain.papers import Paper, PaperVersion
from paperline.domain.provenance import Engine
from paperline.domain.ranking.vectors import EncoderIdentity, PaperVectors
from paperline.domain.reports import LineReport
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Summary
from paperline.ports.serving_records import JobRecords, KeyRecords, RepeatRecords
from paperline.ports.spending_records import BatchRecords, LedgerRecords, ReplyRecords


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

    def meeting(self, scope: Scope, filters: SearchFilters) -> list[str]:
        """The canonical ids of the papers in a scope whose newest record meets the filters, each once, sorted."""

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

        Where only an older version was summarised, that summary. `provenance.stale` is set on it, and on one that its
        engine would now write with another model, weights or prompt.
        """

    def get_many(self, paper_ids: Sequence[str]) -> dict[str, Summary]:
        """`get` for many papers at once, without those that have none."""

    def of_versions(self, paper_id: str) -> dict[int, Summary]:
        """For each version of the paper that was summarised, its summary (llm before embedded), marked as by `get`."""

    def missing(self, engine: Engine, scope: Scope) -> list[str]:
        """Ids in scope, sorted, whose newest version this engine has not summarised."""

    def stale(self, engine: Engine, scope: Scope) -> list[str]:
        """Ids in scope, sorted, whose newest version this engine has summarised with what it no longer writes with."""


class AnswerRecords(Protocol):
    """Answers that were given."""

    def put(self, answer: Answer, *, owner: str | None) -> None:
        """The answer is stored under its id, as that of the key with the owner's id; None: as everybody's."""

    def get(self, answer_id: str, reader: Caller) -> Answer | None:
        """The answer with that id; None also where it is another's, so that no surface can tell the two apart."""


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
    @property
    def keys(self) -> KeyRecords: ...
    @property
    def ledger(self) -> LedgerRecords: ...
    @property
    def replies(self) -> ReplyRecords: ...
    @property
    def batches(self) -> BatchRecords: ...
    @property
    def jobs(self) -> JobRecords: ...
    @property
    def repeats(self) -> RepeatRecords: ...

    def revision(self) -> int:
        """A number that grows with every transaction that stored papers, days, vectors or summaries."""


class Records(Protocol):
    """The store: the truth about papers, days, vectors, summaries, answers, reports, keys, spending, jobs and repeated requests."""

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
