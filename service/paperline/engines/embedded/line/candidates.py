"""Candidates: the ways in which one half of the line could be put."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from paperline.domain.text import Span
from paperline.engines.embedded.fragments import Fragment
from paperline.engines.embedded.names.naming import Name

WHAT_WORDS = 18
FINDING_WORDS = 16
LINE_WORDS = 30


class Form(StrEnum):
    """How a sentence puts what a candidate says."""

    OFFERED = "offered"  # we propose X, a …
    PASSIVE = "passive"  # a …, named X, is proposed to …
    BY_THE_WAY = "by the way"  # …, by introducing X, a …
    STUDIED = "studied"  # we investigate …
    IS = "is"  # X is a …
    DOES = "does"  # X combines …
    TITLE = "title"  # X: … as the title has it
    STATED = "stated"  # the main clause
    REPORTED = "reported"  # we find that …
    JOINED = "joined"  # …, and reduces …
    APPENDED = "appended"  # …, reducing …
    REACHED = "reached"  # we achieve …


class Subject(StrEnum):
    """Who or what a statement is about."""

    NAME = "name"
    OWN = "own"
    WRITERS = "writers"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Joined:
    """What another sentence adds behind a candidate, and the words between."""

    fragment: Fragment
    sentence: int
    glue: str

    @property
    def text(self) -> str:
        """The glue and what it joins."""
        return f"{self.glue} {self.fragment.text}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part of one sentence (-1: of the title) with the name that goes before it.

    `whole_words` is how long the clause was, `lost` what a reader loses by the words taken off it, `depth` how far the
    clause is from what its sentence states. A `headless` one lacks its subject, which the first half has to name: one
    thing, not several (`plural`; of an appended participle: whether its sentence is about one thing).
    """

    fragment: Fragment
    sentence: int
    form: Form
    subject: Subject
    whole_words: int
    lost: float = 0.0
    depth: int = 0
    name: Name | None = None
    other_name: bool = False
    opens_small: bool = False
    headless: bool = False
    plural: bool = False
    joined: Joined | None = None

    @property
    def said(self) -> str:
        """What is said, without the name."""
        return self.fragment.text + (self.joined.text if self.joined else "")

    @property
    def spans(self) -> tuple[Span, ...]:
        """The exact evidence of what is said."""
        return self.fragment.spans + (self.joined.fragment.spans if self.joined else ())

    @property
    def text(self) -> str:
        """The half of the line as it reads, but for the case of its first letter."""
        return f"{self.name.text}: {self.said}" if self.name else self.said

    @property
    def words(self) -> int:
        """How many words the reader counts, the name's included."""
        return len(self.text.split())
