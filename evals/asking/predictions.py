"""Predictions: what was said of a question whose scope does, or does not, hold the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.solvers.asking import cited_spans, probability_of_answer
from paperline.domain.answers import Answer
from paperline.domain.retrieval import Retrieved

Place = tuple[str, int, int]
FEATURES = (
    "paper score", "paper cosine", "words of the paper", "terms covered", "best sentence's cosine",
    "best sentence's score", "lead over the next paper",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prediction:
    """One question asked once: `gold` is where the answer stands, None where the scope does not hold it."""

    key: str
    source: str
    kind: str
    question: str
    gold: tuple[Place, ...] | None
    probability: float
    confidence: float
    answered: bool
    cited: tuple[Place, ...]
    text: str
    features: tuple[float, ...]
    nearest: Place | None
    reason: str | None = None

    @property
    def answerable(self) -> bool:
        """Whether the scope holds the answer."""
        return self.gold is not None

    @property
    def gold_first(self) -> bool:
        """Whether the sentence that answers is the first cited."""
        return bool(self.cited) and states(self.cited[0], self.gold)

    @property
    def gold_cited(self) -> bool:
        """Whether the sentence that answers is cited at all."""
        return any(states(place, self.gold) for place in self.cited)

    @property
    def right(self) -> bool:
        """Whether an answer cites what answers, or a refusal is of what cannot be answered."""
        return self.gold_cited if self.answered else not self.answerable


def predicted(
    key: str, source: str, kind: str, answer: Answer, retrieved: Retrieved, gold: Sequence[Place] | None
) -> Prediction:
    """What an answer predicts, with the scores that retrieval alone gives."""
    return Prediction(
        key, source, kind, answer.question, None if gold is None else tuple(gold), probability_of_answer(answer),
        answer.confidence, answer.refusal is None, tuple(cited_spans(answer)), answer.text, features_of(retrieved),
        _nearest(retrieved), str(answer.refusal.reason) if answer.refusal else None,
    )  # fmt: skip


def states(place: Place, gold: Sequence[Place] | None) -> bool:
    """Whether a place shares at least half of the shorter of the two with one of the gold places of its paper."""
    return any(
        place[0] == paper and min(place[2], end) - max(place[1], start) >= 0.5 * min(place[2] - place[1], end - start)
        for paper, start, end in gold or ()
    )


def features_of(retrieved: Retrieved) -> tuple[float, ...]:
    """What retrieval says of its best paper and sentence, as `FEATURES` names it; zeros for an empty scope."""
    if not retrieved.papers:
        return (0.0,) * len(FEATURES)
    best = retrieved.papers[0]
    behind = retrieved.papers[1].score if len(retrieved.papers) > 1 else 0.0
    sentences = [sentence for paper in retrieved.papers[:3] for sentence in paper.sentences]
    return (
        best.score, best.dense, best.lexical, best.coverage, max((sentence.dense for sentence in sentences), default=0.0),
        max((sentence.score for sentence in sentences), default=0.0), best.score - behind,
    )  # fmt: skip


def _nearest(retrieved: Retrieved) -> Place | None:
    """The best sentence of the best paper."""
    if not retrieved.papers or not retrieved.papers[0].sentences:
        return None
    paper, sentence = retrieved.papers[0].paper, retrieved.papers[0].sentences[0]
    return (paper.id, sentence.start, sentence.end)
