"""Sentences are told as they come, each checked; what breaks off afterwards takes nothing back."""

from __future__ import annotations

import json

import pytest

from paperline.domain.answers import AnswerSentence
from paperline.domain.errors import Abandoned, ModelUnavailable
from paperline.domain.provenance import Engine
from paperline.ports import Completion, Finish, TokenUsage
from tests.unit.engines.language_model.asking import SORT, both, saying

SAID = "SortNet is 2.5 times faster than quicksort on TaxiTrips."
RIGHT = saying(SAID, ("2.5 times", "2.5 times faster than quicksort"))
WRONG = saying("SortNet is 9 times faster than quicksort.", ("2.5 times", "2.5 times faster than quicksort"))
SECOND = saying("Wide heaps are 30% faster than binary ones.", ("30%", "wide heaps are 30% faster"))


class Listener:
    """Remembers what it was told, and leaves after so many looks."""

    def __init__(self, patience: int = 10**6) -> None:
        self.told: list[AnswerSentence] = []
        self.patience = patience

    def proceed(self) -> None:
        self.patience -= 1
        if self.patience < 0:
            raise Abandoned("The reader left.")

    def written(self, sentence: AnswerSentence) -> None:
        self.told.append(sentence)


def cut(reply, at: str, finish: Finish = Finish.LENGTH):
    """The reply up to these words of it."""

    def made(request):
        text = json.dumps(reply(request))
        return Completion(text[: text.index(at)], finish, TokenUsage(9, 9), "m")

    return made


def test_what_is_told_early_is_the_beginning_of_the_answer_and_the_answer_is_the_same(model, ask):
    model.enqueue(both(RIGHT, WRONG, SECOND), both(RIGHT, WRONG, SECOND))
    listener = Listener()
    streamed = ask(listener=listener)
    assert tuple(listener.told) == streamed.sentences
    assert [sentence.text for sentence in listener.told] == [SAID, "Wide heaps are 30% faster than binary ones."]
    assert ask() == streamed


@pytest.mark.parametrize("patience", [0, 1, 7, 20])
def test_a_reader_who_leaves_ends_the_call(model, ask, patience):
    model.enqueue(both(RIGHT, SECOND))
    with pytest.raises(Abandoned):
        ask(listener=Listener(patience))


@pytest.mark.parametrize("listener", [None, Listener()])
def test_an_answer_that_breaks_off_keeps_what_passed_and_says_so(model, ask, listener):
    model.enqueue(cut(both(RIGHT, SECOND), "Wide heaps"))
    draft = ask(listener=listener)
    assert [sentence.text for sentence in draft.sentences] == [SAID]
    assert draft.sentences[0].citations[0].paper_id == SORT
    assert draft.partial
    assert "broke off" in draft.text
    assert draft.provenance.engine is Engine.LLM


def test_what_breaks_off_before_a_sentence_passed_is_answered_elsewhere(model, ask):
    model.enqueue(cut(both(WRONG, SECOND), "Wide heaps"))
    assert ask(listener=Listener()).provenance.engine is Engine.EMBEDDED


def test_nothing_is_told_of_a_refusal(model, ask):
    model.enqueue(saying(SAID, ("2.5 times", "2.5 times faster than quicksort"), refusal="not_stated"))
    listener = Listener()
    assert ask(listener=listener).refusal
    assert listener.told == []


def test_after_something_was_told_no_other_reply_takes_its_place(model, ask):
    model.enqueue(cut(both(RIGHT, SECOND), "Wide heaps", Finish.STOP), ModelUnavailable("not asked again"))
    draft = ask(listener=Listener())
    assert [sentence.text for sentence in draft.sentences] == [SAID]
