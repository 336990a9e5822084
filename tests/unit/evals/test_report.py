"""Tables and the HTML report."""

from __future__ import annotations

from evals.outcomes import Case, Measure, Outcome, Section
from evals.report import as_html
from evals.tables import as_text

_BAD = "<script>alert(1)</script>"
_MEASURES = (
    Measure("ours", "recall", (0.1, 0.4, 0.5, 0.9), scale=100, gated=True, target=60),
    Measure("lead", "recall", (0.0, 0.1, 0.1, 0.2), scale=100),
)
_CASES = tuple(Case(f"id{n}", _BAD, _BAD, (("ours", _BAD),), float(n)) for n in range(30))
_OUTCOME = Outcome("line", (Section(_BAD, 4, _MEASURES, _CASES, "recall"),), {"days.jsonl": "abc"}, (_BAD,))


def test_the_report_escapes_every_text_and_loads_nothing():
    page = as_html(_OUTCOME)
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<svg" in page


def test_the_worst_twenty_come_first_and_alone():
    page = as_html(_OUTCOME)
    assert page.count("<article>") == 20
    assert "id19" in page
    assert "id20" not in page


def test_the_table_says_which_target_is_missed():
    text = as_text(_OUTCOME)
    assert "47.5" in text
    assert "MISSED ≥ 60" in text
