"""Refusing: why the papers do not answer, what came nearest, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from paperline.domain.answers import AnswerDraft, Match, Refusal, RefusalReason
from paperline.domain.provenance import Usage
from paperline.domain.questions import AnswerType
from paperline.domain.retrieval import Retrieved
from paperline.engines.embedded.answering.evidence import Asking, Evidence
from paperline.engines.embedded.answering.lists.phrases import stems_of
from paperline.engines.embedded.answering.statements.synonyms import is_met
from paperline.engines.embedded.answering.writing import match_of, provenance

NEAREST = 3
_FOREIGN_COSINE = 0.3
_DOUBTFUL_COSINE = 0.45
_LITTLE_COVERED = 0.45
_MANY_UNHELD = 0.34
_DENIES = re.compile(
    r"\b(?:without|no|not|never|skips?|avoids?|eliminat\w+|removes?|free|instead of|obviat\w+|cannot)\b", re.IGNORECASE
)
_PRESUPPOSED = 0.75
_SHAPED = re.compile(r"\w[A-Z0-9+]")

_MESSAGES = {
    RefusalReason.OFF_TOPIC: "None of the papers in scope is about this.",
    RefusalReason.NOT_STATED: "No abstract in scope states this. The nearest ones are listed.",
    RefusalReason.FALSE_PREMISE: "The abstract says otherwise; see the sentence that is listed.",
}


def refused(
    retrieved: Retrieved, confidence: float, now: datetime, *, asked: Asking | None = None,
    nearest: Sequence[Evidence] = (), unrecorded: str | None = None,
) -> AnswerDraft:  # fmt: skip
    """The refusal: a false premise where a named paper denies it, off topic where nothing is near, else not stated.

    What the sources did not record, `unrecorded` tells; it makes no question off topic.
    """
    near = tuple(_nearest(retrieved, nearest))
    reason = RefusalReason.NOT_STATED
    message = unrecorded
    if asked is not None and asked.focus:
        if otherwise := denial(asked, nearest):
            reason, near = (
                RefusalReason.FALSE_PREMISE,
                (match_of(otherwise.paper, otherwise.sentence, otherwise.probability),),
            )
        elif asked.named.papers:
            title = next(item.paper.title for item in retrieved.papers if item.paper.id in asked.named.papers)
            message = f"The abstract of “{title}” does not state this. The nearest sentence is listed."
    elif unrecorded is None and not _names_something(asked) and _is_foreign(retrieved):
        reason = RefusalReason.OFF_TOPIC
    refusal = Refusal(reason, message or _MESSAGES[reason], near)
    return AnswerDraft((), confidence, Usage(), provenance(now), refusal=refusal)


def _names_something(asked: Asking | None) -> bool:
    """Whether the question names something that a paper in scope mentions."""
    return asked is not None and any(
        name not in asked.named.unknown for name in asked.part.names if _SHAPED.search(name)
    )


def _nearest(retrieved: Retrieved, nearest: Sequence[Evidence]) -> list[Match]:
    found: dict[str, Match] = {}
    for item in nearest:
        found.setdefault(item.paper.paper.id, match_of(item.paper, item.sentence, item.probability))
    for paper in retrieved.papers if not found else ():
        found[paper.paper.id] = match_of(paper, paper.sentences[0] if paper.sentences else None, paper.score)
        if len(found) == NEAREST:
            break
    return list(found.values())[:NEAREST]


def _is_foreign(retrieved: Retrieved) -> bool:
    """Whether nothing in scope is near the question: by meaning, by the words of one sentence, by what no paper holds."""
    top = retrieved.papers[:8]
    cosine = max((s.dense for paper in top for s in paper.sentences), default=0.0)
    covered = max((s.coverage for paper in top for s in paper.sentences), default=0.0)
    total = sum(retrieved.rarity.values())
    unheld = sum(w for term, w in retrieved.rarity.items() if not retrieved.holders.get(term)) / total if total else 1.0
    if cosine == 0.0:
        return covered < _LITTLE_COVERED
    return cosine < _FOREIGN_COSINE or (
        cosine < _DOUBTFUL_COSINE and (covered < _LITTLE_COVERED or unheld > _MANY_UNHELD)
    )


def denial(asked: Asking, nearest: Sequence[Evidence]) -> Evidence | None:
    """A sentence of the named paper that denies what a why-question takes for granted: nearly all its words, after a denial."""
    if asked.part.asks is not AnswerType.REASON or len(asked.weights) < 2 or _DENIES.search(asked.part.text):
        return None
    total = sum(asked.weights.values())
    for item in nearest:
        if not (cue := _DENIES.search(item.sentence.text)):
            continue
        after = set(stems_of(item.sentence.text[cue.end() :]))
        met = sum(weight for term, weight in asked.weights.items() if is_met(term, after))
        if met >= _PRESUPPOSED * total:
            return item
    return None
