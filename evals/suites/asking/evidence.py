"""The suite `evidence`: whether the sentences that people marked are among the first of the right abstract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.asking.corpora import scifact
from evals.asking.predictions import states
from evals.folds import spread
from evals.outcomes import Case, Measure, Outcome, Section
from evals.solvers.ranking import OURS, Corpus
from evals.suites.options import Options
from paperline.domain.papers import Paper
from paperline.domain.retrieval import ScoredSentence

PURPOSE = "SciFact rationales: a marked sentence among the first three of the right abstract"
NAME = "SciFact train rationales"
_FIRST = (1, 3)


def run(data: Path, options: Options) -> Outcome:
    """`limit` is the number of claims with evidence; one with two abstracts counts twice."""
    read = scifact(data)
    corpus = Corpus(read.papers)
    papers = {paper.id: paper for paper in read.papers}
    hits: dict[tuple[str, int], list[float]] = {}
    keys, cases = [], []
    for claim in [claim for claim in read.claims if claim.rationales][: options.limit]:
        for identity, spans in claim.rationales.items():
            ours = corpus.sentences(claim.text, identity)
            gold = tuple((identity, start, end) for start, end in spans)
            keys.append(claim.id)
            for system, order in _orders(ours).items():
                for depth in _FIRST:
                    places = [(identity, sentence.start, sentence.end) for sentence in order[:depth]]
                    hits.setdefault((system, depth), []).append(float(any(states(place, gold) for place in places)))
            cases.append(_case(claim.text, papers[identity], spans, ours[:3], hits[OURS, 3][-1]))
    measures = tuple(
        Measure(
            system, f"gold among the first {depth}, %", tuple(values), scale=100, gated=system == OURS,
            target=88 if (system, depth) == (OURS, 3) else None,
        )
        for (system, depth), values in hits.items()
    )  # fmt: skip
    note = f"{NAME}, among the first 3: {spread(keys, [100 * value for value in hits[OURS, 3]])}."
    return Outcome("evidence", (Section(NAME, len(keys), measures, tuple(cases), "found"),), read.hashes, (note,))


def _orders(ours: Sequence[ScoredSentence]) -> dict[str, list[ScoredSentence]]:
    """Ours, the halves of its score alone, and the places at which abstracts conclude."""
    by_place = sorted(ours, key=lambda sentence: sentence.ordinal)
    return {
        OURS: list(ours),
        "cosine alone": sorted(by_place, key=lambda sentence: -sentence.dense),
        "covered terms alone": sorted(by_place, key=lambda sentence: -sentence.coverage),
        "last sentences": by_place[::-1],
    }


def _case(
    claim: str, paper: Paper, spans: Sequence[tuple[int, int]], first: Sequence[ScoredSentence], score: float
) -> Case:
    marked = " … ".join(paper.abstract[start:end] for start, end in spans)
    ours = " … ".join(sentence.text for sentence in first)
    return Case(paper.id, paper.title, paper.abstract, (("claim", claim), ("marked", marked), ("ours", ours)), score)
