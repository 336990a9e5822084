"""Confidence: how probable it is that a sentence answers, a question is answered, or a paper matches: fitted logistic functions."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).parents[1] / "weights" / "answers.json"
Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Features:
    """What the probability that a sentence states what is asked is computed from.

    `dense` is the cosine of sentence and question, `lead` how far it is above the mean of its paper's sentences;
    `coverage` and `nearby` the shares of the asked words that the sentence and its surroundings meet; `attribute`,
    `typed` and `names` how far it has the asked attribute, the type of the answer and the names that are not the paper's
    own; `focus` is 1 where the question names the paper, `unknown` where it names something that no paper has; `role` how
    well the sentence's role fits, `own` whether it speaks of the paper's own work, `paper` the paper's score.
    """

    dense: float
    lead: float
    coverage: float
    nearby: float
    attribute: float
    typed: float
    names: float
    focus: float
    unknown: float
    role: float
    own: float
    paper: float

    def group(self, *, explains: bool) -> str:
        """Which logistic function weighs them; what something is or how it works is explained."""
        named = "named" if self.focus else "unnamed"
        return f"explained_{named}" if explains else named


@dataclass(frozen=True, slots=True)
class Standing:
    """What the probability that a question is answered at all is computed from.

    `best` is the log odds of the best sentence, `next` the probability of the next one of its paper and `rival` of the best
    one of another; `cosine` and `covered` the highest cosine and coverage of any sentence, `lead` how far the first paper
    is before the second, `paper` the score of the best sentence's paper, `unheld` the share of the question's terms that
    no paper holds, `pool` the decimal logarithm of the number of papers; `met` and `close` are the best sentence's own coverage
    and how far its cosine is above its paper's; the rest say what kind of thing is asked. What is `loose` asks for no attribute
    and no type of answer that a sentence could be tested for, so that only its words tell, which the products weigh apart.
    """

    best: float
    next: float
    rival: float
    cosine: float
    covered: float
    lead: float
    paper: float
    unheld: float
    pool: float
    named: float
    counts: float
    names: float
    releases: float
    explains: float
    met: float = 0.0
    close: float = 0.0
    loose: float = 0.0
    loose_met: float = 0.0
    loose_close: float = 0.0
    explains_met: float = 0.0
    explains_close: float = 0.0


@dataclass(frozen=True, slots=True)
class MatchFeatures:
    """What the probability that a paper meets a condition is computed from; all between 0 and 1 but for the cosines.

    `title`, `sentence` and `whole` are the shares of the condition's words that the title, the best sentence and the paper
    meet by any name, `phrase` says whether all of it stands in what the paper says of its own work, `often` how often it
    stands anywhere; `dense` is the cosine of the best sentence, `paper` that of the paper, `above` by how many deviations the
    best sentence is above the other papers', `short` how far below the best paper's; `said` is how surely a sentence says
    it by the rules of this kind of condition, 0 where there are none.
    """

    title: float = 0.0
    sentence: float = 0.0
    whole: float = 0.0
    phrase: float = 0.0
    often: float = 0.0
    dense: float = 0.0
    paper: float = 0.0
    above: float = 0.0
    short: float = 0.0
    said: float = 0.0


def answer_confidence(features: Features, weights: Weights, *, explains: bool = False) -> float:
    """The probability that the sentence states what was asked."""
    return logistic(weights[features.group(explains=explains)], values_of(features))


def stated_confidence(standing: Standing, weights: Weights) -> float:
    """The probability that the papers state what was asked, by which it is decided whether to answer."""
    return logistic(weights["stated"], values_of(standing))


def right_confidence(standing: Standing, weights: Weights) -> float:
    """The probability that an answer is right, given that one is given."""
    return logistic(weights["right"], values_of(standing))


def absent_confidence(standing: Standing, weights: Weights) -> float:
    """The probability that the papers do not hold the answer, given that none is given."""
    return logistic(weights["absent"], values_of(standing))


def match_confidence(kind: str, features: MatchFeatures, weights: Weights) -> float:
    """The probability that a paper meets a condition of this kind."""
    return logistic(weights[kind], values_of(features))


@cache
def packaged() -> Weights:
    """The packaged weights: one group per model, a number per feature, and what is added to them."""
    read: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["models"]
    return read


def values_of(features: Features | Standing | MatchFeatures) -> dict[str, float]:
    """The features by name."""
    return {name: float(getattr(features, name)) for name in features.__match_args__}


def logistic(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    """The logistic function of the weighted sum, strictly between 0 and 1."""
    x = weights["constant"] + sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
