"""The accepted figures still stand, over a small subset of the shared data."""

from __future__ import annotations

import sys

import pytest

from evals.cli import main


@pytest.mark.slow
@pytest.mark.parametrize("suite", ["line", "contribution", "checks"])
def test_no_figure_fell_out_of_its_accepted_interval(suite, shared_data, capsys):
    if suite == "contribution":
        pytest.importorskip("rouge_score", reason="rouge-score is not installed")
    code = main(["check", suite, "--data", str(shared_data), "--limit", "40", "--no-vectors"])
    output = capsys.readouterr()
    sys.stdout.write(output.out)
    assert code == 0, output.out + output.err


def test_the_suites_are_listed(capsys):
    assert main(["list"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in ("line", "contribution", "roles", "checks"))
