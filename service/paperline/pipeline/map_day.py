"""Map a day: its papers as points of which those that are alike lie together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from paperline.domain.ranking.plane import plane_of
from paperline.pipeline.kept import Kept
from paperline.ports import Embedder, Records

_MOST_KEPT = 16

Places = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class MapDay:
    """Places are made once for each state of the store, and kept for the days that were looked at last. Thread-safe."""

    records: Records
    embedder: Callable[[], Embedder]
    _kept: Kept[tuple[date, int], Places] = field(default_factory=lambda: Kept(_MOST_KEPT))

    def run(self, day: date) -> Places:
        """Where each paper lies, by its id: x and y from 0 to 1. Papers without vectors have no place."""
        with self.records.reading() as unit:
            key = (day, unit.revision())
            if (kept := self._kept.get(key)) is not None:
                return kept
            vectors = unit.vectors.get_many(sorted(unit.days.paper_ids(day)), self.embedder().identity)
        ordered = sorted(vectors, key=lambda found: found.paper_id)
        places = dict(zip((found.paper_id for found in ordered), plane_of(ordered), strict=True))
        self._kept.put(key, places)
        return places
