"""A day: one UTC date and the papers that its sources listed, in their order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from paperline.domain.papers import Paper
from paperline.domain.summaries import Summary


class DayStatus(StrEnum):
    """How much of a day is known."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class DaySource:
    """One source's list of a day: when it was read and how many papers it held."""

    source: str
    retrieved_at: dt.datetime
    count: int


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A day without its papers, for lists of days."""

    date: dt.date
    status: DayStatus
    reason: str | None
    sources: tuple[DaySource, ...]
    paper_count: int


@dataclass(frozen=True, slots=True)
class DayPaper:
    """A paper of a day beside its summary, None until one is written."""

    paper: Paper
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its papers, the sources' lists merged in their order."""

    entry: DayEntry
    papers: tuple[DayPaper, ...]


def merged_order(lists: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The ids of several ordered lists as one, each id once, at its first place; the lists in their given order."""
    return tuple(dict.fromkeys(paper_id for ids in lists for paper_id in ids))
