"""How good predicted probabilities are: Brier score, reliability by bins, risk at a coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions between two probabilities: how many, their mean, and how often they came true."""

    low: float
    high: float
    count: int
    predicted: float
    observed: float


def squared_errors(probabilities: Sequence[float], outcomes: Sequence[bool]) -> list[float]:
    """A prediction's squared error (Brier 1950); their mean is the Brier score."""
    return [(probability - outcome) ** 2 for probability, outcome in zip(probabilities, outcomes, strict=True)]


def base_rate_errors(outcomes: Sequence[bool]) -> list[float]:
    """The squared errors of one who always predicts how often it came true."""
    rate = sum(outcomes) / len(outcomes) if outcomes else 0.0
    return [(rate - outcome) ** 2 for outcome in outcomes]


def reliability(probabilities: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> list[Bin]:
    """The bins of equal width that hold any prediction."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, outcome in zip(probabilities, outcomes, strict=True):
        held[min(bins - 1, int(probability * bins))].append((probability, outcome))
    return [
        Bin(
            place / bins, (place + 1) / bins, len(own), sum(p for p, _ in own) / len(own),
            sum(o for _, o in own) / len(own),
        )
        for place, own in enumerate(held)
        if own
    ]  # fmt: skip


def by_confidence(confidences: Sequence[float], right: Sequence[bool]) -> list[bool]:
    """Which are right, the surest first; ties keep their order."""
    return [right[index] for index in sorted(range(len(right)), key=lambda index: -confidences[index])]
