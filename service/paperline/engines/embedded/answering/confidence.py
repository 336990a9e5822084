"""Confidence: how probable it is that a sentence answers, or a paper matches: logistic functions of a few named features."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).parents[1] / "weights" / "answers.json"


@dataclass(frozen=True, slots=True)
class Features:
    """What the probability that a sentence states what is asked is computed from.

    `dense` is the cosine of sentence and question; `coverage` and `nearby` the shares of the asked words that the
    sentence and its surroundings meet; `attribute`, `typed` and `names` how far it has the asked attribute, the type of
    the answer and the names that are not the paper's own; `focus` is 1 where the question names the paper, `unknown`
    where it names something that no paper has; `role` how well the sentence's role fits, `paper` the paper's score.
    """

    dense: float
    coverage: float
    nearby: float
    attribute: float
    typed: float
    names: float
    focus: float
    unknown: float
    role: float
    paper: float


@dataclass(frozen=True, slots=True)
class TopicFeatures:
    """What the probability that a paper is about a phrase is computed from; all between 0 and 1 but for the cosines."""

    title: float
    sentence: float
    phrase: float
    often: float
    dense: float
    paper: float


Weights = Mapping[str, Mapping[str, float]]


def answer_confidence(features: Features, *, explains: bool = False, weights: Weights | None = None) -> float:
    """The probability that the sentence states what was asked; what something is or how it works is explained."""
    group = (
        ("explained" if explains else "named") if features.focus else ("explained_unnamed" if explains else "unnamed")
    )
    return _logistic((weights or packaged())[group], _values(features))


def topic_confidence(features: TopicFeatures, weights: Weights | None = None) -> float:
    """The probability that the paper is about the phrase."""
    return _logistic((weights or packaged())["topic"], _values(features))


def states_confidence(coverage: float, dense: float, weights: Weights | None = None) -> float:
    """The probability that a sentence says a phrase, of whose words it meets this share."""
    return _logistic((weights or packaged())["states"], {"coverage": coverage, "dense": dense})


@cache
def packaged() -> Weights:
    """The packaged weights: one group per model, a number per feature, and what is added to them."""
    read: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return read


def _values(features: Features | TopicFeatures) -> dict[str, float]:
    return {item.name: float(getattr(features, item.name)) for item in fields(features)}


def _logistic(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    x = weights["constant"] + sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
