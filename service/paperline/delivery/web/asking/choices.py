"""The papers that a question can be put to from a page, as the choices of its question box."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paperline.delivery.web.dates import short_date
from paperline.delivery.wording import counted
from paperline.domain.scopes import Scope

MOST_PAPERS = 100


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """One choice: the value that the form sends, its words, and its scope as the API wants it (None: it is not fixed)."""

    value: str
    words: str
    scope: str | None


@dataclass(frozen=True, slots=True)
class ScopeChoices:
    """The choices of a box, which is chosen, and what the form sends beside the choice."""

    offered: tuple[ScopeChoice, ...]
    chosen: str
    day: date | None
    first: str
    last: str
    papers: tuple[str, ...]


def scope_choices(
    *, day: date | None = None, first: str = "", last: str = "", papers: Sequence[str] = (),
    answered: Sequence[str] = (), chosen: str = "",
) -> ScopeChoices:  # fmt: skip
    """The narrowest first: papers, those of an answer, a day and its week, a range, everything; the first fits by default."""
    if len(papers) > MOST_PAPERS:
        papers = ()
    offered = (*_of_papers(papers, answered), *_of_day(day), *_wide())
    values = [choice.value for choice in offered]
    preset = "range" if (first or last) and not papers else values[0]
    return ScopeChoices(offered, chosen if chosen in values else preset, day, first, last, tuple(papers))


def choices_after(scope: Scope, answered: Sequence[str], latest: date | None) -> ScopeChoices:
    """The choices for a question that follows an answer: its own scope is chosen, its papers are offered."""
    one_day = scope.first if scope.first == scope.last else None
    chosen = "papers" if scope.papers else "day" if one_day else "" if scope.first or scope.last else "all"
    first, last = (None, None) if one_day else (scope.first, scope.last)
    return scope_choices(
        day=one_day or latest, first=str(first or ""), last=str(last or ""), papers=scope.papers, answered=answered,
        chosen=chosen,
    )  # fmt: skip


def week_to(day: date) -> Scope:
    """The seven days that end with this one."""
    return Scope.between(day - min(timedelta(days=6), day - date.min), day)


def scope_words(scope: Scope) -> str:
    """A scope as a reader says it: `11 December 2025`, `5 to 11 December 2025`, `every stored day`."""
    first, last = scope.first, scope.last
    if scope.papers:
        return "one paper" if len(scope.papers) == 1 else f"{len(scope.papers):,} papers"
    if first and last:
        return short_date(first) if first == last else f"{_start(first, last)} to {short_date(last)}"
    if first or last:
        return f"{short_date(first)} and later" if first else f"up to {short_date(last)}" if last else ""
    return "every stored day"


def _of_papers(papers: Sequence[str], answered: Sequence[str]) -> Iterator[ScopeChoice]:
    if papers:
        words = "This paper" if len(papers) == 1 else f"These {counted(len(papers), 'paper')}"
        yield ScopeChoice("papers", words, _json(Scope(papers=tuple(papers))))
    if answered and tuple(answered) != tuple(papers):
        words = "The paper of this answer" if len(answered) == 1 else f"The {len(answered)} papers of this answer"
        yield ScopeChoice("answer", words, _json(Scope(papers=tuple(answered))))


def _of_day(day: date | None) -> Iterator[ScopeChoice]:
    if day is None:
        yield ScopeChoice("latest", "The latest day", None)
        return
    yield ScopeChoice("day", short_date(day), _json(Scope.of_day(day)))
    yield ScopeChoice("week", f"7 days to {short_date(day)}", _json(week_to(day)))


def _wide() -> Iterator[ScopeChoice]:
    yield ScopeChoice("range", "From one day to another …", None)
    yield ScopeChoice("all", "Every stored day", _json(Scope()))


def _json(scope: Scope) -> str:
    return json.dumps(scope.as_json(), separators=(",", ":"))


def _start(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return str(first.day)
    return f"{first.day} {first:%B}" if first.year == last.year else short_date(first)
