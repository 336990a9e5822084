"""Conditions to fit on: list questions over two days, judged by reading, none of which the suite `lists` asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.asking.corpora import days
from evals.asking.labels import Condition, conditions
from evals.solvers.encoding import encoder
from evals.solvers.vectors import vectors_of
from paperline.domain.answers import RetrievalMode
from paperline.domain.questions import States, Topic, query_of, read_question
from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.retrieval import Retrieved, RetrievedPaper
from paperline.engines.embedded.answering.confidence import Weights, logistic, values_of
from paperline.engines.embedded.answering.lists.judging import Judge

FILE = "conditions.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """A paper under a condition: the features of each sentence that may decide, one for a topic, and whether it matches."""

    question: str
    model: str
    candidates: tuple[Mapping[str, float], ...]
    matches: bool

    def best(self, weights: Weights) -> Mapping[str, float]:
        """The features that speak most for the paper."""
        return max(self.candidates, key=lambda values: logistic(weights[self.model], values))


def cases(data: Path, start: Weights) -> list[Case]:
    """A case for each paper of each condition on a topic or a statement, but for borderline papers."""
    read = days(data)
    matrices = {}
    found = []
    for condition in conditions(name=FILE):
        if condition.day not in matrices:
            papers = read.of(condition.day)
            matrices[condition.day] = ScopeMatrix(papers, vectors_of(papers))
        found += _cases(condition, matrices[condition.day], start)
    return found


def _cases(condition: Condition, matrix: ScopeMatrix, start: Weights) -> list[Case]:
    asked = read_question(condition.question).condition
    if not isinstance(asked, Topic | States):
        return []
    words = query_of(asked)
    ranked = matrix.rank(words, encoder().encode_query(words), detailed=len(matrix.papers))
    retrieved = Retrieved(
        tuple(ranked), RetrievalMode.HYBRID, len(ranked), len(ranked), None, matrix.rarity(words), matrix.holders(words)
    )
    judge = Judge(asked, retrieved, start)

    def features(paper: RetrievedPaper) -> tuple[Mapping[str, float], ...]:
        if isinstance(asked, Topic):
            return (values_of(judge.topic_features(words, paper)),)
        return tuple(values_of(judge.states_features(words, paper, sentence)) for sentence in paper.in_order())

    return [
        Case(condition.question, type(asked).__name__.lower(), features(paper), paper.paper.id in condition.matches)
        for paper in ranked
        if paper.paper.id not in condition.borderline
    ]
