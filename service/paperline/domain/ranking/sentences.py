"""The sentences of some papers, ready to be compared with any question: which hold which terms, and their vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from paperline.domain.papers import Paper
from paperline.domain.ranking.terms import terms
from paperline.domain.ranking.vectors import Matrix, PaperVectors
from paperline.domain.retrieval import ScoredSentence
from paperline.domain.text import split_sentences

_COVERAGE_SHARE = 0.5
_OF_TITLE = 0.5
_MOST_SHARES = 500  # terms; four bytes a sentence each


class SentenceTable:
    """Every sentence of the papers, in the order of the papers and their abstracts."""

    def __init__(self, papers: Sequence[Paper], vectors: Sequence[PaperVectors | None]) -> None:
        """A paper without vectors has its sentences split here; their cosines are zero."""
        spans = [
            item.sentence_spans if item else tuple((s.start, s.end) for s in split_sentences(paper.abstract))
            for paper, item in zip(papers, vectors, strict=True)
        ]
        self._texts = [paper.abstract[a:b] for paper, own in zip(papers, spans, strict=True) for a, b in own]
        self._spans = [span for own in spans for span in own]
        counts = np.array([len(own) for own in spans], dtype=np.intp)
        self.starts = np.concatenate([np.zeros(1, dtype=np.intp), np.cumsum(counts)])
        self._rows = np.repeat(np.array([item is not None for item in vectors], dtype=bool), counts)
        self._shares: dict[str, Matrix] = {}  # of the terms that questions have
        self._titled: dict[str, list[int]] = {}
        for index, paper in enumerate(papers):
            for term in set(terms(paper.title)):
                self._titled.setdefault(term, []).extend(self.of_paper(index))
        self.terms = [terms(text) for text in self._texts]
        self._postings: dict[str, list[int]] = {}
        for index, own_terms in enumerate(self.terms):
            for term in set(own_terms):
                self._postings.setdefault(term, []).append(index)

    def of_paper(self, index: int) -> range:
        """Where the sentences of a paper stand."""
        return range(int(self.starts[index]), int(self.starts[index + 1]))

    def cosines(self, known: Matrix) -> Matrix:
        """The cosines of the sentences that have vectors, spread over all; the others have zero."""
        spread = np.zeros(len(self._texts), dtype=np.float32)
        if len(known):
            spread[self._rows] = known
        return spread

    def coverages(self, weights: Mapping[str, float]) -> Matrix:
        """For each sentence the share of the weighted terms that it holds, 0 without terms.

        A term of the title counts as half held: abstracts speak of their subject as "it".
        """
        covered = np.zeros(len(self._texts), dtype=np.float32)
        total = sum(weights.values())
        for term, weight in weights.items():
            covered += np.float32(weight) * self._share(term)
        return covered / np.float32(total) if total else covered

    def _share(self, term: str) -> Matrix:
        """How much of a term each sentence holds."""
        if (share := self._shares.get(term)) is None:
            share = np.zeros(len(self._texts), dtype=np.float32)
            share[self._titled.get(term, [])] = _OF_TITLE
            share[self._postings.get(term, [])] = 1.0
            if len(self._shares) < _MOST_SHARES:
                self._shares[term] = share
        return share

    def scored(self, index: int, cosines: Matrix, coverages: Matrix) -> tuple[ScoredSentence, ...]:
        """The sentences of a paper, best first, ties in their order."""
        rows = self.of_paper(index)
        here = slice(rows.start, rows.stop)
        dense, covered = cosines[here].tolist(), coverages[here].tolist()
        scores = [cosine + _COVERAGE_SHARE * share for cosine, share in zip(dense, covered, strict=True)]
        order = sorted(range(len(rows)), key=lambda ordinal: -scores[ordinal])  # stable: ties in their order
        return tuple(
            ScoredSentence(
                ordinal, *self._spans[rows[ordinal]], self._texts[rows[ordinal]],
                scores[ordinal], dense[ordinal], covered[ordinal],
            )
            for ordinal in order
        )  # fmt: skip
