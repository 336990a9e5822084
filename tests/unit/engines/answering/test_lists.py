"""Conditions in plain words are met by what abstracts say in theirs."""

from __future__ import annotations

import pytest

from paperline.domain.questions import Finding, Finds, read_question
from paperline.engines.embedded.answering.lists.findings import finds
from paperline.engines.embedded.answering.lists.phrases import phrase_of


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("moving pictures", "We generate videos."),
        ("trial and error", "It is trained with reinforcement learning."),
        ("several agents", "A multi-agent system plans."),
        ("long inputs", "It handles long contexts."),
        ("feelings", "Empathetic dialogue is hard."),
    ],
)
def test_a_subject_is_found_under_its_other_names(words, text):
    assert phrase_of(words, []).named(text) == 1


def test_a_part_of_a_concept_is_not_the_concept():
    assert phrase_of("several agents", []).held("One agent acts.") == frozenset()


@pytest.mark.parametrize(
    ("question", "finding"),
    [
        ("Which papers claim the best known results?", Finding.STATE_OF_THE_ART),
        ("Which papers beat much larger models?", Finding.BEATS_LARGER),
        ("Which papers evaluate on several benchmarks?", Finding.SEVERAL_BENCHMARKS),
        ("Which papers prove something?", Finding.THEORY),
        ("Which papers have people rate the output?", Finding.HUMAN_STUDY),
        ("Which papers show that current models fail?", Finding.SHOWS_FAILURE),
        ("Which papers use less memory?", Finding.SAVING),
    ],
)
def test_what_is_asked_of_results_is_read_as_a_finding(question, finding):
    condition = read_question(question).condition
    assert isinstance(condition, Finds)
    assert condition.finding is finding


@pytest.mark.parametrize(
    ("finding", "of", "text"),
    [
        (Finding.STATE_OF_THE_ART, "", "It sets a new state of the art on GSM8K."),
        (Finding.SAVING, "memory", "It reduces memory by half."),
        (Finding.SPEED, "", "It is 2 times faster."),
        (Finding.BEATS_LARGER, "", "Our 4B model is 2.4 points over the 7B baseline."),
        (Finding.SHOWS_FAILURE, "", "We find that agents struggle with maps."),
    ],
)
def test_a_finding_is_reported(finding, of, text):
    assert finds(text, Finds(finding, of)) >= 0.5


def test_a_saving_of_something_else_is_not_the_one_asked_for():
    assert finds("It reduces errors by half.", Finds(Finding.SAVING, "memory")) < 0.5


@pytest.mark.parametrize(
    "question",
    ["In which papers is code released?", "I want papers on speech.", "Who releases code?", "How many datasets are presented?",
     "For how many papers is the code available?"],
)  # fmt: skip
def test_papers_are_asked_for_in_many_frames(question):
    assert read_question(question).condition is not None


@pytest.mark.parametrize(
    "question", ["What do the papers say about robots?", "How many datasets does X1 use?", "Who wrote X1?"]
)
def test_a_question_for_a_statement_asks_for_no_papers(question):
    assert read_question(question).condition is None
