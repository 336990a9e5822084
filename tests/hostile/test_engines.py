"""The hostile endpoint behind both engines: a reader gets what stands in the paper or a labelled fallback, never an error."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from paperline.adapters.language_models.mending import mended
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.answers import AnswerDraft, AnswerSentence
from paperline.domain.provenance import Engine
from paperline.domain.questions import read_question
from paperline.domain.summaries import Summary
from paperline.domain.text import split_sentences
from paperline.engines.embedded.answering.answerer import EmbeddedAnswerer
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.engines.language_model.answerer import LanguageModelAnswerer
from paperline.engines.language_model.ladder import Ladder
from paperline.engines.language_model.summarising.summariser import LanguageModelSummariser
from paperline.ports import PaperText
from tests.builders import NOW
from tests.hostile.behaviours import BEHAVIOURS, Behaviour
from tests.hostile.conftest import DEADLINE_SECONDS, SOON_SECONDS
from tests.hostile.meaning import LIES, Lie, honest_answer, honest_summary
from tests.inventions import inventions
from tests.unit.engines.language_model.asking import PAPERS, QUESTION, retrieved
from tests.unit.engines.language_model.summarising.telling import FED, SORT

MOST_CALLS = 4
OF_ID = {paper.id: paper for paper in PAPERS}
Ask = Callable[..., AnswerDraft]
Summarise = Callable[..., list[Summary]]


def rough_tokens(text: str) -> int:
    return len(text) // 4


class Listener:
    """Whoever follows an answer, and what was told."""

    def __init__(self) -> None:
        self.told: list[AnswerSentence] = []

    def proceed(self) -> None:
        """The reader stays."""

    def written(self, sentence: AnswerSentence) -> None:
        """A sentence has passed."""
        self.told.append(sentence)


@pytest.fixture(scope="module")
def embedded() -> EmbeddedSummariser:
    return EmbeddedSummariser(SpacySyntax())


@pytest.fixture
def ask(hostile, client) -> Ask:
    """Asks three papers, of an endpoint that behaves so."""

    def run(act, deadline_seconds: float, listener: Listener | None = None) -> AnswerDraft:
        hostile.behaves(act, honest_answer)
        answerer = LanguageModelAnswerer(Ladder(client(deadline_seconds), mended), rough_tokens, EmbeddedAnswerer())
        return answerer.answer(read_question(QUESTION), retrieved(PAPERS), now=NOW, listener=listener)

    return run


@pytest.fixture
def summarise(hostile, client, embedded) -> Summarise:
    """Summarises papers, by an endpoint that behaves so."""

    def run(act, deadline_seconds: float, *papers: PaperText) -> list[Summary]:
        hostile.behaves(act, honest_summary)
        ladder = Ladder(client(deadline_seconds), mended)
        return LanguageModelSummariser(ladder, rough_tokens, embedded).summarise(papers, now=NOW)

    return run


def of_model(answer: AnswerDraft) -> list[AnswerSentence]:
    """What of an answer the model wrote; every part of it passed and stands in the papers."""
    written = [sentence for sentence in answer.sentences if sentence.engine is Engine.LLM]
    for sentence in written:
        assert sentence.checks.passed
        assert sentence.citations
        for cited in sentence.citations:
            paper = OF_ID[cited.paper_id]
            assert not inventions(sentence.text, cited.evidence, paper.title, paper.abstract), sentence.text
    return written


def by_model(summary: Summary, paper: PaperText) -> list[str]:
    """What of a summary the model wrote; every part of it passed and stands in the paper."""
    parts = summary.tldr.parts if summary.tldr.engine is Engine.LLM else ()
    assert not parts or summary.tldr.checks.passed
    claims = [claim for claim in summary.claims if claim.engine is Engine.LLM]
    assert all(claim.checks.passed for claim in claims)
    for each in (*parts, *claims):
        assert not inventions(each.text, each.evidence, paper.title, paper.abstract), each.text
    return [each.text for each in (*parts, *claims)]


@pytest.mark.parametrize("followed", [False, True], ids=["whole", "followed"])
@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda behaviour: behaviour.name)
def test_every_behaviour_leaves_an_answer(ask, behaviour: Behaviour, followed):
    listener, began = Listener(), time.monotonic()
    deadline = SOON_SECONDS if behaviour.slow else DEADLINE_SECONDS
    answer = ask(behaviour.act, deadline, listener if followed else None)
    assert time.monotonic() - began < MOST_CALLS * DEADLINE_SECONDS + 1
    written = of_model(answer)
    assert all(told in answer.sentences for told in listener.told)
    if behaviour.is_used(followed=followed):
        assert written
        assert answer.provenance.fallback is None
    else:
        assert answer.provenance.fallback or (written and answer.partial)
        assert answer.sentences or answer.refusal


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda behaviour: behaviour.name)
def test_every_behaviour_leaves_a_summary(summarise, behaviour: Behaviour):
    began = time.monotonic()
    (summary,) = summarise(behaviour.act, SOON_SECONDS if behaviour.slow else DEADLINE_SECONDS, SORT)
    assert time.monotonic() - began < MOST_CALLS * DEADLINE_SECONDS + 1
    written = by_model(summary, SORT)
    assert summary.tldr.text
    assert summary.claims
    if behaviour.is_used(followed=False):
        assert written
        assert summary.provenance.fallback is None
    else:
        assert not written
        assert summary.provenance.fallback


@pytest.mark.parametrize("followed", [False, True], ids=["whole", "followed"])
@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.name)
def test_no_lie_is_in_an_answer(ask, lie: Lie, followed):
    listener = Listener()
    answer = ask(lie.act, DEADLINE_SECONDS, listener if followed else None)
    shown = [sentence.text for sentence in (*of_model(answer), *listener.told)]
    assert not [text for text in shown if lie.is_in(text)]
    assert shown or answer.provenance.fallback or answer.refusal


@pytest.mark.parametrize(
    "second", ['"refusal": "off_topic"', '"sentences": []', '"refusal": "none", "sentences": [{}]']
)
def test_a_reply_that_takes_back_what_it_said_while_it_came_does_not(ask, second):
    """A name that stands twice in JSON means its last value, and the first has been told by then."""

    async def act(asked):
        await asked.reply(f"{asked.content()[:-1]}, {second}}}")

    listener = Listener()
    answer = ask(act, DEADLINE_SECONDS, listener)
    assert listener.told
    assert tuple(listener.told) == answer.sentences[: len(listener.told)]
    assert answer.partial


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.name)
def test_no_lie_is_in_a_summary(summarise, lie: Lie):
    for summary, paper in zip(summarise(lie.act, DEADLINE_SECONDS, SORT, FED), (SORT, FED), strict=True):
        shown = by_model(summary, paper) + list(summary.keywords if lie.of_texts else ())
        assert not [text for text in shown if lie.is_in(text)]
        assert by_model(summary, paper) or summary.provenance.fallback


def test_summaries_swapped_between_papers_are_not_taken(summarise):
    """Each paper gets the reply that the other should have had."""

    async def act(asked):
        other = SORT if f"0 {FED.title}" in asked.body["messages"][-1]["content"] else FED
        shown = [other.title, *(sentence.text for sentence in split_sentences(other.abstract))]
        prompt = "\n".join(f"{number} {text}" for number, text in enumerate(shown))
        await asked.reply(honest_summary({"messages": [{"content": prompt}]}))

    for summary, paper in zip(summarise(act, DEADLINE_SECONDS, SORT, FED), (SORT, FED), strict=True):
        assert not by_model(summary, paper)
        assert "another paper" in summary.provenance.fallback
