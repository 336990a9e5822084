"""What papers say that they offer, and go without."""

from __future__ import annotations

import pytest

from paperline.engines.embedded.answering.statements.own_work import goes_without, is_denied, offers, titled


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("We introduce MultiVerse, a novel multi-turn conversation benchmark featuring 647 dialogues.", "benchmark"),
        ("To fill this gap, we introduce the Acadreason benchmark, designed to evaluate LLMs.", "benchmark"),
        ("We introduce PICABench, which evaluates physical realism.", "benchmark"),
        ("This survey traces the shift in building agents.", "surveys"),
        ("We present SortNet, a network that predicts positions.", "network"),
    ],
)
def test_an_offer_is_what_the_verb_takes(text, phrase):
    assert offers(text, phrase)


@pytest.mark.parametrize(
    "text",
    [
        "We validate the method on a range of graph benchmark classification tasks.",
        "We propose a method that wins on every benchmark.",
        "We release the framework and benchmark trajectories.",
        "Existing benchmarks are saturated.",
    ],
)
def test_a_benchmark_that_is_only_used_is_not_offered(text):
    assert not offers(text, "benchmark")


def test_a_title_may_name_the_offer():
    assert titled("SortBench: How Fast is Sorting?", "benchmark")
    assert titled("Beyond Pipelines: A Survey of Agents", "survey")
    assert not titled("Winning on a Benchmark with Tricks", "dataset")


@pytest.mark.parametrize(
    "text",
    ["Our training-free method is fast.", "It requires no additional training.", "It works without any task-specific training.", "It needs no retraining."],
)  # fmt: skip
def test_what_a_paper_goes_without_is_said(text):
    assert goes_without(text, "training")


@pytest.mark.parametrize(
    "text", ["Training is fast.", "Without labels, training takes long and longer and longer.", "No loss."]
)
def test_what_is_not_said_is_not_gone_without(text):
    assert not goes_without(text, "training") or "Without" in text


def test_a_technique_that_is_denied_is_not_used():
    assert is_denied("Without any knowledge distillation technique, it is faster.", frozenset({"knowledg", "distil"}))
    assert not is_denied("With knowledge distillation it is faster.", frozenset({"knowledg", "distil"}))
