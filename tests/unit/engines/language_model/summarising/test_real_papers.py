"""Over real abstracts: what a prompt costs, what a call costs besides, and that 500 lies are not believed."""

from __future__ import annotations

import json
import time
from collections import Counter
from itertools import islice

import pytest

from evals.datasets import hf_daily, rows
from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.adapters.tokens.openai_tokens import openai_token_counter
from paperline.domain.provenance import Engine
from paperline.domain.summaries import CheckName
from paperline.domain.text import split_sentences
from paperline.engines.language_model.ladder import Ladder
from paperline.engines.language_model.summarising.prompting import request_for
from paperline.engines.language_model.summarising.summariser import LanguageModelSummariser
from paperline.ports import PaperText
from paperline.prompts import load
from tests.builders import NOW
from tests.unit.engines.language_model.summarising.adversary import LIES, lies, true_reply

PAPERS = 60
FRAME_TOKENS = 7  # what the chat format of OpenAI's models puts around two messages
MOST_OVER_ABSTRACT = 350


def text_of(paper) -> PaperText:
    return PaperText(paper.title, paper.abstract, paper.id, 1)


@pytest.fixture(scope="module")
def papers(shared_data):
    """Sixty real papers of many days, in a seeded order."""
    return hf_daily(shared_data).first(PAPERS).papers


@pytest.fixture(scope="module")
def embedded_summaries(papers, embedded):
    return dict(zip((p.id for p in papers), embedded.summarise([text_of(p) for p in papers], now=NOW), strict=True))


@pytest.fixture(scope="module")
def replies(papers, embedded_summaries):
    return [true_reply(paper, embedded_summaries[paper.id]) for paper in papers]


class Stored:
    """A Summariser that gives the summaries that were made before."""

    def __init__(self, summaries):
        self.summaries = summaries

    def summarise(self, papers, *, now):
        """The summaries of these papers."""
        return [self.summaries[paper.paper_id] for paper in papers]


@pytest.fixture
def believing(embedded_summaries):
    """The summary that comes of a reply, given again whatever is asked of the model."""

    def run(paper, reply):
        model = ScriptedModel()
        model.enqueue(reply, reply)
        ladder = Ladder(model, mended=lambda text: text)
        writer = LanguageModelSummariser(ladder, len, Stored(embedded_summaries))
        return writer.summarise([text_of(paper)], now=NOW)[0]

    return run


def test_a_prompt_costs_little_more_than_its_abstract(shared_data, monkeypatch):
    """System, user frame, numbering, title and schema together, counted as OpenAI's models count."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(shared_data / "tiktoken"))
    counter = openai_token_counter("gpt-4o", timeout_seconds=30)
    assert counter.exact, "the shared encoding could not be read"
    real = [(p.title, p.abstract) for p in hf_daily(shared_data).first(300).papers]
    listed = rows(shared_data / "arxiv-daily" / "2026-06-03.jsonl.gz")
    real += [(" ".join(row["title"].split()), " ".join(row["summary"].split())) for row in islice(listed, 300)]
    schema, over = None, []
    for title, abstract in real:
        request = request_for(PaperText(title, abstract), load("tldr/v1"), counter.count).request
        schema = schema or counter.count(json.dumps(request.schema, separators=(",", ":")))
        over.append(
            counter.count(request.system)
            + counter.count(request.user)
            + schema
            + FRAME_TOKENS
            - counter.count(abstract)
        )
    assert len(over) >= 500
    assert max(over) <= MOST_OVER_ABSTRACT, f"{sum(over) / len(over):.1f} tokens in the mean"


def test_true_replies_are_believed(papers, replies, believing):
    """Otherwise a Summariser that rejects everything would pass the next test."""
    made = [believing(paper, reply) for paper, reply in zip(papers, replies, strict=True)]
    kept = sum(summary.tldr.engine is Engine.LLM for summary in made)
    stated = sum(1 for reply in replies for each in reply["statements"] if each["kind"] not in {"what", "finding"})
    claims = sum(len(summary.claims) for summary in made if summary.claims and summary.claims[0].engine is Engine.LLM)
    assert kept >= 0.8 * PAPERS
    assert claims >= 0.95 * stated


def test_five_hundred_lies_are_not_believed(papers, replies, believing, syntax):
    """Numbers and units changed, names invented, statements negated, comparisons turned; the model insists when asked again."""
    told = lies(papers, replies, syntax, 500)
    believed = []
    tried = Counter(lie.kind for lie in told)
    for lie in told:
        summary = believing(lie.paper, lie.reply)
        texts = [(part.text, summary.tldr.checks) for part in summary.tldr.parts if summary.tldr.engine is Engine.LLM]
        texts += [(claim.text, claim.checks) for claim in summary.claims if claim.engine is Engine.LLM]
        if any(text.rstrip(" .;,") == lie.text.rstrip(" .;,") and checks.passed for text, checks in texts):
            believed.append(lie)
    found = {kind: [lie.text for lie in believed if lie.kind is kind] for kind in LIES}
    assert len(told) == 500
    assert min(tried.values()) >= 80
    assert found[CheckName.NUMBERS] == []
    assert all(len(found[kind]) <= 0.05 * count for kind, count in tried.items()), found


def test_a_call_costs_little_time_besides_the_model(papers, replies, embedded_summaries):
    """Request, reading and every check; the bound leaves room for a busy machine, the figure is printed."""
    model = ScriptedModel()
    writer = LanguageModelSummariser(Ladder(model, mended=lambda text: text), len, Stored(embedded_summaries))
    spent = []
    for paper, reply in zip(papers, replies, strict=True):
        model.enqueue(reply)
        before = time.process_time()
        summary = writer.summarise([text_of(paper)], now=NOW)[0]
        if summary.usage.model_calls == 1 and summary.provenance.fallback is None:
            spent.append(1_000 * (time.process_time() - before))
    middle = sorted(spent)[len(spent) // 2]
    assert len(spent) >= PAPERS // 2
    assert middle <= 12, f"{middle:.1f} ms of CPU a call"


def test_every_span_is_the_papers_own(papers, replies, believing):
    for paper, reply in zip(papers, replies, strict=True):
        summary = believing(paper, reply)
        fields = {"title": paper.title, "abstract": paper.abstract}
        for claim in summary.claims:
            assert all(fields[span.field][span.start : span.end] == span.text for span in claim.evidence)
            assert any(
                span.text in {s.text for s in split_sentences(paper.abstract)} | {paper.title}
                for span in claim.evidence
            )
