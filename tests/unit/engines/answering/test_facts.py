"""Questions asked in other words mean the same attribute, and a sentence states it only with an answer of its kind."""

from __future__ import annotations

import pytest

from paperline.domain.questions import read_question
from paperline.engines.embedded.answering.statements.attributes import attribute_met, type_met


def stated(question: str, text: str) -> float:
    part = read_question(question).parts[0]
    return min(attribute_met(part, text), type_met(part, text))


@pytest.mark.parametrize(
    ("question", "attribute"),
    [
        ("By what factor is X1 quicker?", "speed-up"),
        ("How far ahead of the others is X1?", "improvement"),
        ("How strongly does X1 shrink the cache?", "reduction"),
        ("How much memory does X1 save?", "reduction"),
        ("Is there a website for X1?", "web address"),
        ("Which graphics cards does X1 need?", "hardware"),
        ("Against which systems was X1 compared?", "rivals"),
        ("What backbone does X1 use?", "base model"),
        ("How big is the training set of X1?", "training data"),
        ("On which test sets was X1 tried?", "benchmarks"),
    ],
)
def test_an_attribute_is_known_by_its_other_wordings(question, attribute):
    assert read_question(question).parts[0].attribute == attribute


@pytest.mark.parametrize(
    "question",
    ["How does X1 reduce memory?", "Which strategies reduce memory?", "How is X1 trained?", "How many models were tested on X1?"],
)  # fmt: skip
def test_a_way_or_a_thing_is_no_amount(question):
    assert read_question(question).parts[0].attribute not in {"reduction", "training data", "models tried"}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("By what factor is X1 quicker?", "It accelerates decoding by 14.6x."),
        ("How far ahead of the others is X1?", "It outperforms prior work by 3.2 points."),
        ("How strongly does X1 shrink the cache?", "It reduces cache usage by up to 75%."),
        ("Is there a website for X1?", "Project page: https://x1.github.io."),
        ("Which graphics cards does X1 need?", "It fits on a single A100."),
        ("Against which systems was X1 compared?", "It surpasses Qwen2.5-Omni on most tasks."),
        ("What backbone does X1 use?", "X1 is built on Qwen2.5-VL-3B."),
        ("How big is the training set of X1?", "It is trained on 1.2 million images."),
        ("How many hours does X1 hold?", "We collect 7,089 hours of video."),
    ],
)
def test_a_sentence_with_the_answer_states_it(question, text):
    assert stated(question, text) >= 0.8


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("By what factor is X1 quicker?", "It is much faster."),
        ("How far ahead of the others is X1?", "It reduces cost by 40%."),
        ("How strongly does X1 shrink the cache?", "It improves accuracy by 40% with the same cache."),
        ("Is there a website for X1?", "The code is at https://github.com/a/x1."),
        ("Which graphics cards does X1 need?", "It needs little memory."),
        ("How big is the training set of X1?", "It is tested on 300 images."),
        ("How many videos does X1 hold?", "We test 9 video models on it."),
        ("How many samples does X1 hold?", "There are three findings: (1) examples differ."),
    ],
)
def test_a_sentence_with_another_number_does_not(question, text):
    assert stated(question, text) <= 0.65
