"""Conditions in plain words are met by what abstracts say in theirs."""

from __future__ import annotations

import pytest

from paperline.domain.papers import Paper, SourceRecord
from paperline.domain.questions import Comparator, Finding, Finds, Upvotes, read_question
from paperline.domain.questions.conditions.records import by_record, unknown_to
from paperline.engines.embedded.answering.lists.findings import finds
from paperline.engines.embedded.answering.lists.listing import least_sure
from paperline.engines.embedded.answering.lists.phrases import phrase_of
from paperline.engines.embedded.answering.statements.own_work import goes_without
from paperline.engines.embedded.answering.statements.releases import only_releases


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


def test_a_narrower_word_is_a_sign_of_its_concept_but_does_not_stand_for_it():
    """GRPO is reinforcement learning; reinforcement learning need not be GRPO."""
    assert phrase_of("reinforcement learning", []).named("We train with GRPO.") == 1
    assert phrase_of("GRPO", []).named("We train with reinforcement learning.") == 0


def test_the_plural_of_an_acronym_is_the_acronym():
    """`LLMs` and `LLM` are one word."""
    assert phrase_of("LLMs", []).count("An LLM answers.") == 1


@pytest.mark.parametrize(
    ("probabilities", "matches"),
    [([0.9, 0.8, 0.1, 0.02], 2), ([0.5, 0.5, 0.45, 0.02], 3), ([0.1, 0.05, 0.02], 0), ([], 0)],
)
def test_the_matches_are_the_set_of_highest_expected_f1(probabilities, matches):
    """Papers that are even chances match together; where none is likely, none matches."""
    line = least_sure(probabilities)
    assert sum(value >= line for value in probabilities) == matches


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Code is available at https://github.com/a/b.", True),
        ("We release our code and models.", True),
        ("Project page: https://a.github.io/.", True),
        ("We release a model that writes code with few errors.", False),
        ("Our code generator fixes bugs.", False),
    ],
)
def test_a_sentence_that_only_says_where_something_is_tells_nothing_of_the_subject(text, only):
    """That code is public does not make the paper one about code."""
    assert only_releases(text) is only


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("It needs no additional training.", "fine-tuning"), ("It works without retraining.", "training"),
        ("A training-free method.", "fine-tuning"), ("It is learned without annotations.", "human labels"),
    ],
)  # fmt: skip
def test_a_process_is_gone_without_under_its_other_names(text, phrase):
    """Who trains nothing fine-tunes nothing."""
    assert goes_without(text, phrase)


def test_votes_are_those_of_the_list_where_the_paper_stands():
    """The most that any source counted; a paper that no source counted meets no number."""
    asked = Upvotes(Comparator.AT_LEAST, 20)
    listed = Paper("arxiv:2501.00001", 1, "T", "A.", sources=(SourceRecord("hf", upvotes=21), SourceRecord("arxiv")))
    unlisted = Paper("arxiv:2501.00002", 1, "T", "A.")
    assert by_record(asked, listed)
    assert not by_record(asked, unlisted)
    assert unknown_to(asked, [listed, unlisted]) == 1
