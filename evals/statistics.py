"""Figures from values per paper: the mean and its bootstrap 95 % interval over papers, always with the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evals.outcomes import Good, Measure, Section

SEED = 20251211
RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over n papers with its interval, in the unit that is printed."""

    section: str
    system: str
    name: str
    value: float
    low: float
    high: float
    n: int
    good: Good
    gated: bool
    target: float | None

    @property
    def key(self) -> str:
        """What names the figure in an accepted baseline."""
        return f"{self.section} | {self.system} | {self.name}"


def interval(values: Sequence[float], over: Literal["mean", "max"] = "mean") -> tuple[float, float, float]:
    """The statistic and the 2.5th and 97.5th percentile of its bootstrap distribution (Efron 1979); NaN without values."""
    sample = np.asarray(values, dtype=np.float64)
    if not len(sample):
        return float("nan"), float("nan"), float("nan")
    draws = np.random.default_rng(SEED).integers(0, len(sample), (RESAMPLES, len(sample)))
    resampled = sample[draws]
    spread = resampled.mean(axis=1) if over == "mean" else resampled.max(axis=1)
    value = sample.mean() if over == "mean" else sample.max()
    low, high = np.percentile(spread, [2.5, 97.5])
    return float(value), float(low), float(high)


def figure(section: str, measure: Measure) -> Figure:
    """The measure over the papers that are scored."""
    values = [value * measure.scale for value in measure.values if value is not None]
    value, low, high = interval(values, measure.over)
    return Figure(
        section, measure.system, measure.name, value, low, high, len(values), measure.good, measure.gated, measure.target
    )  # fmt: skip


def figures(section: Section) -> list[Figure]:
    """Every measure of a section as a figure, in order."""
    return [figure(section.name, measure) for measure in section.measures]
