"""The papers of a scope as matrices: every paper is scored exactly, in one product."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from paperline.domain.papers import Paper
from paperline.domain.ranking.bm25 import Bm25
from paperline.domain.ranking.terms import terms
from paperline.domain.ranking.vectors import Matrix, PaperVectors
from paperline.domain.retrieval import RetrievedPaper, ScoredSentence

# Weights measured on SciFact (train), see the retrieval suite.
_SENTENCE_SHARE = 0.7
_TITLE_WEIGHT = 0.15
_LEXICAL_WEIGHT = 0.85


class ScopeMatrix:
    """Passages, sentences, titles and terms of some papers, ready to be scored against any question."""

    def __init__(self, papers: Sequence[Paper], vectors: Sequence[PaperVectors]) -> None:
        """Papers without vectors are scored by their words alone."""
        self.papers = tuple(sorted(papers, key=lambda paper: paper.id))
        known = {item.paper_id: item for item in vectors}
        self._vectors = tuple(known.get(paper.id) for paper in self.papers)
        held = [item for item in self._vectors if item is not None]
        self._passages, self._passage_starts = _stack([item.passages for item in held])
        self._sentences, self._sentence_starts = _stack([item.sentences for item in held])
        self._titles = np.array([item.title for item in held], dtype=np.float32)
        self._rows = np.cumsum([item is not None for item in self._vectors]) - 1
        self._bm25 = Bm25([terms(f"{paper.title}\n{paper.abstract}") for paper in self.papers])

    def rank(self, question: str, vector: Matrix | None, *, detailed: int) -> list[RetrievedPaper]:
        """All papers, best first; the first `detailed` ones carry their scored sentences. `vector` (d,) may be missing."""
        asked = terms(question)
        lexical = self._bm25.scores(asked)
        cosines = self._sentences @ vector if vector is not None and len(self._sentences) else np.zeros(0, np.float32)
        dense = self._dense(vector, cosines)
        fused = ((dense + _LEXICAL_WEIGHT * lexical) / (1 + _LEXICAL_WEIGHT)).astype(np.float32)
        order = sorted(range(len(self.papers)), key=lambda i: (-float(fused[i]), self.papers[i].id))
        weights = {term: self._bm25.idf(term) for term in set(asked)}
        return [
            self._retrieved(index, fused, dense, lexical, weights, cosines if place < detailed else None)
            for place, index in enumerate(order)
        ]

    def _dense(self, vector: Matrix | None, cosines: Matrix) -> Matrix:
        dense = np.zeros(len(self.papers), dtype=np.float32)
        if vector is None or not len(self._titles):
            return dense
        passages = np.maximum.reduceat(self._passages @ vector, self._passage_starts)
        sentences = np.maximum.reduceat(cosines, self._sentence_starts)
        mixed = (1 - _SENTENCE_SHARE) * passages + _SENTENCE_SHARE * sentences
        mixed = (mixed + _TITLE_WEIGHT * (self._titles @ vector)) / (1 + _TITLE_WEIGHT)
        dense[[i for i, item in enumerate(self._vectors) if item is not None]] = mixed
        return dense

    def _retrieved(
        self,
        index: int,
        fused: Matrix,
        dense: Matrix,
        lexical: Matrix,
        weights: dict[str, float],
        cosines: Matrix | None,
    ) -> RetrievedPaper:
        paper, vectors = self.papers[index], self._vectors[index]
        sentences: tuple[ScoredSentence, ...] = ()
        if cosines is not None and vectors is not None:
            start = self._sentence_starts[self._rows[index]]
            own = cosines[start : start + len(vectors.sentence_spans)]
            title_terms = set(terms(paper.title))
            sentences = _scored_sentences(paper, vectors.sentence_spans, own, weights, title_terms)
        held = set(terms(f"{paper.title}\n{paper.abstract}")) if cosines is not None else set()
        return RetrievedPaper(
            paper, float(fused[index]), float(dense[index]), float(lexical[index]), _coverage(weights, held), sentences
        )


def _scored_sentences(
    paper: Paper, spans: Sequence[tuple[int, int]], cosines: Matrix, weights: dict[str, float], title_terms: set[str]
) -> tuple[ScoredSentence, ...]:
    """The sentences, best first. A term of the title counts as half held: abstracts speak of their subject as "it"."""
    scored = []
    for ordinal, (start, end) in enumerate(spans):
        text = paper.abstract[start:end]
        held = set(terms(text))
        covered = _coverage(weights, held) + 0.5 * _coverage(weights, title_terms - held)
        cosine = float(cosines[ordinal])
        scored.append(ScoredSentence(ordinal, start, end, text, cosine + 0.5 * covered, cosine, covered))
    return tuple(sorted(scored, key=lambda sentence: (-sentence.score, sentence.ordinal)))


def _coverage(weights: dict[str, float], held: set[str]) -> float:
    """The share of the question's terms, weighted by rarity, that are held; 0 for a question without terms."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0


def _stack(parts: Sequence[Matrix]) -> tuple[Matrix, list[int]]:
    """The parts as one matrix and the row at which each begins; every part has at least one row."""
    if not parts:
        return np.zeros((0, 1), dtype=np.float32), []
    starts = np.cumsum([0, *(len(part) for part in parts)])[:-1]
    return np.concatenate(parts), [int(start) for start in starts]
