"""The choice among candidates: a function of what they show, on the scale of readers' grades."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from paperline.engines.embedded.line.weighing.choosing import WEIGHTS, Choice, packaged_choices, write_choices
from paperline.engines.embedded.line.weighing.features import NAMES
from paperline.engines.embedded.line.weighing.weighing import weigh
from tests.unit.engines.line.conftest import Read


def test_what_is_packaged_fits_the_features_that_candidates_have() -> None:
    """One weight for grade and worth together and one for each feature, by the names that the record lists."""
    record = json.loads(WEIGHTS.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["features"] == ["grade + worth", *NAMES]
    assert {half: len(choice.weights) for half, choice in packaged_choices().items()} == {
        "what": len(NAMES) + 1, "finding": len(NAMES) + 1,
    }  # fmt: skip


def test_the_choice_held_out_comes_nearer_than_grade_and_worth_alone() -> None:
    """By the record of the run that made the weights, for both halves."""
    record = json.loads(WEIGHTS.with_suffix(".json").read_text(encoding="utf-8"))
    for half in ("what", "finding"):
        assert record[half]["by_grade_and_worth"] < record[half]["chosen_nearness"] < record[half]["best_nearness"]


def test_grade_and_worth_count_together_and_features_beside_them() -> None:
    """A value is linear, and nothing has none."""
    choice = Choice(np.array([1.0, 0.5, -2.0], dtype=np.float32), 0.25)
    shown = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    assert choice.values([2.0, 3.0], [0.5, 0.0], shown) == pytest.approx([3.25, 1.25])
    assert choice.values([], [], shown[:0]) == []


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Plain arrays, the same bytes for the same functions."""
    made = {"what": Choice(np.array([1.0, 0.5], dtype=np.float32), -0.5)}
    write_choices(tmp_path / "a.npz", made)
    write_choices(tmp_path / "b.npz", made)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    with np.load(tmp_path / "a.npz", allow_pickle=False) as arrays:
        assert arrays["what"].tolist() == [1.0, 0.5, -0.5]


def test_candidates_are_weighed_best_first(read: Read) -> None:
    """Both halves have theirs, each at most eight."""
    text = "We present QuickSift, a sieve that sorts old letters by the age of their ink. It reduces sorting time by 40% on ten datasets."
    whats, results = weigh(read(text, "QuickSift: Filing at Speed"))
    for weighed in (whats, results):
        values = [one.value for one in weighed]
        assert 0 < len(values) <= 8
        assert values == sorted(values, reverse=True)
