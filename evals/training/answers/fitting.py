"""Fitting: logistic functions by maximum likelihood, drawn towards what an expert set where data are few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.scorers.ranking import f1
from evals.training.answers.conditions import Case
from evals.training.answers.rows import Row
from paperline.engines.embedded.answering.confidence import Standing, Weights, logistic, stated_confidence, values_of
from paperline.engines.embedded.answering.extracting import STATED
from paperline.engines.embedded.answering.lists.listing import least_sure

Array = NDArray[np.float64]
Fitted = dict[str, dict[str, float]]
KINDS = ("topic", "uses", "states", "proposes", "releases", "lacks", "reports", "finds")
GROUPS = ("named", "unnamed", "explained_named", "explained_unnamed")
DRAWN = 0.5
_STEPS = 40
_PULL_OF_LISTS = 0.1


def fitted_on(rows: Sequence[Row], start: Weights) -> Fitted:
    """All models fitted on these rows, from and towards the start; the models of lists are kept."""
    made: Fitted = {name: dict(values) for name, values in start.items()}
    for group in GROUPS:
        made[group] = _sentences(rows, group, start)
    judged = [(row, *row.judged(made)) for row in rows]
    there = [row.asked.gold is not None for row in rows]
    made["stated"] = _standings([(row, standing, right) for row, standing, right in judged], start["stated"])
    answered = [stated_confidence(standing, made) >= STATED for _, standing, _ in judged]
    made["right"] = _standings([item for item, own in zip(judged, answered, strict=True) if own], start["right"])
    absent = [(row, standing, not gold) for (row, standing, _), gold in zip(judged, there, strict=True)]
    made["absent"] = _standings([item for item, own in zip(absent, answered, strict=True) if not own], start["absent"])
    return made


def _sentences(rows: Sequence[Row], group: str, start: Weights) -> dict[str, float]:
    """The probability that a sentence answers; of an abstract that answers as a whole only its best sentence counts."""
    values, outcomes, shares = [], [], []
    for row in rows:
        seen_whole = False
        for item in row.evidence:
            if item.features.group(explains=row.explains) != group:
                continue
            gold = row.is_gold(item)
            if gold and row.asked.whole and seen_whole:
                continue
            seen_whole |= gold
            values.append(values_of(item.features))
            outcomes.append(float(gold))
            shares.append(row.weight)
    return fit(values, outcomes, shares, start[group])


def _standings(judged: Sequence[tuple[Row, Standing, bool]], start: Mapping[str, float]) -> dict[str, float]:
    return fit(
        [values_of(standing) for _, standing, _ in judged], [float(outcome) for *_, outcome in judged],
        [row.weight for row, *_ in judged], start,
    )  # fmt: skip


def fit(
    values: Sequence[Mapping[str, float]],
    outcomes: Sequence[float],
    shares: Sequence[float],
    start: Mapping[str, float],
    pull: float = DRAWN,
) -> dict[str, float]:
    """The weights that make the outcomes likeliest less half `pull` times their squared distance from the start."""
    if not values:
        return dict(start)
    names = ["constant", *values[0]]
    design = np.array([[1.0, *row.values()] for row in values])
    wanted, counted = np.array(outcomes), np.array(shares)
    drawn = np.full(len(names), pull)
    drawn[0] = pull / 10
    first = np.array([start.get(name, 0.0) for name in names])
    found = first.copy()
    for _ in range(_STEPS):
        expected = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (counted * (wanted - expected)) - drawn * (found - first)
        curve = (design * (counted * expected * (1 - expected))[:, None]).T @ design + np.diag(drawn)
        step = np.linalg.solve(curve, slope)
        found += step * min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-9))
    return {name: round(float(value), 4) for name, value in zip(names, found, strict=True)}


def with_conditions(made: Fitted, cases: Sequence[Case]) -> Fitted:
    """The models, those of lists fitted on judged conditions."""
    found: Fitted = {name: dict(values) for name, values in made.items()}
    for model in KINDS:
        own = [case for case in cases if case.model == model]
        values, outcomes = [case.values for case in own], [float(case.matches) for case in own]
        found[model] = fit(values, outcomes, [1.0] * len(own), made[model], _PULL_OF_LISTS)
    return found


def held_out(made: Fitted, cases: Sequence[Case]) -> float:
    """The mean F1 of the conditions of each day, judged by models that were fitted on the other days."""
    scores = []
    for day in sorted({case.day for case in cases}):
        fitted = with_conditions(made, [case for case in cases if case.day != day])
        today = [case for case in cases if case.day == day]
        for question in dict.fromkeys(case.question for case in today):
            own = [case for case in today if case.question == question]
            sure = [logistic(fitted[case.model], case.values) for case in own]
            line = least_sure(sure)
            chosen = {str(place) for place, value in enumerate(sure) if value >= line}
            scores.append(f1(chosen, {str(place) for place, case in enumerate(own) if case.matches}))
    return sum(scores) / len(scores)
