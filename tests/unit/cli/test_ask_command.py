"""`paperline ask` and `paperline search`: scopes, refusals and exit codes."""

from __future__ import annotations

import json

import pytest

from tests.bad_questions import ASKABLE, UNASKABLE
from tests.builders import DAY

FRANCE = "What is the capital of France?"


def test_an_answer_cites_its_paper(run, stored):
    """The contract's Answer, with exit code 0."""
    done = run("ask", "How much faster is SortNet than quicksort?", "--day", str(DAY), "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0, done.stdout
    assert told["sentences"][0]["citations"][0]["paper_id"] == "arxiv:2512.00001"
    assert told["coverage"]["scope"] == {"day": str(DAY)}


def test_an_answer_reads_well(run, stored):
    """For people: the sentence, a numbered source, the coverage."""
    done = run("ask", "How much faster is SortNet than quicksort?")
    assert "[1]" in done.stdout
    assert "2 papers scored" in done.stdout


def test_a_refusal_has_exit_code_4(run, stored):
    """With and without JSON."""
    told = run("ask", FRANCE, "--all", "--json")
    assert told.exit_code == 4
    assert json.loads(told.stdout)["refusal"]["reason"]
    assert run("ask", FRANCE).exit_code == 4


def test_a_question_to_an_empty_store_is_refused(run):
    """Nothing is in scope."""
    done = run("ask", FRANCE, "--json")
    assert done.exit_code == 4
    assert json.loads(done.stdout)["refusal"]["reason"] == "nothing_in_scope"


@pytest.mark.parametrize(
    "words",
    [
        ["--day", "2026-02-30"],
        ["--day", "yesterday"],
        ["--day", str(DAY), "--all"],
        ["--from", "2025-12-12", "--to", "2025-12-11"],
        ["--engine", "gpt"],
        ["--nonsense"],
    ],
)
def test_options_that_make_no_sense_are_bad_usage(run, words):
    """Exit code 2 before anything is opened."""
    done = run("ask", "anything", *words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr


@pytest.mark.parametrize("question", ["", " \n ", "why " * 6_000])
def test_a_question_that_cannot_be_asked_is_bad_usage_in_one_line(run, stored, question):
    """An empty one and one of 24,000 characters; --json also gives a problem."""
    done = run("ask", question, "--json")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert json.loads(done.stdout)["problem"]["type"] == "/problems/bad-text"


@pytest.mark.parametrize("words", [["ask"], ["search"]], ids=["ask", "search"])
@pytest.mark.parametrize("question", [*ASKABLE.values(), *UNASKABLE.values()], ids=[*ASKABLE, *UNASKABLE])
def test_any_question_is_answered_refused_or_bad_usage(run, stored, question, words):
    """Never a fault, never an escape sequence on the terminal."""
    done = run(*words, question)
    assert done.exit_code in ((2,) if question in UNASKABLE.values() else (0, 4)), done.output
    assert not {"\x1b", "\x07", "\u202e"} & set(done.output)
    assert "Traceback" not in done.output


@pytest.mark.parametrize("query", ["", '"', "*", "q" * 3_000])
def test_a_query_that_cannot_be_searched_is_told_as_a_query(run, stored, query):
    """Not as a question, which nobody asked."""
    done = run("search", query)
    assert done.exit_code == 2
    assert "query" in done.stderr
    assert "question" not in done.stderr


def test_search_finds_papers_by_their_words(run, stored):
    """Hits with evidence, within the limit."""
    told = json.loads(run("search", "sorting network", "--limit", "1", "--json").stdout)
    assert [hit["paper"]["id"] for hit in told["hits"]] == ["arxiv:2512.00001"]
    assert told["hits"][0]["evidence"]


@pytest.mark.parametrize("query", ['"', "NEAR(", "*", "title:x"])
def test_search_survives_the_index_languages_own_words(run, stored, query):
    """Found, not found or refused, but never a fault."""
    done = run("search", query + " sorting")
    assert done.exit_code == 0, done.stderr


def test_search_of_nothing_is_said(run, stored):
    """An empty result is a result."""
    assert run("search", "zzyzx", "--day", "2020-01-01").exit_code == 0
