"""The fit of confidences: it finds what decides, stays at its start without data, and leaves its fold out."""

from __future__ import annotations

import random

from evals.folds import FOLDS
from evals.training.answers import answerer_without
from evals.training.answers.fitting import fit
from paperline.engines.embedded.answering.confidence import logistic, packaged


def test_a_feature_that_decides_gets_the_weight():
    draw = random.Random(1)
    values = [{"told": draw.random(), "noise": draw.random()} for _ in range(400)]
    fitted = fit(values, [float(row["told"] > 0.5) for row in values], [1.0] * 400, {})
    assert fitted["told"] > 5 * abs(fitted["noise"])
    assert logistic(fitted, {"told": 0.9, "noise": 0.5}) > 0.9


def test_without_data_the_start_is_kept():
    start = {"constant": 1.0, "told": 2.0}
    assert fit([], [], [], start) == start


def test_each_fold_has_weights_of_the_same_models_as_the_shipped_ones():
    for fold in range(FOLDS):
        assert set(answerer_without(fold).weights) == set(packaged())
    assert answerer_without(None).weights == packaged()
