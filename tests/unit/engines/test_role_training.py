"""How the sentence roles are fitted and measured."""

from __future__ import annotations

import numpy as np
import pytest

from evals.training import chain
from evals.training.chain import Buckets, Chains, Penalties, fit
from evals.training.measures import accuracy_by_agreement, confusion, f1_by_role, micro_f1

GOLD = [np.array([0, 1, 1]), np.array([2])]
PREDICTED = [np.array([0, 1, 0]), np.array([2])]


def buckets_of(features, size):
    return Buckets([np.array(row, dtype=np.intp) for row in features], size)


def test_the_likelihoods_gradients_are_those_of_small_differences():
    rng = np.random.default_rng(3)
    chains = Chains([3, 1, 2], [0, 2, 1, 1, 0, 2], 3)
    scores, transitions = rng.normal(size=(6, 3)), rng.normal(size=(3, 3))
    value, errors, pair_errors = chain._negative_log_likelihood(chains, scores, transitions)
    assert value > 0
    for gradient, array in ((errors, scores), (pair_errors, transitions)):
        for place in np.ndindex(array.shape):
            kept, sides = array[place], []
            for difference in (1e-5, -1e-5):
                array[place] = kept + difference
                sides.append(chain._negative_log_likelihood(chains, scores, transitions)[0])
            array[place] = kept
            assert gradient[place] == pytest.approx((sides[0] - sides[1]) / 2e-5, abs=1e-6)


def test_buckets_multiply_as_a_matrix_of_counts_does():
    features = [[0, 3, 3], [1], [0, 2]]
    counts = np.array([np.bincount(row, minlength=4) for row in features], dtype=float)
    rng = np.random.default_rng(5)
    table, errors, buckets = rng.normal(size=(4, 2)), rng.normal(size=(3, 2)), buckets_of(features, 4)
    assert buckets.times(table) == pytest.approx(counts @ table)
    assert buckets.gradient(errors) == pytest.approx(counts.T @ errors)


def test_labels_that_follow_from_words_and_order_are_learnt():
    chains = Chains([2, 2, 2, 2], [0, 1, 1, 0, 0, 1, 1, 0], 2)
    words = buckets_of([[0], [2], [1], [2], [0], [2], [1], [2]], 3)
    found = fit(chains, np.ones((8, 1)), words, None, Penalties(1e-2, 1e-2, 1e-2), 60)
    assert found.words is not None
    assert found.words[0].argmax() == 0
    assert found.words[1].argmax() == 1
    assert found.transitions[0, 1] > found.transitions[0, 0]  # bucket 2 alone tells nothing: the order does
    assert found.transitions[1, 0] > found.transitions[1, 1]


def test_figures_are_those_counted_by_hand():
    value, low, high = micro_f1(GOLD, PREDICTED)
    assert value == 75
    assert low <= value <= high
    assert confusion(GOLD, PREDICTED, 3) == [[1, 0, 0], [1, 1, 0], [0, 0, 1]]
    assert f1_by_role(GOLD, PREDICTED, "abc") == pytest.approx({"a": 200 / 3, "b": 200 / 3, "c": 100})
    agreed = accuracy_by_agreement(GOLD, PREDICTED, [np.array([1.0, 0.6, 0.4]), np.array([0.4])])
    assert agreed == {
        "up to .5": {"accuracy": 50, "n": 2},
        ".5 to .75": {"accuracy": 100, "n": 1},
        "above .75": {"accuracy": 100, "n": 1},
    }
