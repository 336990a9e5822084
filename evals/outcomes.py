"""What a suite hands back: measures with a value per paper, and cases to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Over = Literal["mean", "max", "auroc", "skill"]


class Good(StrEnum):
    """Which way a measure should move; a measure that should do neither only informs."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one system: a value per paper in the section's order, None where the paper is not scored.

    Some figures set the values against others. The AUROC: scores that should be high against scores that should be
    low, the two of a pair at the same place where there are as many of both. The skill: errors against a reference's.
    """

    system: str
    name: str
    values: tuple[float | None, ...]
    good: Good = Good.HIGH
    over: Over = "mean"
    scale: float = 1.0
    gated: bool = False
    target: float | None = None
    against: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A paper to be read beside what the systems wrote of it; the lowest score is shown first."""

    id: str
    title: str
    abstract: str
    texts: tuple[tuple[str, str], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Section:
    """One data set's part of a suite; drawings are captions and SVG of its own."""

    name: str
    size: int
    measures: tuple[Measure, ...]
    cases: tuple[Case, ...] = ()
    score_name: str = ""
    drawings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a suite measured, and the sha256 of every data file it read."""

    suite: str
    sections: tuple[Section, ...]
    data: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class NoData(Exception):
    """The data a suite needs are not at the path given."""
