"""Surveying: what the papers in scope are about, by a sentence each of those that stand for the most."""

from __future__ import annotations

from datetime import datetime

from paperline.domain.answers import AnswerDraft
from paperline.domain.provenance import Usage
from paperline.domain.retrieval import Retrieved, RetrievedPaper, ScoredSentence
from paperline.domain.summaries import ClaimKind
from paperline.engines.embedded.answering.statements.own_work import roles_of, sentences_of
from paperline.engines.embedded.answering.writing import MOST_SENTENCES, provenance, written
from paperline.engines.embedded.sentences.features import Sentences
from paperline.engines.embedded.sentences.judging import judge

Offer = tuple[RetrievedPaper, ScoredSentence, float]


def surveyed(retrieved: Retrieved, now: datetime) -> AnswerDraft:
    """What each of the first papers offers; the papers come with those first that stand for the most.

    It is as sure as, on the mean, readers would be that the sentences shown say what their papers contribute.
    """
    shown = [offer for paper in retrieved.papers[:MOST_SENTENCES] if (offer := _offer(paper)) is not None]
    count = retrieved.papers_in_scope
    some = len(shown) < count
    lead = f"{count} {'paper' if count == 1 else 'papers'}" + (
        f"; {len(shown)} that are near to the most others:" if some else ":"
    )
    return AnswerDraft(
        tuple(written(paper, sentence) for paper, sentence, _ in shown),
        sum(sure for *_, sure in shown) / len(shown) if shown else 0.0,
        Usage(), provenance(now), papers_matched=count, text=lead,
    )  # fmt: skip


def _offer(paper: RetrievedPaper) -> Offer | None:
    """The sentence that readers would likeliest call the paper's contribution, with that likelihood."""
    abstract = paper.paper.abstract
    read = Sentences(paper.paper.title, abstract, sentences_of(abstract), roles_of(abstract), None)
    judged = judge(read) if read.sentences else []
    scored = [
        (paper, s, judged[s.ordinal].kinds[ClaimKind.CONTRIBUTION]) for s in paper.in_order() if s.ordinal < len(judged)
    ]
    return max(scored, key=lambda offer: (offer[2], -offer[1].ordinal), default=None)
