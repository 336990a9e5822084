"""The vector index as the inside needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from paperline.domain.ranking.vectors import Matrix


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A passage in the vector index: `{paper_id}#{ordinal}`, and its unit vector (d,)."""

    paper_id: str
    ordinal: int
    vector: Matrix


class VectorIndex(Protocol):
    """A rebuildable index over passage vectors for questions to the whole archive."""

    def put(self, rows: Sequence[IndexRow]) -> None:
        """The rows are in the index, each in place of an earlier row of the same passage."""

    def remove(self, paper_ids: Sequence[str]) -> None:
        """No row of these papers is in the index; unknown ids are fine."""

    def query(self, vector: Matrix, limit: int) -> list[tuple[str, float]]:
        """Paper ids by their best passage's cosine, best first, ties by id."""

    def count(self) -> int:
        """How many rows the index holds."""

    def paper_ids(self) -> frozenset[str]:
        """The papers of which the index holds at least one row."""

    def reset(self) -> None:
        """The index is empty and belongs to this encoder."""

    def close(self) -> None:
        """The index and its lock are released."""
