"""Rows: what the answerer sees of each question, kept so that any weights can be tried on it without asking again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evals.asking.predictions import states
from evals.folds import fold_of
from evals.solvers.encoding import encoder
from evals.solvers.vectors import vectors_of
from evals.training.answers.asked import Asked, weights
from paperline.domain.answers import AnswerKind, RetrievalMode
from paperline.domain.papers import Paper
from paperline.domain.questions import read_question
from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.ranking.vectors import PaperVectors
from paperline.domain.retrieval import Retrieved
from paperline.engines.embedded.answering.confidence import Standing, Weights
from paperline.engines.embedded.answering.evidence import EXPLAINED, Asking, Evidence, asking, probability_of, weighed
from paperline.engines.embedded.answering.extracting import chosen_of, with_shared_names
from paperline.engines.embedded.answering.standing import standing_of

_DETAILED = 20
_SEEN = 8
_MATRICES = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A question, the sentences that were weighed for its first part, and the best of what was retrieved."""

    asked: Asked
    weight: float
    asking: Asking
    evidence: tuple[Evidence, ...]
    retrieved: Retrieved

    @property
    def fold(self) -> int:
        """The fold of the question."""
        return fold_of(self.asked.key)

    @property
    def explains(self) -> bool:
        """Whether what something is or how it works is asked."""
        return self.asking.part.asks in EXPLAINED

    def is_gold(self, item: Evidence) -> bool:
        """Whether a sentence is one that answers, or stands in the abstract that does."""
        return states((item.paper.paper.id, item.sentence.start, item.sentence.end), self.asked.gold)

    def judged(self, fitted: Weights) -> tuple[Standing, bool]:
        """How the best sentence stands by these weights, and whether an answer would cite one that answers."""
        found = sorted(
            (replace(item, probability=probability_of(self.asking, item.features, fitted)) for item in self.evidence),
            key=lambda item: (-item.probability, item.paper.paper.id, item.sentence.ordinal),
        )  # fmt: skip
        right = bool(found) and any(map(self.is_gold, chosen_of(found, self.asking)))
        return standing_of(self.asking, found, self.retrieved), right


def rows_of(found: Sequence[Asked], fitted: Weights) -> Iterator[Row]:
    """A row for every question that asks for a statement."""
    known: dict[str, PaperVectors] = {}
    matrices: OrderedDict[tuple[str, ...], ScopeMatrix] = OrderedDict()
    for item, weight in zip(found, weights(found), strict=True):
        question = read_question(item.question)
        if question.kind is not AnswerKind.EXTRACT or question.overview:
            continue
        retrieved = _retrieved(item, _matrix(item.pool, known, matrices))
        part = with_shared_names(question.parts)[0]
        asked = asking(part, retrieved, refers_back=False)
        evidence = tuple(weighed(asked, retrieved, fitted))
        yield Row(item, weight, asked, evidence, replace(retrieved, papers=retrieved.papers[:_SEEN]))


def _retrieved(item: Asked, matrix: ScopeMatrix) -> Retrieved:
    papers = tuple(matrix.rank(item.question, encoder().encode_query(item.question), detailed=_DETAILED))
    rarity, holders = matrix.rarity(item.question), matrix.holders(item.question)
    return Retrieved(papers, RetrievalMode.HYBRID, len(papers), len(papers), None, rarity, holders)


def _matrix(
    pool: Sequence[Paper], known: dict[str, PaperVectors], matrices: OrderedDict[tuple[str, ...], ScopeMatrix]
) -> ScopeMatrix:
    key = tuple(sorted(paper.id for paper in pool))
    if key not in matrices:
        missing = [paper for paper in pool if paper.id not in known]
        known |= {item.paper_id: item for item in vectors_of(missing)}
        matrices[key] = ScopeMatrix(pool, [known[paper.id] for paper in pool])
        while len(matrices) > _MATRICES:
            matrices.popitem(last=False)
    return matrices[key]
