"""Conditions to fit on: list questions over seven days, judged by reading; none of these days is one of the suite `lists`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evals.asking.corpora import days
from evals.asking.labels import Condition, conditions
from evals.solvers.encoding import encoder
from evals.solvers.vectors import vectors_of
from paperline.domain.answers import RetrievalMode
from paperline.domain.questions import Condition as Asked
from paperline.domain.questions import Not, query_of, read_question
from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.retrieval import Retrieved
from paperline.engines.embedded.answering.confidence import Weights, values_of
from paperline.engines.embedded.answering.lists.judging import Fitted, Judge, kind_of

FILE = "conditions.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """A paper under a condition: the model that judges it, what it is judged by, and whether it matches."""

    day: date
    question: str
    model: str
    values: Mapping[str, float]
    matches: bool


def cases(data: Path, start: Weights) -> list[Case]:
    """A case for each paper of each condition that one model decides, or decides by its contrary, but for borderline papers."""
    read = days(data)
    matrices: dict[date, ScopeMatrix] = {}
    found = []
    for condition in conditions(name=FILE):
        if condition.day not in matrices:
            papers = read.of(condition.day)
            matrices[condition.day] = ScopeMatrix(papers, vectors_of(papers))
        found += _cases(condition, matrices[condition.day], start)
    return found


def retrieved(asked: Asked, matrix: ScopeMatrix) -> Retrieved:
    """Every paper of the day with its scores for a condition."""
    words = query_of(asked)
    ranked = matrix.rank(words, encoder().encode_query(words), detailed=len(matrix.papers))
    return Retrieved(
        tuple(ranked), RetrievalMode.HYBRID, len(ranked), len(ranked), None, matrix.rarity(words), matrix.holders(words)
    )


def _cases(condition: Condition, matrix: ScopeMatrix, start: Weights) -> list[Case]:
    whole = read_question(condition.question).condition
    asked = whole.of if isinstance(whole, Not) else whole
    if not isinstance(asked, Fitted):
        return []
    found = retrieved(asked, matrix)
    judge = Judge(asked, found, start)
    return [
        Case(
            condition.day, condition.question, kind_of(asked), values_of(judge.features(asked, paper)[0]),
            (paper.paper.id in condition.matches) is (asked is whole),
        )
        for paper in found.papers
        if paper.paper.id not in condition.borderline
    ]  # fmt: skip
