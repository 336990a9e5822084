"""What scorers say of small texts."""

from __future__ import annotations

import pytest

from evals.scorers.measures import has_measured_number, reports_finding
from evals.scorers.stems import content_stems, first_words, recall
from evals.scorers.wording import dangles, ends_badly, opens_by_formula
from evals.solvers.textrank import textrank


def test_rouge_keeps_the_reference_with_the_highest_rouge_1():
    pytest.importorskip("rouge_score", reason="rouge-score is not installed")
    from evals.scorers.rouge import rouge

    one, two, longest = rouge("We train a small model", ["Nothing alike", "We trained a small model"])
    assert (one, two, longest) == (1.0, 1.0, 1.0)


def test_stems_leave_out_function_words_and_endings():
    assert content_stems("The models are trained on images") == content_stems("training a model, image")
    assert recall("We train models", "Training of models and data") == pytest.approx(2 / 3)
    assert recall("Anything", "of the") is None
    assert first_words("one two three", 2) == "one two"


@pytest.mark.parametrize(
    "text",
    ["12% fewer", "a 1.2x speedup", "by 3.4 points", r"99\% of it", "2\\times faster", "twofold gain", "84.2 BLEU"],
)
def test_a_measured_number_is_seen(text):
    assert has_measured_number(text)


@pytest.mark.parametrize(
    "text", ["GPT-4.1 and Qwen2.5-VL", "three datasets", "in 2024", "Stable Diffusion 3.5", "14 tasks"]
)
def test_a_release_or_a_count_is_no_measured_number(text):
    assert not has_measured_number(text)


def test_a_finding_is_known_by_its_verb():
    assert reports_finding("Our model outperforms the rest.")
    assert not reports_finding("We describe a corpus.")


@pytest.mark.parametrize(
    "line",
    [
        "This bridges the gap.",
        "To address this, a model is trained.",
        "SortNet: a network that closes this gap",
        "SortNet: a network; the latter is faster",
    ],
)
def test_a_pointer_to_nothing_dangles(line):
    assert dangles(line)


@pytest.mark.parametrize(
    "line",
    ["SortNet: a network; it is 2x faster", "Data gaps are common; this gap costs 3%", "Networks such as ResNet win."],
)
def test_what_is_named_before_does_not_dangle(line):
    assert not dangles(line)


@pytest.mark.parametrize(
    "line", ["A model for the", "A model rather than; faster", "a gain (of 3%", "from 4 to", "X, which is;"]
)
def test_an_ending_that_needs_more_is_bad(line):
    assert ends_badly(line)


def test_a_whole_line_ends_well():
    assert not ends_badly("SortNet: a network that sorts (in one pass); 2.5 times faster.")
    assert opens_by_formula("We present")
    assert not opens_by_formula("Weather models improve")


def test_textrank_prefers_the_sentence_that_shares_most_words():
    sentences = ["Cats sleep.", "Networks sort arrays fast.", "Networks sort.", "Arrays are sorted by networks."]
    assert textrank(sentences)[0] in sentences[1:]
    assert textrank(sentences)[-1] == "Cats sleep."
