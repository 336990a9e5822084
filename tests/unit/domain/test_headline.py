"""Headline numbers: which an abstract has, and when a line keeps one with what it measures."""

from __future__ import annotations

import pytest

from paperline.domain.grounding.headline import headline_numbers, keeps_headline, tells_outcome

RESULT = "SlimSearcher reduces the average number of tool-call rounds by 17%–58% while maintaining accuracy."


def of(*sentences: str) -> list[float]:
    """The headline numbers of these sentences behind a first one."""
    return [
        found.quantity.value
        for found in headline_numbers(["Search agents call many tools.", "We ask why.", "We train one.", *sentences])
    ]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        (RESULT, [17, 58]),
        ("It is 2.5 times faster than quicksort.", [2.5]),
        ("TokenWeave achieves up to 1.29× speedup in latency.", [1.29]),
        ("Our model reaches an accuracy of 91.3 on SpeechCommands.", [91.3]),
        ("It improves F1 by 3.2 points and BLEU by 1.1 points.", [3.2, 1.1]),
        ("Rendering is accelerated to 120 FPS.", [120]),
        ("The policy reaches a threefold improvement.", [3]),
        ("Our model outperforms GPT-4.1 and Qwen 2.5 on three benchmarks.", []),
        ("We release v1.5 with better documentation.", []),
        ("A 7.5B model is trained on 1.2M images and gains robustness.", []),
        ("Images of 256×256 pixels are reached.", []),
        ("Existing methods lose 30% of their accuracy.", []),
        ("Previous work reports gains of 12%.", []),
        ("The corpus has 12 chapters.", []),
    ],
)
def test_measured_numbers_of_own_results_are_headlines(sentence, values):
    assert of(sentence) == values


def test_the_first_sentence_of_a_long_abstract_is_background():
    number = "Accuracy drops by 30% in long contexts."
    assert headline_numbers([number, "We ask why.", "We train a model.", "It is robust."]) == ()
    assert len(headline_numbers([number, "We ask why."])) == 1


@pytest.mark.parametrize(
    ("line", "keeps"),
    [
        ("SlimSearcher: an agent; 17%–58% fewer tool-call rounds", True),
        ("SlimSearcher: an agent; reduces rounds by up to 58%", True),
        ("SlimSearcher: an agent; tool calls fall by 17 to 58%", True),
        ("SlimSearcher: an agent; reduced by 17%–58%", False),
        ("SlimSearcher: an agent; far fewer tool-call rounds", False),
        ("SlimSearcher: an agent; 71% fewer tool-call rounds", False),
        ("SlimSearcher: an agent; 58 fewer tool-call rounds", False),
    ],
)
def test_a_line_keeps_one_of_them_beside_what_it_measures(line, keeps):
    assert keeps_headline(line, headline_numbers(["Agents call tools.", RESULT])) is keeps


def test_where_there_is_none_every_line_keeps_it():
    assert keeps_headline("Heaps: old and wide", ())


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("Experiments on four datasets show that heaps are wide.", True),
        ("We find that heaps are wide.", True),
        ("SortNet outperforms quicksort.", True),
        ("Existing methods improve little.", False),
        ("We present a network that predicts positions.", False),
        ("Code is available.", False),
    ],
)
def test_outcomes_are_told_outright(sentence, tells):
    assert tells_outcome(["Heaps are old.", sentence]) is tells
    assert not tells_outcome([sentence])
