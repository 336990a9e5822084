"""`paperline ingest`, `days`, `show`, `reindex` and `doctor` over a real store."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.builders import DAY, TITLE


def test_ingest_tells_what_it_did_as_one_document(run, papers_file):
    """With --json, standard output is one JSON document of the contract's Ingest."""
    done = run("ingest", str(papers_file), "--day", str(DAY), "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (told["found"], told["new"], told["day"]) == (2, 2, str(DAY))
    assert told["ids"] == ["arxiv:2512.00001", "arxiv:2512.00002"]


def test_ingesting_again_is_done_and_changes_nothing(run, stored):
    """Nothing new is no failure."""
    told = json.loads(run("ingest", str(stored), "--day", str(DAY), "--json").stdout)
    assert (told["new"], told["updated"], told["unchanged"], told["embedded"]) == (0, 0, 2, 0)


def test_ingest_can_summarise_at_once(run, papers_file):
    """--summarise adds how many were summarised."""
    told = json.loads(run("ingest", str(papers_file), "--summarise", "--json").stdout)
    assert told["summarised"] == {"written": 2, "unchanged": 0, "stale": 0}


def test_a_bad_record_is_named_and_the_rest_is_stored(run, papers_file):
    """A record without an abstract is left out with its place."""
    papers_file.write_text(papers_file.read_text() + '{"title": "No abstract"}\n')
    done = run("ingest", str(papers_file))
    assert done.exit_code == 0
    assert "3 found" in done.stdout
    assert "Left out" in done.stdout


def test_a_source_of_which_no_record_can_be_used_fails(run, papers_file):
    """Exit code 1 and the first reason, and still every rejection is listed."""
    papers_file.write_text('{"title": "No abstract"}\n{"abstract": "\u200b"}\n')
    done = run("ingest", str(papers_file), "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert "none of its 2 records could be used (line 1: no abstract)" in done.stderr
    assert [each["where"] for each in told["rejected"]] == ["line 1", "line 2"]
    assert told["problems"][0]["problem"]["type"] == "/problems/bad-source"
    assert "Left out, line 2: no abstract" in run("ingest", str(papers_file)).stdout


@pytest.mark.parametrize("spec", ["hf:2025-99-99", "hf:yesterday", "arxiv:", "arxiv:no such"])
def test_a_source_that_names_nothing_is_bad_usage_and_nothing_is_stored(run, papers_file, spec):
    """Exit code 2 before the first source is read."""
    done = run("ingest", str(papers_file), spec)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert json.loads(run("days", "--json").stdout)["days"] == []


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_papers_without_a_day_go_into_today_and_that_is_said(run, papers_file, words):
    """On standard error, and in the document's notes."""
    done = run("ingest", str(papers_file), *words)
    note = f"2 papers have no day in the source and went into today, {datetime.now(UTC).date()}."
    assert note in " ".join(done.stderr.split())
    if words:
        assert json.loads(done.stdout)["notes"][0].startswith(note)
    else:
        assert "today" not in done.stdout


def test_an_arxiv_query_says_that_it_has_no_day(run, tmp_path):
    """Its papers' dates of submission are no day's list."""
    entry = (
        "<entry><id>http://arxiv.org/abs/2512.00001v1</id><title>Sorting</title><summary>We sort.</summary>"
        "<published>2025-12-01T00:00:00Z</published></entry>"
    )
    path = tmp_path / "query.xml"
    path.write_text(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>', encoding="utf-8")
    done = run("ingest", str(path), "--format", "arxiv-atom", "--json")
    assert json.loads(done.stdout)["notes"][0].startswith("1 paper has no day in the source")


def test_a_day_that_is_given_needs_no_note(run, papers_file):
    assert json.loads(run("ingest", str(papers_file), "--day", str(DAY), "--json").stdout)["notes"] == []


def test_a_missing_file_is_one_line_and_exit_code_1(run, tmp_path):
    """The message names the file; --json also gives a problem."""
    done = run("ingest", str(tmp_path / "none.txt"), "--json")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "none.txt" in done.stderr
    assert json.loads(done.stdout)["problem"]["type"].startswith("/problems/")


def test_a_bad_source_among_good_ones_fails_and_the_good_ones_are_stored(run, papers_file, tmp_path):
    """Exit code 1, but the other source's papers are there."""
    done = run("ingest", str(tmp_path / "none.txt"), str(papers_file), "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told["new"] == 2
    assert told["problems"][0]["source"].endswith("none.txt")


def test_days_lists_what_is_stored(run, stored):
    """Newest first, with the number of papers."""
    assert json.loads(run("days", "--json").stdout)["days"][0]["paper_count"] == 2
    assert str(DAY) in run("days").stdout


def test_days_of_an_empty_store_says_how_to_fill_it(run):
    """An empty list is no failure."""
    done = run("days")
    assert done.exit_code == 0
    assert "paperline" in done.stdout


def test_show_takes_any_form_of_an_id(run, stored):
    """The paper with its summary, as JSON and for people."""
    told = json.loads(run("show", "2512.00001v3", "--json").stdout)
    assert told["id"] == "arxiv:2512.00001"
    assert told["summary"]["tldr"]["text"]
    assert TITLE in run("show", "arxiv:2512.00001").stdout


def test_show_takes_a_day(run, stored):
    """All papers of the day in their order."""
    told = json.loads(run("show", str(DAY), "--json").stdout)
    assert [paper["id"] for paper in told["papers"]] == ["arxiv:2512.00001", "arxiv:2512.00002"]
    assert TITLE in run("show", str(DAY)).stdout


def test_show_of_an_unknown_paper_fails(run, stored):
    """One line, exit code 1, a problem of the API's kind."""
    done = run("show", "2512.99999", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["problem"]["type"] == "/problems/paper-not-found"


def test_reindex_embeds_nothing_that_is_embedded(run, stored):
    """The archive index is rebuilt from the stored vectors."""
    told = json.loads(run("reindex", "--json").stdout)
    assert told["embedded"] == 0
    assert told["passages"] >= 2
