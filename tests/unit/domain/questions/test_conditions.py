"""List and count questions as conditions."""

from __future__ import annotations

from datetime import date

import pytest

from paperline.domain.answers import AnswerKind
from paperline.domain.questions import (
    AuthorCount,
    Comparator,
    Every,
    Everything,
    Finding,
    Finds,
    Lacks,
    Not,
    Proposes,
    Published,
    Releases,
    Reports,
    Resource,
    Some,
    States,
    Topic,
    Upvotes,
    Uses,
    WrittenBy,
    read_question,
)  # fmt: skip

CODE = Releases(Resource.CODE)


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("Which papers release code?", CODE),
        ("List all papers whose code is available", CODE),
        ("Which papers come with code?", CODE),
        ("Which papers release a dataset?", Releases(Resource.DATA)),
        ("Which papers open-source their model weights?", Releases(Resource.MODEL)),
        ("Which papers release code and data?", Every((CODE, Releases(Resource.DATA)))),
        ("Which papers have no code?", Not(CODE)),
        ("Which papers don't release code?", Not(CODE)),
        ("Which papers are about federated learning?", Topic("federated learning")),
        ("List federated learning papers", Topic("federated learning")),
        ("Which papers use diffusion or GANs?", Some((Uses("diffusion"), Uses("GANs")))),
        ("Which papers do not use diffusion?", Not(Uses("diffusion"))),
        ("Which methods need no training?", Lacks("training")),
        ("Which papers work without training?", Lacks("training")),
        ("Which papers are training-free?", Lacks("training")),
        ("Which training-free methods are there?", Lacks("training")),
        ("Which papers propose a benchmark?", Proposes("benchmark")),
        ("Which papers are surveys?", Proposes("surveys")),
        ("Which papers outperform GPT-4o?", States("outperform GPT-4o")),
        ("Which papers report a speedup of more than 10x?", Reports("speedup", Comparator.MORE, 10, "times")),
        ("Which papers achieve at least 20% improvement?", Reports("improvement", Comparator.AT_LEAST, 20, "%")),
        ("How many papers have more than five authors?", AuthorCount(Comparator.MORE, 5)),
        ("How many papers have a single author?", AuthorCount(Comparator.EXACTLY, 1)),
        ("Which papers were published in December?", Published(month=12)),
        ("Which papers were published before 2024?", Published(last=date(2023, 12, 31))),
        ("Which papers are by Ada Lovelace?", WrittenBy("Ada Lovelace")),
        ("How many papers are there?", Everything()),
        ("How many papers?", Everything()),
        (
            "Which papers on diffusion models do not release code?",
            Every((Topic("diffusion models"), Not(CODE))),
        ),
        ("Which of them use diffusion and release code?", Every((Uses("diffusion"), CODE))),
    ],
)  # fmt: skip
def test_a_condition_says_what_every_paper_is_asked(question, condition):

    assert read_question(question).condition == condition


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many papers use RL?", AnswerKind.COUNT),
        ("What is the number of papers on RL?", AnswerKind.COUNT),
        ("Which paper is about RL?", AnswerKind.LIST),
        ("Is there a paper on RL?", AnswerKind.LIST),
        ("How many layers does it use?", AnswerKind.EXTRACT),
        ("What works best for sorting?", AnswerKind.EXTRACT),
        ("Which datasets was SortNet tested on?", AnswerKind.EXTRACT),
        ("What do the papers say about attention?", AnswerKind.EXTRACT),
    ],
)
def test_papers_are_counted_listed_or_read(question, kind):
    assert read_question(question).kind is kind


@pytest.mark.parametrize(
    "question",
    ["What are the papers about?", "Summarise the day.", "What is new?", "Give me an overview of the papers", "What are the main topics?"],
)  # fmt: skip
def test_an_overview_is_recognised(question):
    assert read_question(question).overview


@pytest.mark.parametrize("question", ["What is new in SortNet?", "Summarise SortNet", "What is an overview effect?"])
def test_a_question_about_one_thing_is_no_overview(question):
    assert not read_question(question).overview


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("Which papers get by without fine-tuning the model?", Lacks("fine-tuning")),
        ("Which papers say nothing about releasing code?", Not(CODE)),
        ("Which papers keep their code to themselves?", Not(CODE)),
        ("Which papers are on GitHub?", CODE),
        ("Which papers say where the code is?", CODE),
        ("Which papers open their weights?", Releases(Resource.MODEL)),
        ("Which papers give away both data and code?", Every((Releases(Resource.DATA), CODE))),
        ("Which papers promise a release in the future?", Finds(Finding.PROMISED)),
        ("Which papers have nothing to do with robots?", Not(Topic("robots"))),
        ("Which papers use neither images nor video?", Every((Not(Uses("images")), Not(Uses("video"))))),
        ("Which papers are from the life sciences?", Topic("life sciences")),
        ("Which papers edit or restyle pictures?", Some((States("edit pictures"), States("restyle pictures")))),
        ("Which papers do not edit or restyle pictures?", Not(Some((States("edit pictures"), States("restyle pictures"))))),
        ("Which papers have no human evaluation?", Not(Finds(Finding.HUMAN_STUDY))),
        ("Which papers do not rely on RL?", Not(Uses("RL"))),
        ("Which papers build a benchmark for video?", Every((Proposes("benchmark"), Topic("video")))),
        ("Which papers make something two or more times faster?", Reports("make something faster", Comparator.AT_LEAST, 2, "times")),
        ("Which papers got at least 20 upvotes?", Upvotes(Comparator.AT_LEAST, 20)),
        ("How many papers have 5 or fewer votes?", Upvotes(Comparator.AT_MOST, 5)),
    ],
)  # fmt: skip
def test_everyday_wordings_are_read_as_what_they_mean(question, condition):
    """An idiom asks for the same as the plain word for it."""
    assert read_question(question).condition == condition


@pytest.mark.parametrize("question", ["Which methods skip training?", "Who accelerates inference?"])
def test_methods_and_people_stand_for_papers(question):
    """Whoever does something in an abstract is its paper."""
    assert read_question(question).condition is not None
