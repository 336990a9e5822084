"""Scoping: which papers a question is asked of, by the scope given, the days that it names, or the answer before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from paperline.domain.questions import Earlier, NamedDays, named_days
from paperline.domain.scopes import Scope
from paperline.ports import UnitOfWork

_YEARS_BACK = 8


@dataclass(frozen=True, slots=True)
class Scoped:
    """The scope of a question, what to say about the choice, and the question without the words that made it."""

    scope: Scope
    note: str | None
    text: str


def scoped(unit: UnitOfWork, asked: str, given: Scope | None, today: date, earlier: Earlier | None) -> Scoped:
    """The scope: the papers of the answer before where it is meant, else the given one, narrowed by words of time.

    Words that the given scope does not allow are overruled by it, and the note says so. Without a given scope words of
    time decide, and without either the latest day that has papers. `today` without papers means that latest day.
    """
    named = named_days(asked, today)
    text = named.rest if named and any(char.isalnum() for char in named.rest) else asked
    if earlier is not None and earlier.paper_ids:
        return Scoped(Scope(papers=earlier.paper_ids), "Asked of the papers of the previous answer.", text)
    latest = unit.days.latest()
    if named is None:
        return Scoped(*_without_words(given, latest), asked)
    if given is not None:
        return Scoped(*_within(given, named, latest), text)
    return Scoped(*_by_words(unit, named, latest), text)


def _without_words(given: Scope | None, latest: date | None) -> tuple[Scope, str | None]:
    if given is not None:
        return given, None
    if latest is not None:
        return Scope.of_day(latest), f"No scope was given: asked of {latest}, the latest day that has papers."
    return Scope(), "No scope was given and no day is stored."


def _within(given: Scope, named: NamedDays, latest: date | None) -> tuple[Scope, str | None]:
    """The given scope, narrowed to the named days where they meet."""
    if given.papers:
        return given, f"The scope names papers: “{named.words}” was not read as days."
    if named.is_today:
        if given.first is not None and given.first == given.last:
            return given, f"“{named.words}” was read as {given.first}, the day that was given."
        if latest is not None and latest < named.first:
            named = replace(named, first=latest, last=latest)
    if named.weeks_open and (end := min((day for day in (given.last, latest) if day), default=None)):
        named = named.not_after(end)
    first, last = max(given.first or named.first, named.first), min(given.last or named.last, named.last)
    if first > last:
        return (
            given,
            f"The scope that was given was asked; “{named.words}” ({_days(named.first, named.last)}) lies outside it.",
        )
    if (first, last) == (given.first, given.last):
        return given, None
    return Scope(
        first=first, last=last
    ), f"“{named.words}” was read as {_days(first, last)}, within the scope that was given."


def _by_words(unit: UnitOfWork, named: NamedDays, latest: date | None) -> tuple[Scope, str | None]:
    scope = Scope.between(named.first, named.last)
    if named.is_today and latest is not None and not unit.days.within(scope):
        said = f"{named.first} has no papers yet" if latest < named.first else f"{named.first} has no papers"
        return Scope.of_day(latest), f"{said}: “{named.words}” was read as {latest}, the latest day that has papers."
    if named.weeks_open and latest is not None and latest < named.first:
        early = named.not_after(latest)
        note = f"“{named.words}” was read as {_days(early.first, early.last)}: nothing later than {latest} is stored."
        return Scope.between(early.first, early.last), note
    meant = named
    for _ in range(_YEARS_BACK if named.years_open else 0):
        if unit.days.within(Scope.between(meant.first, meant.last)):
            scope, named = Scope.between(meant.first, meant.last), meant
            break
        meant = meant.a_year_earlier()
    return scope, f"“{named.words}” was read as {_days(named.first, named.last)}."


def _days(first: date, last: date) -> str:
    return str(first) if first == last else f"{first} to {last}"
