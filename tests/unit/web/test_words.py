"""Whose words a text has, and what a failed check found, said in words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperline.delivery.web.evidence.faults import fault_words
from paperline.delivery.web.evidence.words import RunKind, word_runs
from paperline.domain.grounding import check
from paperline.domain.summaries import CheckName, Checks
from paperline.domain.text import Field, Span
from tests.unit.web.test_maths import HOSTILE, Reading, expected

SENTENCE = "We present SortNet, a network that predicts the $x_1$ position of each key in one pass."


def runs(text, *evidence):
    return word_runs(text, [Span(Field.ABSTRACT, 0, len(each), each) for each in evidence])


def words_of(found, kind):
    return [Reading(str(run.html)).read.strip() for run in found if run.kind is kind]


def test_a_text_of_the_papers_words_has_none_added_and_says_where_words_were_left_out():
    found = runs("SortNet predicts the position in one pass.", SENTENCE)
    assert words_of(found, RunKind.ADDED) == []
    assert [run.left_out for run in found if run.kind is RunKind.CUT] == [3, 1, 3]


def test_words_that_were_replaced_joined_or_added_are_told_apart():
    found = runs("SortNet swiftly predicts the $x_1$ position of keys, in one go.", SENTENCE)
    assert words_of(found, RunKind.ADDED) == ["swiftly", "keys", "go"]


def test_words_in_another_order_are_not_the_papers_in_order():
    assert words_of(runs("one pass predicts", "predicts one pass"), RunKind.ADDED) == ["predicts"]


def test_without_evidence_every_word_is_added():
    assert [run.kind for run in runs("Anything goes.")] == [RunKind.ADDED]


@given(HOSTILE, HOSTILE, st.booleans())
def test_the_runs_together_are_the_text(text, source, same):
    """Whatever the evidence: nothing is lost, added or divided."""
    found = runs(text, text if same else source)
    assert Reading("".join(str(run.html) for run in found)).read == expected(text)
    if same:
        assert {run.kind for run in found} <= {RunKind.OWN}


def test_words_without_end_are_compared_in_bounded_time():
    started = time.process_time()
    runs("a b " * 5_000, "b a a " * 3_000)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("SortNet is 45 % faster.", CheckName.NUMBERS, "It says 45 %, the sentence says 54 %."),
        ("SortNet has 7 layers and is 54 % faster.", CheckName.NUMBERS, "It says 7; the sentence has no such number."),
        ("BarNet is 54 % faster.", CheckName.NAMES, "It says “BarNet”, which is not in the paper."),
        (
            "SortNet is not 54 % faster.",
            CheckName.NEGATION,
            "Either this or the sentence says “not”, and the other does not.",
        ),
    ],
)
def test_a_failed_check_says_what_it_found(text, name, words):
    """By the checks that run on every text."""
    paper = "SortNet is 54 % faster than quicksort."
    evidence = (Span(Field.ABSTRACT, 0, len(paper), paper),)
    checks = check(text, evidence, {Field.TITLE: "", Field.ABSTRACT: paper})
    assert name in checks.failed
    assert words in fault_words(text, evidence, checks, paper)


@pytest.mark.parametrize("name", CheckName)
def test_every_check_has_plain_words(name):
    """Also where what it found cannot be told."""
    assert len(fault_words("It sorts.", (), Checks(passed=False, failed=(name,)), "It sorts.")) == 1
