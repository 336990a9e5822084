"""The map of a day: where its papers and the names of its themes stand in the picture, in the picture's own units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from paperline.domain.days import Day, DayPaper
from paperline.domain.themes import Theme, themes_of

WIDTH, HEIGHT = 960, 620
MOST_THEMES = 8  # so many markers can be told apart
_MARGIN = 40
_LINE_HEIGHT = 20
_CHARACTER = 8.2  # about the width of one in a theme's name
_MOST_SHOWN = 70


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A paper at its place; `theme` is the number of the theme that it is drawn as, 0 for none.

    `anchor` is the side on which its name has room.
    """

    found: DayPaper
    x: float
    y: float
    theme: int
    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class MapTheme:
    """A theme in the picture: its number, its name's place, None where none of its papers is drawn as it."""

    number: int
    theme: Theme
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True)
class DayMap:
    """The points in the order of their themes, as one goes through them by key, and the themes."""

    points: tuple[MapPoint, ...]
    themes: tuple[MapTheme, ...]
    unplaced: int


def day_map(day: Day, places: Mapping[str, tuple[float, float]]) -> DayMap:
    """The picture of the papers that have a place."""
    found = themes_of(day.papers)[:MOST_THEMES]
    drawn = _drawn_as(found)
    points = [
        _point(paper, places[paper.paper.id], drawn.get(paper.paper.id, 0))
        for paper in day.papers
        if paper.paper.id in places
    ]
    points.sort(key=lambda point: (point.theme or MOST_THEMES + 1, point.y, point.x))
    return DayMap(tuple(points), _named(found, points), len(day.papers) - len(points))


def _drawn_as(found: Sequence[Theme]) -> dict[str, int]:
    """The number of each paper's theme: of several the smallest, which says most of it."""
    drawn: dict[str, int] = {}
    for number, theme in sorted(enumerate(found, start=1), key=lambda each: -len(each[1].paper_ids)):
        drawn.update(dict.fromkeys(theme.paper_ids, number))
    return drawn


def _point(found: DayPaper, place: tuple[float, float], theme: int) -> MapPoint:
    x = round(_MARGIN + place[0] * (WIDTH - 2 * _MARGIN), 1)
    y = round(_MARGIN + place[1] * (HEIGHT - 2 * _MARGIN), 1)
    title = found.paper.title or "(no title)"
    name = title if len(title) <= _MOST_SHOWN else f"{title[: _MOST_SHOWN - 1].rstrip()}…"
    anchor = "start" if x < WIDTH / 3 else "end" if x > WIDTH * 2 / 3 else "middle"
    return MapPoint(found, x, y, theme, name, anchor)


def _named(found: Sequence[Theme], points: Sequence[MapPoint]) -> tuple[MapTheme, ...]:
    """The names stand in the middle of their papers, moved down where another one is in the way."""
    placed: list[tuple[float, float, float]] = []
    named = []
    for number, theme in enumerate(found, start=1):
        own = [point for point in points if point.theme == number]
        if not own:
            named.append(MapTheme(number, theme, None, None))
            continue
        half = len(theme.label) * _CHARACTER / 2
        x = min(max(median(point.x for point in own), half + 4), WIDTH - half - 4)
        y = median(point.y for point in own) - 14
        while any(
            abs(y - other_y) < _LINE_HEIGHT and abs(x - other_x) < half + other for other_x, other_y, other in placed
        ):
            y += _LINE_HEIGHT
        placed.append((x, y, half))
        named.append(MapTheme(number, theme, round(x, 1), round(min(max(y, 16), HEIGHT - 6), 1)))
    return tuple(named)
