"""The suite `prompt`: what a language model is shown at ten papers, in tokens, and whether the evidence is among it."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evals.asking.corpora import days, scifact
from evals.asking.masking import masked
from evals.asking.predictions import Place, states
from evals.asking.withheld.pairs import pairs
from evals.datasets import has
from evals.outcomes import Good, Measure, NoData, Outcome, Section
from evals.solvers.ranking import OURS, Corpus
from evals.statistics import SEED
from evals.suites.options import Options
from paperline.adapters.tokens.openai_tokens import TokenCounter, openai_token_counter
from paperline.domain.retrieval import RetrievedPaper
from paperline.engines.language_model.answerer import PROMPT
from paperline.engines.language_model.excerpts import MOST_PAPERS
from paperline.engines.language_model.prompting import BUDGET_TOKENS, request_for
from paperline.engines.language_model.reply import SCHEMA
from paperline.prompts import load

PURPOSE = "prompt tokens at ten papers, and whether the evidence is shown: excerpts against whole abstracts"
WHOLE, WITHIN = "whole abstracts", f"whole abstracts within {BUDGET_TOKENS:,} tokens"
DEFAULT_SUMMARIES = 400
_MODEL = "gpt-4o-mini"
_TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Query:
    """A question, the papers it is asked of, and where they state the answer; a place of a whole paper is its abstract."""

    text: str
    corpus: Corpus
    gold: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a system put into the prompt: how many tokens, whether the right paper was among it, whether the evidence."""

    tokens: int
    paper: bool = False
    evidence: bool = False


def run(data: Path, options: Options) -> Outcome:
    """Every part whose data are there; `limit` is the number of queries of each."""
    os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(data / "tiktoken"))
    counter = openai_token_counter(_MODEL)
    sections: list[Section] = []
    hashes: dict[str, str] = {}
    if has(data, "scifact"):
        read = scifact(data)
        corpus = Corpus(read.papers)
        claims = [claim for claim in read.claims if claim.rationales][: options.limit]
        found = [Query(claim.text, corpus, _places(claim.rationales)) for claim in claims]
        sections.append(_section("SciFact train rationales, all abstracts", found, counter))
        hashes |= read.hashes
    if has(data, "hf-daily"):
        parts, read_hashes = _of_days(data, options.limit)
        sections += [_section(name, found, counter) for name, found in parts.items()]
        hashes |= read_hashes
    if not sections:
        raise NoData(f"Neither scifact nor hf-daily is at {data}. Give the shared data folder.")
    return Outcome(
        "prompt", tuple(sections), hashes, (f"Tokens are counted by {counter.encoding}, the schema included.",)
    )


def _of_days(data: Path, limit: int | None) -> tuple[dict[str, list[Query]], dict[str, str]]:
    """Questions that one sentence of a day answers, and masked summaries that one paper of a day fits."""
    real = days(data)
    pools: dict[date, Corpus] = {}
    asked = []
    for pair in pairs(real)[:limit]:
        pool = pools.setdefault(pair.day, Corpus(real.of(pair.day)))
        asked.append(Query(pair.question, pool, ((pair.paper.id, pair.sentence.start, pair.sentence.end),)))
    entries = [entry for entry in real.entries if entry.ai_summary]
    random.Random(SEED).shuffle(entries)
    described = []
    for entry in entries[: limit or DEFAULT_SUMMARIES]:
        pool = pools.setdefault(entry.day, Corpus(real.of(entry.day)))
        described.append(Query(masked(entry.ai_summary, entry.paper), pool, ((entry.paper.id, 0, 1_000_000),)))
    return {"hf-daily questions, one sentence of the day": asked, "hf-daily masked summaries": described}, real.hashes


def _places(rationales: dict[str, tuple[tuple[int, int], ...]]) -> tuple[Place, ...]:
    return tuple((identity, start, end) for identity, spans in rationales.items() for start, end in spans)


def _section(name: str, queries: Sequence[Query], counter: TokenCounter) -> Section:
    shown: dict[str, list[Shown]] = {OURS: [], WHOLE: [], WITHIN: []}
    for query in queries:
        papers = query.corpus.first(query.text, MOST_PAPERS)
        shown[OURS].append(_excerpts(query, papers, counter))
        fitting = [_whole(query, papers[:count], counter) for count in range(len(papers) + 1)]
        shown[WHOLE].append(fitting[-1])
        shown[WITHIN].append(next(item for item in reversed(fitting) if item.tokens <= BUDGET_TOKENS))
    measures = [measure for system, items in shown.items() for measure in _measures(system, items)]
    return Section(name, len(queries), tuple(measures))


def _measures(system: str, items: Sequence[Shown]) -> list[Measure]:
    tokens = tuple(float(item.tokens) for item in items)
    ours = system == OURS
    return [
        Measure(
            system, "most tokens", tokens, Good.LOW, over="max", gated=ours, target=BUDGET_TOKENS if ours else None
        ),
        Measure(system, "tokens", tokens, Good.LOW),
        Measure(system, "paper hit@10, %", tuple(float(item.paper) for item in items), scale=100, gated=ours),
        Measure(system, "evidence hit@10, %", tuple(float(item.evidence) for item in items), scale=100, gated=ours),
    ]  # fmt: skip


def _excerpts(query: Query, papers: Sequence[RetrievedPaper], counter: TokenCounter) -> Shown:
    """What the engine sends."""
    asked = request_for(query.text, papers, load(PROMPT), _TODAY, counter.count)
    if asked is None:
        return Shown(0)
    places = [(item.paper.id, item.sentence.start, item.sentence.end) for item in asked.shown.values()]
    return Shown(
        _tokens(asked.request.system, asked.request.user, counter),
        paper=bool({identity for identity, _, _ in places} & {identity for identity, _, _ in query.gold}),
        evidence=any(states(place, query.gold) for place in places),
    )


def _whole(query: Query, papers: Sequence[RetrievedPaper], counter: TokenCounter) -> Shown:
    """The same prompt with whole abstracts, without keys."""
    text = "\n".join(f"Paper: {found.paper.title}\n{found.paper.abstract}" for found in papers)
    made = load(PROMPT).render(
        {"today": str(_TODAY), "delimiter": f"=== {'0f' * 8} ===", "papers": text, "question": query.text}
    )
    held = bool({found.paper.id for found in papers} & {identity for identity, _, _ in query.gold})
    return Shown(_tokens(made.system, made.user, counter), paper=held, evidence=held)


def _tokens(system: str, user: str, counter: TokenCounter) -> int:
    return sum(map(counter.count, (system, user, json.dumps(SCHEMA))))
