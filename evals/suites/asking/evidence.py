"""The suite `evidence`: whether the sentences that people marked are among the first of the right abstract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.asking.corpora import scifact
from evals.asking.predictions import states
from evals.folds import fold_of, spread
from evals.outcomes import Case, Measure, Outcome, Section
from evals.solvers.ranking import OURS, Corpus
from evals.suites.options import Options
from evals.training.answers import answerer_without
from evals.training.answers.asked import key_of
from paperline.domain.papers import Paper
from paperline.domain.questions import read_question
from paperline.domain.retrieval import Retrieved, RetrievedPaper, ScoredSentence
from paperline.engines.embedded.answering.answerer import EmbeddedAnswerer
from paperline.engines.embedded.answering.confidence import answer_confidence
from paperline.engines.embedded.answering.evidence import asking, features_of

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
            retrieved = corpus.retrieved(claim.text, identity)
            paper = next(found for found in retrieved.papers if found.paper.id == identity)
            orders = _orders(claim.text, paper, retrieved, answerer_without(fold_of(key_of(claim))))
            ours = orders[OURS]
            gold = tuple((identity, start, end) for start, end in spans)
            keys.append(claim.id)
            for system, order in orders.items():
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


def _orders(
    text: str, paper: RetrievedPaper, retrieved: Retrieved, answerer: EmbeddedAnswerer
) -> dict[str, list[ScoredSentence]]:
    """As the answerer would cite them, fitted without the claim's fold; as retrieval alone orders them; and plain ones."""
    asked = asking(read_question(text).parts[0], retrieved, refers_back=False)
    sure = {
        sentence.ordinal: answer_confidence(features_of(asked, paper, sentence), answerer.weights)
        for sentence in paper.sentences
    }
    by_place = sorted(paper.sentences, key=lambda sentence: sentence.ordinal)
    return {
        OURS: sorted(by_place, key=lambda sentence: -sure[sentence.ordinal]),
        "retrieval alone": list(paper.sentences),
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
