"""How a parser collects drafts: one bad record is rejected with its place and reason, and the rest goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from paperline.adapters.sources.repair import Mended, cleaned, mended, storable
from paperline.domain.errors import TooLarge
from paperline.domain.papers import PaperDraft, Rejection, SourceBatch

MAX_RECORDS = 20_000
_LONGEST_TITLE = 2_000
_LONGEST_ABSTRACT = 100_000


@dataclass(frozen=True, slots=True)
class Origin:
    """What a parser is told about its text: the name for messages, the time of reading and the caller's day."""

    name: str
    now: datetime
    day: date | None = None


class Unusable(Exception):
    """Why one record is left out; never leaves the parsers."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A title and an abstract as they are stored, the raw ones where a repair changed them, and what was repaired."""

    title: str
    abstract: str
    raw_title: str | None = None
    raw_abstract: str | None = None
    damage: tuple[str, ...] = ()
    repairs: int = 0


def wording(title: object, abstract: object, *, mend: bool, title_needed: bool = True) -> Wording:
    """The texts of a record made fit for the store. Raises Unusable where there is no abstract or no title.

    `mend` also restores punctuation that a capture broke, which feeds that come from LaTeX do not need.
    """
    make = mended if mend else cleaned
    raw_title, raw_abstract = _title(title), _abstract(abstract)
    new_title, new_abstract = make(raw_title), make(raw_abstract)
    if not new_abstract.text:
        raise Unusable("no abstract")
    if title_needed and not new_title.text:
        raise Unusable("no title")
    repairs: Counter[str] = new_title.repairs + new_abstract.repairs
    return Wording(
        title=new_title.text,
        abstract=new_abstract.text,
        raw_title=_raw(raw_title, new_title),
        raw_abstract=_raw(raw_abstract, new_abstract),
        damage=(*(f"{what} ({count}×)" for what, count in repairs.items()),
                *dict.fromkeys(new_title.suspected + new_abstract.suspected)),
        repairs=repairs.total(),
    )  # fmt: skip


def _title(value: object) -> str:
    if value is None:
        return ""
    if type(value) in {int, float}:
        value = str(value)
    if not isinstance(value, str):
        raise Unusable("the title is not text")
    if len(value) > _LONGEST_TITLE:
        raise Unusable(f"the title is longer than {_LONGEST_TITLE} characters")
    return value


def _abstract(value: object) -> str:
    if not isinstance(value, str | None):
        raise Unusable("the abstract is not text")
    if value and len(value) > _LONGEST_ABSTRACT:
        raise Unusable(f"the abstract is longer than {_LONGEST_ABSTRACT} characters")
    return value or ""


def _raw(raw: str, result: Mended) -> str | None:
    return storable(raw) if result.repairs else None


@dataclass(slots=True)
class Collector:
    """Gathers what a parser finds; `batch` closes it."""

    source: str
    origin: Origin
    drafts: list[PaperDraft] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    repairs: int = 0

    def add(self, draft: PaperDraft, repairs: int) -> None:
        """One draft more, made with so many repairs. Raises TooLarge beyond the limit of records."""
        self.drafts.append(draft)
        self.repairs += repairs
        self._check_number()

    def reject(self, where: str, reason: str) -> None:
        """One record was left out. Raises TooLarge beyond the limit of records."""
        self.rejected.append(Rejection(where, reason))
        self._check_number()

    def batch(
        self, day: date | None = None, *, url: str | None = None, notes: tuple[str, ...] = (),
        empty_reason: str | None = None,
    ) -> SourceBatch:  # fmt: skip
        """What was gathered; `empty_reason` counts only where nothing was."""
        nothing = not self.drafts and not self.rejected
        return SourceBatch(
            source=self.source, drafts=tuple(self.drafts), day=day, url=url, rejected=tuple(self.rejected),
            repairs=self.repairs, notes=notes, empty_reason=empty_reason if nothing else None,
        )  # fmt: skip

    def _check_number(self) -> None:
        if len(self.drafts) + len(self.rejected) > MAX_RECORDS:
            raise TooLarge(f"{self.origin.name}: more than {MAX_RECORDS:,} records; split it into several files")


def shown(text: str, longest: int = 60) -> str:
    """The beginning of a text in quotes, fit for a message."""
    short = cleaned(text[: 4 * longest]).text
    return f"“{short[:longest]}…”" if len(short) > longest else f"“{short}”"
