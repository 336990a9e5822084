"""Orders of a corpus: ours, and those of its two halves, words and vectors, each alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.folds import FOLDS, fold_of
from evals.scorers.ranking import ndcg
from evals.solvers.encoding import encoder
from evals.solvers.vectors import vectors_of
from paperline.domain.answers import RetrievalMode
from paperline.domain.papers import Paper
from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.ranking.vectors import Matrix
from paperline.domain.retrieval import Retrieved, RetrievedPaper

OURS, BM25, DENSE, FUSED = "ours", "BM25 alone", "dense alone", "dense + weight × BM25, weight out of fold"
_WEIGHTS = tuple(step / 20 for step in range(41))
_DETAILED = 40


@dataclass(frozen=True, slots=True)
class Scores:
    """A query's scores of every paper, in the order of the matrix's papers."""

    ours: Matrix
    dense: Matrix
    lexical: Matrix


class Corpus:
    """Papers with their vectors, to be ranked exactly, whatever their number."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._matrix = ScopeMatrix(papers, vectors_of(papers))
        self.ids = tuple(paper.id for paper in self._matrix.papers)
        self._places = {identity: place for place, identity in enumerate(self.ids)}

    def scores(self, query: str) -> Scores:
        """What every paper scores."""
        table = np.zeros((3, len(self.ids)), dtype=np.float32)
        for paper in self._matrix.rank(query, encoder().encode_query(query), detailed=0):
            table[:, self._places[paper.paper.id]] = paper.score, paper.dense, paper.lexical
        return Scores(*table)

    def retrieved(self, query: str, paper_id: str) -> Retrieved:
        """What an answerer would be handed: the best papers of the whole corpus, and the given one wherever it stands."""
        ranked = self._matrix.rank(query, encoder().encode_query(query), detailed=_DETAILED)
        place = next(place for place, paper in enumerate(ranked) if paper.paper.id == paper_id)
        if place >= _DETAILED:
            ranked = self._matrix.rank(query, encoder().encode_query(query), detailed=place + 1)
        papers = (*ranked[:_DETAILED], *([ranked[place]] if place >= _DETAILED else []))
        rarity, holders = self._matrix.rarity(query), self._matrix.holders(query)
        return Retrieved(papers, RetrievalMode.HYBRID, len(ranked), len(ranked), None, rarity, holders)

    def first(self, query: str, depth: int) -> list[RetrievedPaper]:
        """The first papers with their sentences, as an answerer gets them."""
        return self._matrix.rank(query, encoder().encode_query(query), detailed=depth)[:depth]

    def best(self, values: Matrix, depth: int = 10) -> list[str]:
        """The ids with the highest values, ties by id."""
        return [self.ids[place] for place in np.argsort(-values, kind="stable")[:depth]]


def fused_out_of_fold(
    corpus: Corpus, keys: Sequence[str], scores: Sequence[Scores], relevant: Sequence[Sequence[str]]
) -> list[float]:
    """Each query's nDCG@10 with the lexical weight that is best over the other folds."""
    gains = np.array([
        [ndcg(corpus.best(own.dense + weight * own.lexical), wanted) for weight in _WEIGHTS]
        for own, wanted in zip(scores, relevant, strict=True)
    ])  # fmt: skip
    folds = np.array([fold_of(key) for key in keys])
    judged = np.zeros(len(keys))
    for fold in range(FOLDS):
        held = folds == fold
        rest = gains[~held] if (~held).any() else gains
        judged[held] = gains[held, int(rest.mean(axis=0).argmax())]
    return [float(value) for value in judged]
