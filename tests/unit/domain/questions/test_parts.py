"""What a question's parts ask for."""

from __future__ import annotations

import pytest

from paperline.domain.questions import AnswerType, read_question


@pytest.mark.parametrize(
    ("question", "asks", "attribute", "names"),
    [
        ("How much faster is SortNet on GSM8K?", AnswerType.NUMBER, "speed-up", ("SortNet", "GSM8K")),
        ("How many datasets does SortNet use?", AnswerType.NUMBER, "datasets", ("SortNet",)),
        ("What learning rate did the authors of SortNet use?", AnswerType.NUMBER, "learning rate", ("SortNet",)),
        ("What is the batch size in Graph Mamba?", AnswerType.NUMBER, "batch size", ("Graph Mamba",)),
        ("Which optimizer is used to train SortNet?", AnswerType.NAME, "optimizer", ("SortNet",)),
        ("What is the capital of France?", AnswerType.NAME, "capital", ("France",)),
        ("What is SortNet?", AnswerType.DESCRIPTION, "", ("SortNet",)),
        ("What does SortNet do?", AnswerType.DESCRIPTION, "", ("SortNet",)),
        ("How does SortNet work?", AnswerType.METHOD, "", ("SortNet",)),
        ("Why does SortNet fail on ties?", AnswerType.REASON, "", ("SortNet",)),
        ("Is SortNet training-free?", AnswerType.YES_NO, "", ("SortNet",)),
        ("Is SortNet or HeapNet faster?", AnswerType.COMPARISON, "", ("SortNet", "HeapNet")),
        ("Does SortNet release its code?", AnswerType.RESOURCE, "code", ("SortNet",)),
        ("Where is the code of SortNet?", AnswerType.RESOURCE, "code", ("SortNet",)),
        ("SortNet beats quicksort", AnswerType.STATEMENT, "", ("SortNet",)),
    ],
)  # fmt: skip
def test_a_part_tells_type_attribute_and_names(question, asks, attribute, names):
    part = read_question(question).parts[0]
    assert (part.asks, part.attribute, part.names) == (asks, attribute, names)


def test_two_questions_in_one_are_two_parts():
    parts = read_question("How much faster is SortNet and which optimizer does it use?").parts
    assert [part.asks for part in parts] == [AnswerType.NUMBER, AnswerType.NAME]


@pytest.mark.parametrize(
    "question",
    ["How does SortNet differ from quicksort?", "What distinguishes SortNet from quicksort?", "What does SortNet change compared with quicksort?",
     "How does SortNet fare compared with quicksort?"],
)  # fmt: skip
def test_a_question_for_a_difference_asks_for_a_comparison_whatever_its_words(question):
    part = read_question(question).parts[0]
    assert part.asks is AnswerType.COMPARISON
    assert {"differ", "compared"} <= part.framing


@pytest.mark.parametrize("question", ["What keeps SortNet from sorting ties?", "What limits SortNet?"])
def test_what_hinders_asks_for_a_reason(question):
    assert read_question(question).parts[0].asks is AnswerType.REASON
