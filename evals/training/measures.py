"""How well predicted labels agree with gold ones, abstract by abstract, in per cent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.statistics import RESAMPLES, SEED

Labels = NDArray[Any]
_BANDS = (("up to .5", 0.0, 0.5), (".5 to .75", 0.5, 0.75), ("above .75", 0.75, 1.01))


def micro_f1(gold: Sequence[Labels], predicted: Sequence[Labels]) -> tuple[float, float, float]:
    """Micro-F1 over sentences, which is accuracy here, with its bootstrap 95 % interval over abstracts (Efron 1979)."""
    right = np.array([np.sum(a == b) for a, b in zip(gold, predicted, strict=True)])
    sizes = np.array([len(labels) for labels in gold])
    draws = np.random.default_rng(SEED).integers(0, len(sizes), (RESAMPLES, len(sizes)))
    low, high = np.percentile(100 * right[draws].sum(axis=1) / sizes[draws].sum(axis=1), [2.5, 97.5])
    return float(100 * right.sum() / sizes.sum()), float(low), float(high)


def confusion(gold: Sequence[Labels], predicted: Sequence[Labels], kinds: int) -> list[list[int]]:
    """How often each gold label (row) was given each label (column)."""
    counts = np.zeros((kinds, kinds), dtype=int)
    np.add.at(counts, (np.concatenate(gold), np.concatenate(predicted)), 1)
    return [[int(count) for count in row] for row in counts]


def f1_by_role(gold: Sequence[Labels], predicted: Sequence[Labels], names: Sequence[str]) -> dict[str, float]:
    """F1 of every label; zero for one that is never right."""
    counts = np.array(confusion(gold, predicted, len(names)))
    both = counts.sum(axis=0) + counts.sum(axis=1)
    return {name: float(200 * counts[i, i] / max(1, both[i])) for i, name in enumerate(names)}


def accuracy_by_agreement(
    gold: Sequence[Labels], predicted: Sequence[Labels], agreement: Sequence[Labels]
) -> dict[str, dict[str, float]]:
    """Accuracy and number of sentences where the annotators agreed little, more or nearly all."""
    right, agreed = np.concatenate(gold) == np.concatenate(predicted), np.concatenate(agreement)
    return {
        name: {"accuracy": round(100 * float(right[chosen].mean()), 2), "n": int(chosen.sum())}
        for name, least, below in _BANDS
        if (chosen := (agreed >= least) & (agreed < below)).any()
    }
