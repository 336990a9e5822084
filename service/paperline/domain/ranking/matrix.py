"""The papers of a scope as matrices: every paper is scored exactly, in one product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from paperline.domain.papers import Paper
from paperline.domain.ranking.bm25 import Bm25
from paperline.domain.ranking.sentences import SentenceTable
from paperline.domain.ranking.terms import asked_terms, terms
from paperline.domain.ranking.vectors import Matrix, PaperVectors, unit, unit_mean
from paperline.domain.retrieval import RetrievedPaper

# Weights measured on SciFact (train), see the retrieval suite.
_SENTENCE_SHARE = 0.7
_TITLE_WEIGHT = 0.15
LEXICAL_WEIGHT = 0.85


class ScopeMatrix:
    """Passages, sentences, titles and terms of some papers, ready to be scored against any question."""

    def __init__(self, papers: Sequence[Paper], vectors: Sequence[PaperVectors]) -> None:
        """Papers without vectors are scored by their words alone."""
        self.papers = tuple(sorted(papers, key=lambda paper: paper.id))
        known = {item.paper_id: item for item in vectors}
        aligned = [known.get(paper.id) for paper in self.papers]
        held = [item for item in aligned if item is not None]
        self._known = np.array([place for place, item in enumerate(aligned) if item is not None], dtype=np.intp)
        self._passages, self._passage_starts = _stack([item.passages for item in held])
        self._sentences, self._sentence_starts = _stack([item.sentences for item in held])
        self._titles = np.array([item.title for item in held], dtype=np.float32)
        self._centres = unit(np.array([unit_mean(item.passages) for item in held], dtype=np.float32)) if held else None
        self._table = SentenceTable(self.papers, aligned)
        self._bm25 = Bm25([self._paper_terms(index) for index in range(len(self.papers))])

    @property
    def has_vectors(self) -> bool:
        """Whether any of the papers, if there are some, can be compared by meaning."""
        return len(self._known) > 0 or not self.papers

    def rank(self, question: str, vector: Matrix | None, *, detailed: int) -> list[RetrievedPaper]:
        """All papers, best first; the first `detailed` ones carry their scored sentences. `vector` (d,) may be missing."""
        asked = asked_terms(question)
        weights = self.rarity(question)
        lexical = self._bm25.scores(asked)
        known = self._sentences @ vector if vector is not None and len(self._sentences) else np.zeros(0, np.float32)
        dense = self._dense(vector, known)
        fused = ((dense + LEXICAL_WEIGHT * lexical) / (1 + LEXICAL_WEIGHT)).astype(np.float32)
        covered = self._covered(weights)
        cosines, coverages = self._table.cosines(known), self._table.coverages(weights)
        order = np.argsort(-fused, kind="stable").tolist()  # the papers are sorted by id, so ties are too
        scores = zip(fused.tolist(), dense.tolist(), lexical.tolist(), covered.tolist(), strict=True)
        scored = list(zip(self.papers, scores, strict=True))
        found = []
        for place, index in enumerate(order):
            paper, (score, by_meaning, by_words, share) = scored[index]
            sentences = self._table.scored(index, cosines, coverages) if place < detailed else ()
            found.append(RetrievedPaper(paper, score, by_meaning, by_words, share, sentences))
        return found

    def rarity(self, question: str) -> dict[str, float]:
        """The question's terms, each with how rare it is among these papers."""
        return {term: self._bm25.idf(term) for term in dict.fromkeys(asked_terms(question))}

    def holders(self, question: str) -> dict[str, int]:
        """The question's terms, each with how many of these papers hold it."""
        return {term: len(self._bm25.holders(term)) for term in dict.fromkeys(asked_terms(question))}

    @cached_property
    def representatives(self) -> tuple[int, ...]:
        """Up to four papers that together are nearest to all, the one that stands for most first.

        Facility location, chosen greedily (Nemhauser, Wolsey and Fisher 1978) on the cosines of mean passages.
        """
        if self._centres is None:
            return tuple(range(min(4, len(self.papers))))
        likeness = self._centres @ self._centres.T
        reached = np.zeros(len(likeness), dtype=np.float32)
        chosen: list[int] = []
        for _ in range(min(4, len(likeness))):
            gains = np.maximum(likeness, reached).sum(axis=1)
            gains[chosen] = -np.inf
            chosen.append(int(gains.argmax()))
            reached = np.maximum(reached, likeness[chosen[-1]])
        return tuple(int(self._known[place]) for place in chosen)

    def central(self) -> list[RetrievedPaper]:
        """The representatives first, in their order, then the others by id; all with their sentences, none scored."""
        nothing = self._table.cosines(np.zeros(0, np.float32))
        order = dict.fromkeys([*self.representatives, *range(len(self.papers))])
        return [
            RetrievedPaper(self.papers[index], 0.0, 0.0, 0.0, 0.0, self._table.scored(index, nothing, nothing))
            for index in order
        ]

    def _dense(self, vector: Matrix | None, cosines: Matrix) -> Matrix:
        dense = np.zeros(len(self.papers), dtype=np.float32)
        if vector is None or not len(self._titles):
            return dense
        passages = np.maximum.reduceat(self._passages @ vector, self._passage_starts)
        sentences = np.maximum.reduceat(cosines, self._sentence_starts)
        mixed = (1 - _SENTENCE_SHARE) * passages + _SENTENCE_SHARE * sentences
        dense[self._known] = (mixed + _TITLE_WEIGHT * (self._titles @ vector)) / (1 + _TITLE_WEIGHT)
        return dense

    def _covered(self, weights: Mapping[str, float]) -> Matrix:
        """The share of the question's terms, weighted by rarity, that each paper holds; 0 for a question without terms."""
        covered = np.zeros(len(self.papers), dtype=np.float32)
        for term, weight in weights.items():
            covered[self._bm25.holders(term)] += np.float32(weight)
        total = sum(weights.values())
        return covered / np.float32(total) if total else covered

    def _paper_terms(self, index: int) -> list[str]:
        own = [term for row in self._table.of_paper(index) for term in self._table.terms[row]]
        return terms(self.papers[index].title) + own


def _stack(parts: Sequence[Matrix]) -> tuple[Matrix, list[int]]:
    """The parts as one matrix and the row at which each begins; every part has at least one row."""
    if not parts:
        return np.zeros((0, 1), dtype=np.float32), []
    starts = np.cumsum([0, *(len(part) for part in parts)])[:-1]
    return np.concatenate(parts), [int(start) for start in starts]
