"""The suite `reported`: cases from reports, and whether their lines are still written."""

from __future__ import annotations

import json

import pytest

from evals.cli import main
from evals.outcomes import NoData
from evals.report import as_html
from evals.solvers.summariser import Summaries
from evals.suites.options import Options
from evals.suites.reported import run
from tests.builders import ABSTRACT, TITLE

QUICK = Options(vectors=False)
CASE = {
    "id": "arxiv:2512.00001", "version": 1, "title": TITLE, "abstract": ABSTRACT, "line": "Sorts <b>fast</b> and.",
    "fault": "vague", "note": "Than what? <script>", "reported_at": "2025-12-11T12:00:00Z",
}  # fmt: skip


def write(path, *cases):
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return path


def test_a_line_is_still_the_reported_one_word_by_word(tmp_path):
    """White space does not count, a changed word does; each fault has its own share."""
    today = Summaries(vectors=False).of(TITLE, ABSTRACT).tldr.text
    still = CASE | {"line": today.replace(" ", "  "), "fault": "misses_the_point"}
    write(tmp_path / "reported.jsonl", CASE, still, CASE | {"line": today + " Indeed."})
    outcome = run(tmp_path, QUICK)
    (section,) = outcome.sections
    found = {(measure.system, measure.name): measure.values for measure in section.measures}
    assert found["today's", "still the reported line, %"] == (0, 1, 0)
    assert found["today's", "still the line reported as vague, %"] == (0, None, 0)
    assert found["today's", "still the line reported as misses the point, %"] == (None, 1, None)
    assert found["reported", "ends badly, %"][0] == 1
    assert found["today's", "ends badly, %"] == (0, 0, 0)
    assert found["today's", "fails the checks, %"] == (0, 0, 0)
    assert dict(section.cases[1].texts)["today's"] == "the same"
    assert dict(section.cases[0].texts)["today's"] == today
    assert set(outcome.data) == {"reported.jsonl"}
    assert "<script>" not in as_html(outcome)


def test_a_file_of_any_name_can_be_given_and_cut(tmp_path):
    path = write(tmp_path / "mine.jsonl", CASE, CASE)
    assert run(path, Options(limit=1, vectors=False)).sections[0].size == 1


def test_that_there_are_no_cases_is_said(tmp_path, capsys):
    """With the command that writes them; a folder without the file and an empty file alike."""
    assert main(["run", "reported", "--data", str(tmp_path)]) == 1
    assert "There are no reported lines" in capsys.readouterr().err
    with pytest.raises(NoData, match=r"is empty.*paperline reports --output reported\.jsonl"):
        run(write(tmp_path / "reported.jsonl"), QUICK)


@pytest.mark.parametrize("case", [{"id": "x"}, CASE | {"fault": "ugly"}, [1]])
def test_a_file_of_something_else_is_named(tmp_path, case):
    with pytest.raises(NoData, match="does not hold reported lines"):
        run(write(tmp_path / "reported.jsonl", case), QUICK)
