"""`paperline reports` over a real store: what readers reported, to read or as cases for the evals."""

from __future__ import annotations

import json

import pytest

from paperline.bootstrap import open_services
from paperline.settings import Settings
from tests.builders import ABSTRACT, NOW, TITLE

NOTE = "Faster than \x1b]52;c;x\x07what? <b>"


@pytest.fixture
def reported(stored):
    """One line is reported; returns it."""
    with open_services(Settings(_env_file=None)) as services:
        return services.report.run("2512.00001", fault="misses_the_result", note=NOTE, now=NOW)


@pytest.fixture
def case(reported):
    """The report as the evals read it."""
    return {
        "id": "arxiv:2512.00001", "version": 1, "title": TITLE, "abstract": ABSTRACT, "line": reported.line,
        "fault": "misses_the_result", "note": "Faster than ]52;c;x what? <b>", "reported_at": "2025-12-11T12:00:00Z",
    }  # fmt: skip


def test_without_reports_there_is_nothing_to_list(run, stored, tmp_path):
    """Done all the same: exit code 0, an empty list, an empty file."""
    assert "No line was reported yet" in run("reports").stdout
    assert json.loads(run("reports", "--json").stdout) == {"reports": []}
    file = tmp_path / "reported.jsonl"
    assert run("reports", "--output", str(file)).exit_code == 0
    assert file.read_bytes() == b""


def test_reports_are_listed_for_people(run, reported):
    done = run("reports")
    assert done.exit_code == 0
    assert "2025-12-11 12:00  arxiv:2512.00001, version 1  misses the result" in done.stdout
    assert reported.line in " ".join(done.stdout.split())
    assert "\x1b" not in done.stdout


def test_reports_are_one_document(run, case):
    assert json.loads(run("reports", "--json").stdout) == {"reports": [case]}


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_reports_are_written_as_cases(run, case, tmp_path, words):
    """One line of JSON each; with --json, standard output says where they are."""
    file = tmp_path / "reported.jsonl"
    done = run("reports", "--output", str(file), *words)
    assert done.exit_code == 0
    assert [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] == [case]
    if words:
        assert json.loads(done.stdout) == {"output": str(file), "written": 1}
    else:
        assert "1 written." in done.stderr


def test_cases_go_to_standard_output(process, case):
    """And nothing else does."""
    done = process("reports", "--output", "-")
    assert done.returncode == 0
    assert [json.loads(line) for line in done.stdout.splitlines()] == [case]


def test_a_file_that_cannot_be_written_is_named(run, reported, tmp_path):
    done = run("reports", "--output", str(tmp_path / "none" / "reported.jsonl"))
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
