"""Logistic regression, the plain reference for a probability: fitted on four folds, judged on the fifth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.folds import FOLDS, fold_of

_PENALTY = 1.0
_STEPS = 30


def out_of_fold(keys: Sequence[str], features: Sequence[Sequence[float]], truths: Sequence[bool]) -> list[float]:
    """The probability of each by a regression that saw nothing of its fold; rows of one key share a fold."""
    rows, wanted = np.asarray(features, dtype=np.float64), np.asarray(truths, dtype=np.float64)
    folds = np.array([fold_of(key) for key in keys])
    predicted = np.full(len(rows), 0.5)
    for fold in range(FOLDS):
        held = folds == fold
        if held.any() and not held.all():
            predicted[held] = _fitted(rows[~held], wanted[~held], rows[held])
    return [float(value) for value in predicted]


def _fitted(rows: NDArray[np.float64], wanted: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ridge-penalised maximum likelihood by Newton's steps over standardised features."""
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-9)
    design = np.hstack([np.ones((len(rows), 1)), (rows - mean) / scale])
    penalty = np.diag([0.0, *([_PENALTY] * rows.shape[1])])
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        expected = _logistic(design @ weights)
        slope = design.T @ (wanted - expected) - penalty @ weights
        curve = (design * (expected * (1 - expected))[:, None]).T @ design + penalty
        weights += np.linalg.solve(curve + 1e-9 * np.eye(len(curve)), slope)
    return _logistic(np.hstack([np.ones((len(others), 1)), (others - mean) / scale]) @ weights)


def _logistic(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), dtype=np.float64)
