"""Accepted figures hold later runs to them."""

from __future__ import annotations

import pytest

from evals.acceptance import accept, falls
from evals.outcomes import Good, Measure, NoData, Outcome, Section
from evals.suites.options import Options

SUBSET = Options(limit=4)


def outcome(values, *, good=Good.HIGH, data="abc"):
    measure = Measure("ours", "recall", values, good, gated=True)
    rival = Measure("lead", "recall", (0.0,) * len(values))
    return Outcome("line", (Section("days", len(values), (measure, rival)),), {"days.jsonl": data})


def test_a_figure_below_its_interval_is_a_fall(tmp_path):
    accept(outcome((0.4, 0.5, 0.6, 0.5)), SUBSET, tmp_path)
    assert not falls(outcome((0.4, 0.5, 0.6, 0.5)), SUBSET, tmp_path)
    assert not falls(outcome((0.9, 0.9, 0.9, 0.9)), SUBSET, tmp_path)
    (fall,) = falls(outcome((0.1, 0.2, 0.1, 0.1)), SUBSET, tmp_path)
    assert fall.key == "days | ours | recall"


def test_where_less_is_better_a_figure_above_its_interval_is_a_fall(tmp_path):
    accept(outcome((0.0, 0.0, 0.0, 0.1), good=Good.LOW), SUBSET, tmp_path)
    assert falls(outcome((0.5, 0.5, 0.0, 0.5), good=Good.LOW), SUBSET, tmp_path)
    assert not falls(outcome((0.0, 0.0, 0.0, 0.0), good=Good.LOW), SUBSET, tmp_path)


def test_a_figure_that_is_gone_is_a_fall(tmp_path):
    accept(outcome((0.4, 0.5)), SUBSET, tmp_path)
    assert falls(Outcome("line", (), {}), SUBSET, tmp_path)


def test_another_subset_or_other_data_cannot_be_compared(tmp_path):
    accept(outcome((0.4, 0.5)), SUBSET, tmp_path)
    with pytest.raises(NoData, match="No figures are accepted"):
        falls(outcome((0.4, 0.5)), Options(limit=5), tmp_path)
    with pytest.raises(NoData, match="other data"):
        falls(outcome((0.4, 0.5), data="xyz"), SUBSET, tmp_path)


def test_subsets_are_kept_beside_each_other(tmp_path):
    accept(outcome((0.4, 0.5)), SUBSET, tmp_path)
    accept(outcome((0.4, 0.5)), Options(), tmp_path)
    assert not falls(outcome((0.4, 0.5)), SUBSET, tmp_path)
    assert not falls(outcome((0.4, 0.5)), Options(), tmp_path)
