"""Whether a sentence states the attribute that is asked, with an answer of the right type."""

from __future__ import annotations

import pytest

from paperline.domain.questions import read_question
from paperline.engines.embedded.answering.statements.attributes import attribute_met, type_met


def meets(question: str, text: str) -> bool:
    part = read_question(question).parts[0]
    return attribute_met(part, text) >= 0.5 and type_met(part, text) >= 0.5


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What speedup does X1 achieve?", "It is 2.26x faster."),
        ("How many circuits was X1 tested on?", "Experiments on 21 real world circuits follow."),
        ("How many agents does X1 use?", "It has four specialized search agents."),
        ("How many parameters does X1 have?", "With only 8B parameters it wins."),
        ("Which datasets was X1 tested on?", "On the GSM8K and HumanEval datasets it wins."),
        ("Which model does X1 build on?", "We apply it to Qwen3-8B."),
        ("Which optimizer does X1 use?", "It is trained with AdamW."),
        ("What is the license of X1?", "It is available under the MIT license."),
        ("How long does training X1 take?", "It is trained in 3 hours."),
        ("What percentage of papers does X1 find?", "It finds 12% of the papers."),
    ],
)
def test_an_attribute_is_stated_in_its_own_words_or_by_its_kind(question, text):
    assert meets(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What learning rate does X1 use?", "Its compression rate is 3x."),
        ("Which optimizer does X1 use?", "The optimal policy is a threshold."),
        ("How many GPUs does X1 need?", "It wins on 3 tasks."),
        ("What speedup does X1 achieve?", "It is much faster."),
        ("How many parameters does X1 have?", "It has 12 modules."),
        ("How long does training X1 take?", "It is trained on 300 papers."),
        ("Who funded X1?", "We thank nobody."),
    ],
)
def test_another_attribute_does_not_answer(question, text):
    assert not meets(question, text)
