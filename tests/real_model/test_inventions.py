"""A real model that makes things up: its replies are read, most of what it says is rejected, and what is left is in the papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from paperline.adapters.language_models.mending import mended
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.answers import AnswerDraft
from paperline.domain.papers import Paper
from paperline.domain.provenance import Engine
from paperline.domain.questions import read_question
from paperline.domain.summaries import Summary
from paperline.domain.text import Span
from paperline.engines.embedded.answering.answerer import EmbeddedAnswerer
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.engines.language_model.answerer import LanguageModelAnswerer
from paperline.engines.language_model.ladder import Ladder, Rungs
from paperline.engines.language_model.summarising.summariser import LanguageModelSummariser
from paperline.ports import Completion, Finish, PaperText, ReplyFormat
from tests.builders import NOW
from tests.inventions import inventions
from tests.real_model.conftest import Counted
from tests.real_model.narrowing import STATEMENTS, NarrowedModel, answer_schema, summary_schema
from tests.unit.engines.language_model.asking import retrieved

pytestmark = [pytest.mark.real_model, pytest.mark.slow]

QUESTIONS = ["What does it show?", "How large is the gain?"]
PAPERS_ASKED = 6
PAPERS_SUMMARISED = 5
LEAST_READ = 20
LEAST_REJECTED = 10
Published = tuple[str, Sequence[Span], Paper]


def rough_tokens(text: str) -> int:
    return len(text) // 4


@dataclass(frozen=True)
class Answered:
    """Two questions to each of some papers, a call each; and how many sentences passed and failed."""

    drafts: list[tuple[Paper, AnswerDraft]]
    replies: list[Completion]
    rungs: Rungs
    counted: Counted

    def published(self) -> Iterator[Published]:
        """What of the model a reader sees."""
        for paper, draft in self.drafts:
            for sentence in draft.sentences:
                if sentence.engine is Engine.LLM:
                    assert sentence.checks.passed
                    yield sentence.text, [span for cited in sentence.citations for span in cited.evidence], paper


@dataclass(frozen=True)
class Summarised:
    """Some papers, a call and its repair each; and how many statements passed and failed."""

    summaries: list[tuple[Paper, Summary]]
    replies: list[Completion]
    rungs: Rungs
    counted: Counted

    def published(self) -> Iterator[Published]:
        """What of the model a reader sees."""
        for paper, summary in self.summaries:
            for each in (*summary.tldr.parts, *summary.claims):
                engine = each.engine if each in summary.claims else summary.tldr.engine
                if engine is Engine.LLM:
                    yield each.text, each.evidence, paper


@pytest.fixture(scope="module")
def answered(smollm, sample, sentences_judged) -> Answered:
    model = NarrowedModel(smollm, answer_schema, 220)
    ladder = Ladder(model, mended)
    answerer = LanguageModelAnswerer(ladder, rough_tokens, EmbeddedAnswerer(), budget_tokens=560)
    before = sentences_judged()
    drafts = [
        (paper, answerer.answer(read_question(question), retrieved([paper]), now=NOW))
        for paper in sample[:PAPERS_ASKED]
        for question in QUESTIONS
    ]
    return Answered(drafts, model.completions, ladder.rungs, sentences_judged() - before)


@pytest.fixture(scope="module")
def summarised(smollm, sample, sentences_judged) -> Summarised:
    model = NarrowedModel(smollm, summary_schema, 400)
    ladder = Ladder(model, mended)
    summariser = LanguageModelSummariser(ladder, rough_tokens, EmbeddedSummariser(SpacySyntax()))
    papers = sample[:PAPERS_SUMMARISED]
    before = sentences_judged()
    made = summariser.summarise(
        [PaperText(paper.title, paper.abstract, paper.id, paper.version) for paper in papers], now=NOW
    )
    return Summarised(
        list(zip(papers, made, strict=True)), model.completions, ladder.rungs, sentences_judged() - before
    )


def test_enough_is_read_and_enough_of_it_rejected(answered, summarised):
    """So that nothing here holds because everything fell back."""
    read = [reply for reply in answered.replies + summarised.replies if reply.finish is Finish.STOP]
    assert len(read) >= LEAST_READ
    assert answered.counted.failed + summarised.counted.failed >= LEAST_REJECTED
    judged = sum(answered.counted) + sum(summarised.counted)
    of_answers = sum(reply in answered.replies for reply in read)
    assert judged >= of_answers + (len(read) - of_answers) * len(STATEMENTS)


@pytest.mark.parametrize("made", ["answered", "summarised"])
def test_no_invention_is_published(made, request):
    published = list(request.getfixturevalue(made).published())
    made_up = {
        text: found
        for text, evidence, paper in published
        if (found := inventions(text, evidence, paper.title, paper.abstract))
    }
    assert not made_up


def test_the_strictest_format_is_found_at_once_and_kept(answered, summarised):
    for made in (answered, summarised):
        assert set(made.rungs.values()) == {ReplyFormat.SCHEMA}
        assert all(reply.usage.prompt > 0 < reply.usage.completion for reply in made.replies)
        assert not any(reply.usage.estimated for reply in made.replies)


def test_a_prompt_that_begins_alike_is_read_once(answered, summarised):
    """The part of the prompt that never changes stands first, and llama.cpp tells how much it had already."""
    for made in (answered, summarised):
        assert all(reply.usage.cached > 100 for reply in made.replies[1:])


def test_where_nothing_of_an_answer_passed_another_engine_answers_and_says_so(answered):
    for _, draft in answered.drafts:
        by_model = draft.provenance.engine is Engine.LLM
        assert by_model == (draft.provenance.fallback is None)
        assert by_model or all(sentence.engine is Engine.EMBEDDED for sentence in draft.sentences)


def test_what_another_engine_wrote_of_a_summary_is_said(summarised):
    for _, summary in summarised.summaries:
        engines = {summary.tldr.engine, *(claim.engine for claim in summary.claims)}
        assert summary.provenance.fallback is not None or engines == {Engine.LLM}
        assert all(text.checks.passed for text in (summary.tldr, *summary.claims) if text.engine is Engine.LLM)
