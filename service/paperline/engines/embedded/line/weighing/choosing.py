"""Choosing: which candidate a writer of lines would take, by its grade, its worth and what it shows of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).resolve().parents[2] / "weights" / "choice.npz"
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Choice:
    """A linear function over (grade + worth, features): `weights` (1 + f,), and the `shift` that keeps the best of a
    paper's candidates, on average, at their grade + worth.
    """

    weights: Array
    shift: float

    def values(self, grades: Sequence[float], worths: Sequence[float], features: Array) -> list[float]:
        """How much each candidate is wanted (n,), in grades, for grades and worths (n,) and features (n, f)."""
        if not len(features):
            return []
        rows = np.column_stack([np.asarray(grades) + np.asarray(worths), features]).astype(np.float32)
        return [float(value) for value in rows @ self.weights + np.float32(self.shift)]


@cache
def packaged_choices() -> dict[str, Choice]:
    """The packaged functions of the halves `what` and `finding`, read once, when first needed."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return {
            half: Choice(np.asarray(arrays[half], np.float32)[:-1], float(arrays[half][-1])) for half in arrays.files
        }


def write_choices(path: Path, choices: dict[str, Choice]) -> None:
    """The functions as plain half-precision arrays, the shift last."""
    arrays = {half: np.append(choice.weights, choice.shift).astype(np.float16) for half, choice in choices.items()}
    np.savez(path, allow_pickle=False, **arrays)
