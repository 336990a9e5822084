"""Answers over a small day: what is stated is cited, what is not stated is refused."""

from __future__ import annotations

import pytest

from paperline.domain.answers import AnswerStatus, RefusalReason
from paperline.domain.questions import Earlier
from paperline.domain.scopes import Scope
from tests.unit.asking.conftest import BENCH, DAY, FED, HEAP, OLD, SORT

SAID = Earlier("How much faster is SortNet than quicksort?", (SORT,))


def first(answer) -> tuple[str, str]:
    return answer.sentences[0].citations[0].paper_id, answer.sentences[0].citations[0].evidence[0].text


@pytest.mark.parametrize(
    ("question", "paper", "words"),
    [
        ("How much faster is SortNet than quicksort?", SORT, "2.5 times"),
        ("how much faster is sortnet than quicksort", SORT, "2.5 times"),
        ("Which dataset was SortNet tested on?", SORT, "TaxiTrips"),
        ("What is SortNet?", SORT, "We present SortNet"),
        ("Where is the code of SortNet?", SORT, "github.com"),
        ("Is SortNet training-free?", SORT, "training-free"),
        ("What accuracy does FedTiny reach on SpeechCommands?", FED, "91.3%"),
        ("How many tables does GapBench have?", BENCH, "40 tables"),
        ("Are wide heaps faster than binary heaps?", HEAP, "30% faster"),
    ],
)
def test_the_sentence_that_states_it_comes_first(ask, question, paper, words):
    answer = ask(question)
    assert answer.status is AnswerStatus.ANSWERED, answer.text
    assert first(answer)[0] == paper
    assert words in first(answer)[1]


@pytest.mark.parametrize(
    "question",
    [
        "Which optimizer is used to train SortNet?",
        "What learning rate does FedTiny use?",
        "How many GPUs does SortNet need?",
        "Does GapBench release its code?",
        "What accuracy does FedTiny reach on ImageNet?",
        "How many parameters does SortNet have?",
    ],
)
def test_what_the_named_paper_does_not_state_is_refused(ask, question):
    """With the nearest sentence of that paper, though the paper is the right one."""
    answer = ask(question)
    assert answer.refusal is not None, answer.text
    assert answer.refusal.reason is RefusalReason.NOT_STATED
    assert answer.refusal.nearest[0].evidence


def test_a_premise_that_the_paper_denies_is_false(ask):
    answer = ask("Why does SortNet need repeated comparisons of keys?")
    assert answer.refusal is not None
    assert answer.refusal.reason is RefusalReason.FALSE_PREMISE
    assert "avoids" in answer.refusal.nearest[0].evidence[0].text


@pytest.mark.parametrize(
    "question", ["What is the capital of France?", "How do I bake bread?", "Who won the cup?", "why", "x"]
)
def test_what_no_paper_is_about_is_off_topic(ask, question):
    answer = ask(question)
    assert answer.refusal is not None
    assert answer.refusal.reason is RefusalReason.OFF_TOPIC


def test_half_an_answer_is_partial_and_says_what_is_missing(ask):
    answer = ask("How much faster is SortNet than quicksort and which optimizer does it use?")
    assert answer.status is AnswerStatus.PARTIAL
    assert answer.text.startswith("Not stated: which optimizer does it use")
    assert "2.5 times" in first(answer)[1]


def test_an_overview_cites_several_papers(ask):
    answer = ask("What are the papers about?")
    assert len({item.citations[0].paper_id for item in answer.sentences}) == 4
    assert answer.text.startswith("4 papers")


def test_an_overview_is_as_sure_as_its_sentences_are_contributions(ask):
    whole, river = (
        ask("What are the papers about?", scope=scope) for scope in (Scope.of_day(DAY), Scope(papers=(OLD,)))
    )
    assert 0 < river.confidence < 1
    assert whole.confidence != river.confidence


def test_a_pronoun_means_the_papers_of_the_last_answer(ask):
    answer = ask("Does it release code?", after=SAID)
    assert first(answer)[0] == SORT
    assert answer.coverage.papers_in_scope == 1
    assert ask("What learning rate does it use?", after=SAID).refusal.reason is RefusalReason.NOT_STATED


def test_a_follow_up_lists_within_the_last_answer(ask):
    answer = ask("And which of them release code?", after=Earlier("x", (SORT, HEAP)))
    assert [match.paper_id for match in answer.matches] == [SORT]


@pytest.mark.parametrize(
    ("question", "papers"),
    [
        ("Which papers release code?", {SORT}),
        ("Which papers do not release code?", {FED, BENCH, HEAP}),
        ("Which papers release their models?", {FED}),
        ("Which papers propose a benchmark?", {BENCH}),
        ("Which papers are about federated learning?", {FED}),
        ("Which papers use RL?", {FED}),
        ("Which methods need no training?", {SORT}),
        ("Which papers report a speedup of more than 2x?", {SORT}),
        ("Which papers by Grace Hopper?", {BENCH}),
        ("Which papers have more than two authors and release code?", {SORT}),
    ],
)
def test_a_list_judges_every_paper(ask, question, papers):
    answer = ask(question)
    assert {match.paper_id for match in answer.matches} == papers
    assert answer.coverage.papers_scored == 4


@pytest.mark.parametrize(
    ("question", "count"), [("How many papers are there?", 4), ("How many papers use quantum computers?", 0)]
)
def test_a_count_is_a_number_also_of_none(ask, question, count):
    answer = ask(question)
    assert answer.count == count
    assert answer.status is AnswerStatus.ANSWERED


def test_a_list_of_none_is_a_refusal(ask):
    assert ask("Which papers use quantum computers?").status is AnswerStatus.REFUSED
