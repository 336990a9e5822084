"""Conditions: what a list or count question asks of every paper, as values between reading and judging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Comparator(StrEnum):
    """How a number is compared with the one of the question."""

    MORE = "more"
    AT_LEAST = "at_least"
    LESS = "less"
    AT_MOST = "at_most"
    EXACTLY = "exactly"

    def holds(self, value: float, bound: float) -> bool:
        """Whether the value stands to the bound as asked."""
        return {
            Comparator.MORE: value > bound,
            Comparator.AT_LEAST: value >= bound,
            Comparator.LESS: value < bound,
            Comparator.AT_MOST: value <= bound,
            Comparator.EXACTLY: value == bound,
        }[self]


class Resource(StrEnum):
    """What papers release."""

    CODE = "code"
    DATA = "data"
    MODEL = "model"


class Finding(StrEnum):
    """What kind of thing papers report of their results or of how they came by them."""

    STATE_OF_THE_ART = "state of the art"
    BEATS_CLOSED = "beats closed models"
    BEATS_LARGER = "beats larger models"
    GAIN = "gain"
    SAVING = "saving"
    SPEED = "speed"
    GENERALISES = "generalises"
    ZERO_SHOT = "zero-shot"
    SEVERAL_SIZES = "several sizes"
    SEVERAL_BENCHMARKS = "several benchmarks"
    SCALES = "scales"
    HUMAN_STUDY = "human study"
    THEORY = "theory"
    SHOWS_FAILURE = "shows failure"
    DEPLOYED = "deployed"
    PAGE = "page"
    PROMISED = "promised release"


@dataclass(frozen=True, slots=True)
class Everything:
    """Every paper in scope."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A condition that a phrase makes up, of the kind that the subclass says."""

    phrase: str


class Topic(Worded):
    """The paper is about this."""

    __slots__ = ()


class Uses(Worded):
    """The paper's own work uses this."""

    __slots__ = ()


class Proposes(Worded):
    """The paper contributes one of these."""

    __slots__ = ()


class Lacks(Worded):
    """The paper says that it does without this."""

    __slots__ = ()


class States(Worded):
    """One sentence of the paper says this."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Releases:
    """The paper makes this public, or says where it is."""

    resource: Resource


@dataclass(frozen=True, slots=True)
class Finds:
    """The paper reports a finding of this kind of its own work, of one of the things that `of` names, divided by slashes."""

    finding: Finding
    of: str = ""


@dataclass(frozen=True, slots=True)
class Reports:
    """The paper reports a number of this unit (`%`, `times`, or empty for any) on this attribute (empty: on anything)."""

    attribute: str
    comparator: Comparator
    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class AuthorCount:
    """The paper has so many authors."""

    comparator: Comparator
    number: int


@dataclass(frozen=True, slots=True)
class Upvotes:
    """The paper has so many votes on the list where it stands."""

    comparator: Comparator
    number: int


@dataclass(frozen=True, slots=True)
class Published:
    """The paper's own date lies between two days, both included and None for open, and in the month where one is given."""

    first: date | None = None
    last: date | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenBy:
    """One of the authors has this name, or this part of it."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold, as far as the abstract says."""

    of: Condition


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these holds."""

    of: tuple[Condition, ...]


Condition = (
    Everything | Topic | Uses | Proposes | Releases | Lacks | States | Finds | Reports
    | AuthorCount | Upvotes | Published | WrittenBy | Not | Every | Some
)  # fmt: skip


def query_of(condition: Condition) -> str:
    """The words by which papers that meet the condition are found; empty where words do not decide."""
    match condition:
        case Worded(phrase):
            return phrase
        case Reports(attribute=attribute):
            return attribute
        case Finds(finding, of):
            return f"{finding} {of}".strip()
        case Releases(resource):
            return f"{resource} available"
        case Not(of):
            return query_of(of)
        case Every(of) | Some(of):
            return " ".join(filter(None, map(query_of, of)))
        case _:
            return ""
