"""`--format` of `paperline show` and `paperline search`: files for other tools on standard output."""

from __future__ import annotations

import csv
import io
import json

import bibtexparser
import pytest
import rispy

from tests.builders import DAY


@pytest.mark.parametrize("words", [["show", str(DAY)], ["search", "sorting bit array"]])
def test_papers_are_written_for_other_tools(run, stored, words):
    """A day's and a search's, both papers in each."""
    ids = {"arxiv:2512.00001", "arxiv:2512.00002"}

    def written(name):
        result = run(*words, "--format", name)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    assert {entry.key for entry in bibtexparser.parse_string(written("bibtex")).entries} == ids
    assert {item["id"] for item in json.loads(written("csl"))} == ids
    assert {record["id"] for record in rispy.loads(written("ris"))} == ids
    assert {row["id"] for row in csv.DictReader(io.StringIO(written("csv"), newline=""))} == ids
    assert written("json") == run(*words, "--json").stdout


def test_a_day_and_a_paper_are_written_as_markdown(run, stored):
    """A search is not."""
    assert run("show", str(DAY), "--format", "markdown").stdout.startswith(f"# Papers of {DAY}\n")
    assert run("show", "2512.00002", "--format", "markdown").stdout.startswith("# Bloom Filters\n")
    refused = run("search", "sorting", "--format", "markdown")
    assert refused.exit_code == 2


def test_an_unknown_format_is_bad_usage(run, stored):
    """With those that there are."""
    refused = run("show", str(DAY), "--format", "docx")
    assert refused.exit_code == 2
    assert "bibtex" in refused.stderr
