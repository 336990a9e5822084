"""BM25 over a small set of texts held in memory."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paperline.domain.ranking.vectors import Matrix

Indices = NDArray[np.intp]

_K1 = 1.2
_B = 0.75
_NOWHERE, _NEVER = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)


class Bm25:
    """Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), k1 = 1.2, b = 0.75."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """`documents` are terms, as `terms` gives them."""
        lengths = np.array([len(document) for document in documents], dtype=np.float32)
        mean = float(lengths.mean()) if len(lengths) else 1.0
        self._count = len(documents)
        self._norms = _K1 * (1 - _B + _B * lengths / max(mean, 1e-9))
        postings: dict[str, tuple[list[int], list[int]]] = {}
        for index, document in enumerate(documents):
            for term, frequency in Counter(document).items():
                held = postings.setdefault(term, ([], []))
                held[0].append(index)
                held[1].append(frequency)
        self._lists = postings
        self._arrays: dict[str, tuple[Indices, Matrix]] = {}  # only of the terms that questions have

    def idf(self, term: str) -> float:
        """How rare the term is; a term in no document is the rarest."""
        return rarity(self._count, len(self.holders(term)))

    def holders(self, term: str) -> Indices:
        """The documents that hold the term, in order."""
        return self._postings(term)[0]

    def scores(self, query: Sequence[str]) -> Matrix:
        """A score (documents,) between 0 and 1: BM25 over the most that a document could reach for this query."""
        total = np.zeros(self._count, dtype=np.float32)
        bound = 0.0
        for term in sorted(set(query)):
            weight = self.idf(term)
            bound += weight * (_K1 + 1)
            where, often = self._postings(term)
            if len(where):
                total[where] += weight * often * (_K1 + 1) / (often + self._norms[where])
        return total / np.float32(bound) if bound else total

    def _postings(self, term: str) -> tuple[Indices, Matrix]:
        """The documents that hold a term, and how often each does."""
        if term not in self._lists:
            return _NOWHERE, _NEVER
        if (held := self._arrays.get(term)) is None:
            where, often = self._lists[term]
            held = self._arrays[term] = (np.array(where, dtype=np.intp), np.array(often, dtype=np.float32))
        return held


def rarity(documents: int, holders: int) -> float:
    """How rare a term is that so many of the documents hold: Robertson's inverse document frequency, never below 0."""
    return math.log(1 + (documents - holders + 0.5) / (holders + 0.5))
