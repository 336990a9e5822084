"""Figures from values per paper: the mean and its bootstrap 95 % interval over papers, always with the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.outcomes import Good, Measure, Over, Section

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


def interval(values: Sequence[float], over: Over = "mean", against: Sequence[float] = ()) -> tuple[float, float, float]:
    """The statistic and the 2.5th and 97.5th percentile of its bootstrap distribution (Efron 1979); NaN without values."""
    sample, other = np.asarray(values, dtype=np.float64), np.asarray(against, dtype=np.float64)
    if not len(sample) or (over in ("auroc", "skill") and not len(other)):
        return float("nan"), float("nan"), float("nan")
    chance = np.random.default_rng(SEED)
    drawn = chance.integers(0, len(sample), (RESAMPLES, len(sample)))
    both = drawn if len(other) == len(sample) else chance.integers(0, max(1, len(other)), (RESAMPLES, len(other)))
    if over == "auroc":
        higher = (sample[:, None] > other) + 0.5 * (sample[:, None] == other)
        value = higher.mean()
        spread = np.sum((_shares(drawn, len(sample)) @ higher) * _shares(both, len(other)), axis=1)
    elif over == "skill":
        value = 1 - sample.mean() / other.mean()
        spread = 1 - sample[drawn].mean(axis=1) / np.maximum(other[both].mean(axis=1), 1e-12)
    elif over == "max":
        value, spread = sample.max(), sample[drawn].max(axis=1)
    else:
        value, spread = sample.mean(), sample[drawn].mean(axis=1)
    low, high = np.percentile(spread, [2.5, 97.5])
    return float(value), float(low), float(high)


def figure(section: str, measure: Measure) -> Figure:
    """The measure over the papers that are scored; a ratio is scaled after it is made, everything else alike."""
    values = [value * measure.scale for value in measure.values if value is not None]
    if measure.over in ("auroc", "skill"):
        plain = [value for value in measure.values if value is not None]
        value, low, high = (x * measure.scale for x in interval(plain, measure.over, measure.against))
    else:
        value, low, high = interval(values, measure.over)
    return Figure(
        section, measure.system, measure.name, value, low, high, len(values), measure.good, measure.gated, measure.target
    )  # fmt: skip


def _shares(drawn: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """How much of every resample (rows) each value makes up."""
    counts: NDArray[np.float64] = np.zeros((len(drawn), size), dtype=np.float64)
    np.add.at(counts, (np.arange(len(drawn))[:, None], drawn), 1.0)
    counts /= drawn.shape[1]
    return counts


def figures(section: Section) -> list[Figure]:
    """Every measure of a section as a figure, in order."""
    return [figure(section.name, measure) for measure in section.measures]
