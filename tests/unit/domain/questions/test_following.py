"""Follow-ups."""

from __future__ import annotations

import pytest

from paperline.domain.questions import Earlier, completed, refers_back

EARLIER = Earlier("How much faster is SortNet on GSM8K?", ("a",))


@pytest.mark.parametrize(
    "question",
    ["And which of them release code?", "How does it work?", "Is their code public?", "What about HumanEval?", "And on HumanEval?",
     "Which optimizer do they use?", "How many parameters does the model have?", "Which one is the fastest?", "Which ones release code?"],
)  # fmt: skip
def test_a_pronoun_or_an_ellipsis_refers_back(question):
    assert refers_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "What does Glyph say about its limits?",
        "What is the method of Glyph?",
        "Which papers that use RL release code?",
        "Which one of the papers on birds is new?",
    ],
)
def test_a_question_that_names_its_subject_does_not(question):
    assert not refers_back(question)


@pytest.mark.parametrize("question", ["And on HumanEval?", "What about HumanEval?"])
def test_what_is_left_out_comes_from_the_question_before(question):
    assert completed(question, EARLIER) == "How much faster is SortNet on HumanEval?"


def test_a_whole_question_stays_as_it_is():
    assert completed("How does it work?", EARLIER) == "How does it work?"
    assert completed("And on HumanEval?", None) == "And on HumanEval?"
