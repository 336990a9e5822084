"""A vector index in memory that compares with every row: small, exact, and the oracle for the others."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from paperline.domain.ranking.vectors import EncoderIdentity, Matrix, unit
from paperline.ports import IndexRow


class ExactVectorIndex:
    """Holds its rows in memory only; safe to use from many threads."""

    def __init__(self, identity: EncoderIdentity) -> None:
        self.identity = identity
        self._rows: dict[tuple[str, int], Matrix] = {}
        self._mutex = threading.Lock()

    def put(self, rows: Sequence[IndexRow]) -> None:
        """The rows are in the index, each in place of an earlier row of the same passage."""
        with self._mutex:
            self._rows |= {(row.paper_id, row.ordinal): unit(row.vector) for row in rows}

    def remove(self, paper_ids: Sequence[str]) -> None:
        """No row of these papers is in the index."""
        gone = set(paper_ids)
        with self._mutex:
            self._rows = {key: vector for key, vector in self._rows.items() if key[0] not in gone}

    def query(self, vector: Matrix, limit: int) -> list[tuple[str, float]]:
        """Paper ids by their best passage's cosine, best first, ties by id."""
        with self._mutex:
            rows = dict(self._rows)
        if not rows:
            return []
        cosines = np.clip(np.array(list(rows.values())) @ unit(vector), -1.0, 1.0)
        best: dict[str, float] = {}
        for (paper_id, _), cosine in zip(rows, cosines.tolist(), strict=True):
            best[paper_id] = max(cosine, best.get(paper_id, cosine))
        return sorted(best.items(), key=lambda found: (-found[1], found[0]))[: max(0, limit)]

    def count(self) -> int:
        """How many rows the index holds."""
        return len(self._rows)

    def paper_ids(self) -> frozenset[str]:
        """The papers of which the index holds at least one row."""
        with self._mutex:
            return frozenset(paper_id for paper_id, _ in self._rows)

    def reset(self) -> None:
        """The index is empty."""
        with self._mutex:
            self._rows = {}

    def close(self) -> None:
        """Nothing to release."""
