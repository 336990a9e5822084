"""Figures that set scores against scores, and what a probability is worth."""

from __future__ import annotations

import math

import pytest

from evals.folds import FOLDS, fold_of, spread
from evals.outcomes import Measure, Section
from evals.plots import diagonal, risk_curve
from evals.scorers.probabilities import base_rate_errors, by_confidence, reliability, squared_errors
from evals.scorers.ranking import f1, ndcg
from evals.solvers.logistic import out_of_fold
from evals.statistics import figures, interval


def test_the_auroc_is_the_share_of_pairs_in_the_right_order_ties_counted_half():
    assert interval([0.9, 0.5], "auroc", [0.1, 0.5])[0] == pytest.approx(0.875)
    assert interval([1.0] * 30, "auroc", [0.0] * 30) == pytest.approx((1.0, 1.0, 1.0))
    assert all(map(math.isnan, interval([1.0], "auroc", [])))


def test_pairs_are_drawn_together_so_that_what_both_share_does_not_widen_the_interval():
    there = [n / 50 for n in range(50)]
    absent = [n / 50 - 0.001 for n in range(50)]
    _, low, high = interval(there, "auroc", absent)
    _, lower, higher = interval(there, "auroc", [*absent, absent[0]])
    assert high - low < (higher - lower) / 2


def test_the_skill_is_what_is_left_of_the_reference_error():
    outcomes = [True, False, True, False]
    errors = tuple(squared_errors([0.9, 0.1, 0.8, 0.3], outcomes))
    measure = Measure("ours", "skill", errors, over="skill", scale=100, against=tuple(base_rate_errors(outcomes)))
    (found,) = figures(Section("days", 4, (measure,)))
    assert found.value == pytest.approx(100 * (1 - (0.01 + 0.01 + 0.04 + 0.09) / 4 / 0.25))


def test_bins_hold_every_prediction_once():
    said = [0.0, 0.05, 0.55, 1.0]
    bins = reliability(said, [False, True, True, True])
    assert sum(found.count for found in bins) == 4
    assert (bins[0].predicted, bins[0].observed) == (0.025, 0.5)
    assert bins[-1].high == 1.0


def test_the_surest_come_first():
    assert by_confidence([0.2, 0.9, 0.5], [False, True, False]) == [True, False, False]


def test_drawings_hold_a_dot_a_bin_and_a_point_an_answer():
    bins = reliability([0.1, 0.9], [False, True])
    assert diagonal(bins).count("<circle") == 2
    assert risk_curve([True, False]).split('points="')[1].split('"')[0].count(",") == 2


def test_ndcg_and_f1_are_the_fields_own():
    assert ndcg(["a", "b"], {"a"}) == 1.0
    assert ndcg(["b", "a"], {"a"}) == pytest.approx(1 / math.log2(3))
    assert f1({"a", "b"}, {"b", "c"}) == 0.5
    assert f1((), ()) == 1.0
    assert f1({"a"}, ()) == 0.0


def test_a_regression_predicts_what_it_did_not_see():
    keys = [f"paper {n}" for n in range(200)]
    predicted = out_of_fold(keys, [[float(n % 2)] for n in range(200)], [bool(n % 2) for n in range(200)])
    assert all((value > 0.5) == bool(n % 2) for n, value in enumerate(predicted))


def test_folds_are_even_and_depend_on_the_key_alone():
    counts = [0] * FOLDS
    for n in range(1000):
        counts[fold_of(f"arxiv:2512.{n:05}")] += 1
    assert min(counts) > 150
    assert fold_of("arxiv:2512.00001") == fold_of("arxiv:2512.00001")
    assert spread(["a"], [50.0]) == "50.0–50.0 over 1 folds"
