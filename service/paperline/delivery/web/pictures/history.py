"""The history: how many papers the last days held, and which themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paperline.bootstrap import Services
from paperline.domain.days import Day, DayEntry
from paperline.domain.themes import themes_of

DAYS = 30
_MOST_PAPERS = 3_000  # what more days hold is counted, but not read for themes
_MOST_THEMES = 12
WIDTH, HEIGHT = 960, 180


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the plot; `entry` is None where nothing is stored of it."""

    date: date
    entry: DayEntry | None
    x: float
    y: float
    width: float
    height: float

    @property
    def is_weekend(self) -> bool:
        """Whether arXiv announces nothing that day."""
        return self.date.weekday() >= 5


@dataclass(frozen=True, slots=True)
class ThemeHistory:
    """How many papers of each day (oldest first) are about a theme."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The last thirty dates up to the newest day, and the themes of those days that were read."""

    bars: tuple[Bar, ...]
    days: tuple[date, ...]
    themes: tuple[ThemeHistory, ...]


def history(services: Services) -> History:
    """Read from the store; empty where no day is stored."""
    with services.records.reading() as unit:
        entries = {entry.date: entry for entry in unit.days.listed(None, DAYS)}
    if not entries:
        return History((), (), ())
    newest = max(entries)
    dates = [newest - timedelta(days=back) for back in reversed(range(DAYS))]
    read: list[Day] = []
    for day in sorted((day for day in dates if day in entries), reverse=True):
        if sum(len(found.papers) for found in read) + entries[day].paper_count > _MOST_PAPERS:
            break
        read.insert(0, services.read.day(day))
    return History(_bars(dates, entries), tuple(day.entry.date for day in read), _themes(read))


def _bars(dates: Sequence[date], entries: dict[date, DayEntry]) -> tuple[Bar, ...]:
    most = max(entries[day].paper_count for day in dates if day in entries) or 1
    step = WIDTH / len(dates)
    bars = []
    for place, day in enumerate(dates):
        entry = entries.get(day)
        height = round((HEIGHT - 24) * entry.paper_count / most, 1) if entry else 0.0
        bars.append(Bar(day, entry, round(place * step + 2, 1), HEIGHT - height, round(step - 4, 1), height))
    return tuple(bars)


def _themes(days: Sequence[Day]) -> tuple[ThemeHistory, ...]:
    """What the papers of all these days share, counted day by day."""
    of_day = [{found.paper.id for found in day.papers} for day in days]
    papers = {found.paper.id: found for day in days for found in day.papers}
    shared = themes_of(papers.values())[:_MOST_THEMES]
    return tuple(
        ThemeHistory(theme.label, tuple(len(ids.intersection(theme.paper_ids)) for ids in of_day)) for theme in shared
    )
