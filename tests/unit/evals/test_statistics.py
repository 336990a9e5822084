"""Figures and their intervals."""

from __future__ import annotations

import math

from evals.outcomes import Good, Measure, Section
from evals.statistics import figures, interval


def test_the_interval_holds_the_mean_and_is_the_same_every_time():
    values = [0.1, 0.4, 0.4, 0.9, 0.2]
    value, low, high = interval(values)
    assert low < value < high
    assert math.isclose(value, 0.4)
    assert interval(values) == (value, low, high)


def test_more_papers_give_a_narrower_interval():
    _, low, high = interval([0.0, 1.0] * 10)
    _, lower, higher = interval([0.0, 1.0] * 1000)
    assert higher - lower < (high - low) / 5


def test_nothing_to_average_is_no_number_and_no_error():
    assert all(map(math.isnan, interval([])))


def test_papers_that_are_not_scored_do_not_count():
    measure = Measure("ours", "number", (1.0, None, 0.0, None), Good.HIGH, scale=100)
    (found,) = figures(Section("days", 4, (measure,)))
    assert (found.value, found.n) == (50.0, 2)


def test_a_maximum_is_not_averaged():
    (found,) = figures(Section("days", 3, (Measure("ours", "most words", (3.0, 9.0, 5.0), over="max"),)))
    assert found.value == 9.0
