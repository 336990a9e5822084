"""Surveying: what the papers in scope are about, by a sentence each of those that stand for the most."""

from __future__ import annotations

from datetime import datetime

from paperline.domain.answers import AnswerDraft
from paperline.domain.provenance import Usage
from paperline.domain.retrieval import Retrieved, RetrievedPaper, ScoredSentence
from paperline.domain.summaries import ClaimKind
from paperline.engines.embedded.answering.statements.own_work import roles_of
from paperline.engines.embedded.answering.writing import MOST_SENTENCES, provenance, written

_CONFIDENCE = 0.9


def surveyed(retrieved: Retrieved, now: datetime) -> AnswerDraft:
    """What each of the first papers offers; the papers come with those first that stand for the most."""
    shown = [(paper, offer) for paper in retrieved.papers[:MOST_SENTENCES] if (offer := _offer(paper)) is not None]
    count = retrieved.papers_in_scope
    some = len(shown) < count
    lead = f"{count} {'paper' if count == 1 else 'papers'}" + (
        f"; {len(shown)} that are near to the most others:" if some else ":"
    )
    return AnswerDraft(
        tuple(written(paper, offer) for paper, offer in shown), _CONFIDENCE, Usage(), provenance(now),
        papers_matched=count, text=lead,
    )  # fmt: skip


def _offer(paper: RetrievedPaper) -> ScoredSentence | None:
    """The sentence that says most clearly what the paper contributes."""
    roles = roles_of(paper.paper.abstract)
    return max(
        paper.in_order(),
        key=lambda s: (roles[s.ordinal][ClaimKind.CONTRIBUTION] if s.ordinal < len(roles) else 0.0, -s.ordinal),
        default=None,
    )
