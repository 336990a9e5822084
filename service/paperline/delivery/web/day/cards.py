"""Cards: a paper of a day with what the list says of it beside its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from paperline.delivery.wording import source_name
from paperline.domain.days import DayPaper
from paperline.domain.papers import SourceRecord
from paperline.domain.summaries import PartRole

_KINDS_OF_LISTING = {
    "new": "new", "cross": "cross", "replace": "replaced", "replace-cross": "replaced", "absonly": "replaced",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Where a source shows the paper."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """A paper at its place in the day's order; upvotes and comments are None where no source counts them.

    `arrived` is when the day's list first brought it, in seconds since 1970. `finding` is the shorter reading: what
    came of the work, else the whole line.
    """

    found: DayPaper
    place: int
    upvotes: int | None
    comments: int | None
    pages: tuple[SourcePage, ...]
    arrived: int | None
    finding: str | None
    kinds: frozenset[str]
    listed: frozenset[str]
    writers: frozenset[str]
    checks: frozenset[str]
    themes: frozenset[str]

    @classmethod
    def of(cls, found: DayPaper, day: date, place: int, themes: frozenset[str]) -> Card:
        """The card of a paper in that day's list."""
        records = [record for record in found.paper.sources if record.day == day] or list(found.paper.sources)
        moments = [record.retrieved_at for record in records if record.retrieved_at]
        return cls(
            found, place,
            upvotes=max((record.upvotes for record in records if record.upvotes is not None), default=None),
            comments=max((record.comments for record in records if record.comments is not None), default=None),
            pages=_pages(found, records),
            arrived=int(min(moments).timestamp()) if moments else None,
            finding=_finding(found),
            kinds=frozenset(claim.kind.value for claim in found.summary.claims) if found.summary else frozenset(),
            listed=frozenset(
                _KINDS_OF_LISTING[record.announce_type] for record in records
                if record.announce_type in _KINDS_OF_LISTING
            ),
            writers=_writers(found),
            checks=_checks(found),
            themes=themes,
        )  # fmt: skip


def _pages(found: DayPaper, records: list[SourceRecord]) -> tuple[SourcePage, ...]:
    """The sources' own pages of the paper that no other link leads to."""
    other = {found.paper.links.abstract, found.paper.links.pdf, found.paper.links.code, found.paper.links.project}
    pages = {record.url: SourcePage(source_name(record.source), record.url) for record in records if record.url}
    return tuple(page for url, page in pages.items() if url not in other)


def _finding(found: DayPaper) -> str | None:
    if found.summary is None:
        return None
    line = found.summary.tldr
    return next((part.text for part in line.parts if part.role is PartRole.FINDING and part.text), line.text)


def _writers(found: DayPaper) -> frozenset[str]:
    if found.summary is None:
        return frozenset({"none"})
    return frozenset({"fallback" if found.summary.provenance.fallback else found.summary.tldr.engine.value})


def _checks(found: DayPaper) -> frozenset[str]:
    if found.summary is None:
        return frozenset()
    every = [found.summary.tldr.checks, *(claim.checks for claim in found.summary.claims)]
    return frozenset({"passed" if all(checks.passed for checks in every) else "failed"})
