"""The suite `retrieval`: whether the right papers come first, by words, by vectors and by both."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from evals.asking.corpora import Claim, DayPaper, days, pubmedqa, scifact
from evals.asking.masking import masked
from evals.datasets import has
from evals.folds import spread
from evals.outcomes import Case, Measure, NoData, Outcome, Section
from evals.scorers.ranking import ndcg
from evals.solvers.ranking import BM25, DENSE, FUSED, OURS, Corpus, Scores, fused_out_of_fold
from evals.statistics import SEED
from evals.suites.options import Options
from paperline.domain.papers import Paper
from paperline.domain.ranking.vectors import Matrix

PURPOSE = "nDCG@10 on SciFact claims; hit@1 on PubMedQA questions and on masked summaries within their day"
SCIFACT, PUBMEDQA, MASKED = "SciFact train claims", "PubMedQA dev", "hf-daily, masked summary to its paper in its day"
DEFAULT_SUMMARIES = 1_000


def run(data: Path, options: Options) -> Outcome:
    """Every part whose data are there; `limit` is the number of queries of each."""
    sections: list[Section] = []
    hashes: dict[str, str] = {}
    notes: list[str] = []
    if has(data, "scifact"):
        read = scifact(data)
        hashes |= read.hashes
        found, note = _claims(read.papers, read.claims[: options.limit])
        sections += found
        notes.append(note)
    if has(data, "pubmedqa"):
        read = pubmedqa(data)
        hashes |= read.hashes
        corpus = Corpus(read.papers)
        asked = [(identity, question, corpus) for identity, question in read.questions[: options.limit]]
        sections.append(_hits(PUBMEDQA, asked, {paper.id: paper for paper in read.papers}, 97.5))
    if has(data, "hf-daily"):
        real = days(data)
        hashes |= real.hashes
        chosen = _summaries(real.entries, options.limit or DEFAULT_SUMMARIES)
        pools = {day: Corpus(real.of(day)) for day in sorted({entry.day for entry in chosen})}
        asked = [(e.paper.id, masked(e.ai_summary, e.paper), pools[e.day]) for e in chosen]
        sections.append(_hits(MASKED, asked, {entry.paper.id: entry.paper for entry in chosen}, None))
    if not sections:
        raise NoData(f"Neither scifact, pubmedqa nor hf-daily is at {data}. Give the shared data folder.")
    return Outcome("retrieval", tuple(sections), hashes, tuple(notes))


def _claims(papers: Sequence[Paper], claims: Sequence[Claim]) -> tuple[list[Section], str]:
    """Two sections: all claims, and those whose cited abstracts hold evidence, which are much easier to find."""
    corpus = Corpus(papers)
    scores = [corpus.scores(claim.text) for claim in claims]
    wanted = [claim.cited for claim in claims]
    gains = {
        system: [ndcg(corpus.best(values), cited) for values, cited in zip(columns, wanted, strict=True)]
        for system, columns in _systems(scores).items()
    }
    gains[FUSED] = fused_out_of_fold(corpus, [claim.id for claim in claims], scores, wanted)
    titles = {paper.id: paper for paper in papers}
    cases = tuple(
        _case(claim.text, claim.cited[0], corpus.best(own.ours)[:3], titles, gain)
        for claim, own, gain in zip(claims, scores, gains[OURS], strict=True)
    )
    proven = [place for place, claim in enumerate(claims) if claim.rationales]
    some = {system: [values[place] for place in proven] for system, values in gains.items()}
    notes = [
        f"{system}: {spread([claim.id for claim in claims], [100 * value for value in gains[system]])}"
        for system in (OURS, FUSED)
    ]
    sections = [
        Section(f"{SCIFACT}, all", len(claims), _measures("nDCG@10", gains, 75.5), cases, "nDCG@10"),
        Section(f"{SCIFACT}, those with evidence", len(proven), _measures("nDCG@10", some, None)),
    ]
    return sections, f"{SCIFACT}, nDCG@10: {'; '.join(notes)}."


def _measures(name: str, values: dict[str, list[float]], target: float | None) -> tuple[Measure, ...]:
    """A measure a system; ours is held to the target."""
    return tuple(
        Measure(system, name, tuple(own), scale=100, gated=system == OURS, target=target if system == OURS else None)
        for system, own in values.items()
    )


def _hits(
    name: str, asked: Sequence[tuple[str, str, Corpus]], papers: dict[str, Paper], target: float | None
) -> Section:
    """Whether the right paper is first; a tie with it counts by id."""
    hits: dict[str, list[float]] = {}
    cases = []
    for identity, query, corpus in asked:
        scores = corpus.scores(query)
        for system, (values,) in _systems([scores]).items():
            hits.setdefault(system, []).append(float(corpus.best(values, 1) == [identity]))
        cases.append(_case(query, identity, corpus.best(scores.ours, 3), papers, hits[OURS][-1]))
    return Section(name, len(asked), _measures("hit@1, %", hits, target), tuple(cases), "hit@1")


def _systems(scores: Sequence[Scores]) -> dict[str, list[Matrix]]:
    return {
        OURS: [own.ours for own in scores],
        BM25: [own.lexical for own in scores],
        DENSE: [own.dense for own in scores],
    }


def _summaries(entries: Sequence[DayPaper], limit: int) -> list[DayPaper]:
    held = [entry for entry in entries if entry.ai_summary]
    random.Random(SEED).shuffle(held)
    return held[:limit]


def _case(query: str, wanted: str, found: Sequence[str], papers: dict[str, Paper], score: float) -> Case:
    paper = papers[wanted]
    first = "; ".join(papers[identity].title or identity if identity in papers else identity for identity in found)
    return Case(wanted, paper.title, paper.abstract, (("query", query), ("found first", first)), score)
