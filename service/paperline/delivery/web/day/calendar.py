"""The calendar: the days of a month by weeks, those that are stored with what they hold."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paperline.domain.days import DayEntry
from paperline.domain.scopes import Scope
from paperline.ports import Records

_MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the month; `entry` is None where nothing is stored of it."""

    date: date
    entry: DayEntry | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month by weeks from Monday; None stands for the days of other months. `earlier` and `later` have stored days."""

    month: date
    weeks: tuple[tuple[CalendarDay | None, ...], ...]
    earlier: date | None
    later: date | None


@dataclass(frozen=True, slots=True)
class DayLinks:
    """The days with papers before and after a day, and the calendar of a month."""

    previous: date | None
    next: date | None
    calendar: Calendar


def links_around(records: Records, day: date, month: date) -> DayLinks:
    """What is stored around the day, and in the month that begins on `month`."""
    start, end = _bounds(month)
    with records.reading() as unit:
        entries = unit.days.listed(end, _MOST_DAYS)
        before = unit.days.within(Scope(last=_beside(day, -1)))
        after = unit.days.within(Scope(first=_beside(day, 1)))
        earlier = unit.days.listed(start, 1)
        later = unit.days.within(Scope(first=end))
    return DayLinks(
        before[-1] if before else None,
        after[0] if after else None,
        Calendar(
            start, _weeks(start, entries),
            earlier[0].date.replace(day=1) if earlier else None, later[0].replace(day=1) if later else None,
        ),
    )  # fmt: skip


def _bounds(month: date) -> tuple[date, date]:
    """The first of the month and of the next; the last month that there is ends a day early."""
    length = calendar.monthrange(month.year, month.month)[1]
    return month.replace(day=1), _beside(month.replace(day=length), 1)


def _beside(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _weeks(month: date, entries: Sequence[DayEntry]) -> tuple[tuple[CalendarDay | None, ...], ...]:
    stored = {entry.date: entry for entry in entries}
    return tuple(
        tuple(CalendarDay(month.replace(day=day), stored.get(month.replace(day=day))) if day else None for day in week)
        for week in calendar.Calendar().monthdayscalendar(month.year, month.month)
    )
