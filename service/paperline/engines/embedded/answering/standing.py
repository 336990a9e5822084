"""Standing: how the best sentence for a part of a question stands among all that was looked at."""

from __future__ import annotations

import math
from collections.abc import Sequence

from paperline.domain.questions import AnswerType
from paperline.domain.retrieval import Retrieved
from paperline.engines.embedded.answering.confidence import Standing
from paperline.engines.embedded.answering.evidence import EXPLAINED, Asking, Evidence

_LOOKED_AT = 8
_MOST_ODDS = 8.0


def standing_of(asked: Asking, found: Sequence[Evidence], retrieved: Retrieved) -> Standing:
    """The standing of the first of some evidence, best first, which may be none."""
    part, top = asked.part, retrieved.papers[:_LOOKED_AT]
    best = found[0] if found else None
    same = [item.probability for item in found[1:] if best and item.paper is best.paper]
    rival = [item.probability for item in found[1:] if best and item.paper is not best.paper]
    total = sum(retrieved.rarity.values())
    unheld = sum(weight for term, weight in retrieved.rarity.items() if not retrieved.holders.get(term))
    met, close = (best.features.coverage, best.features.lead) if best else (0.0, 0.0)
    explains = float(part.asks in EXPLAINED)
    loose = float(not explains and not part.attribute)
    return Standing(
        best=log_odds(best.probability) if best else -_MOST_ODDS,
        next=max(same, default=0.0),
        rival=max(rival, default=0.0),
        cosine=max((s.dense for paper in top for s in paper.sentences), default=0.0),
        covered=max((s.coverage for paper in top for s in paper.sentences), default=0.0),
        lead=top[0].score - top[1].score if len(top) > 1 else 0.0,
        paper=best.paper.score if best else 0.0,
        unheld=unheld / total if total else 1.0,
        pool=math.log10(max(1, retrieved.papers_scored)),
        named=float(bool(asked.focus)),
        counts=float(part.asks is AnswerType.NUMBER),
        names=float(part.asks is AnswerType.NAME),
        releases=float(part.asks is AnswerType.RESOURCE),
        explains=explains,
        met=met,
        close=close,
        loose=loose,
        loose_met=loose * met,
        loose_close=loose * close,
        explains_met=explains * met,
        explains_close=explains * close,
    )


def log_odds(probability: float) -> float:
    """The log odds of a probability, within ±8."""
    kept = min(1 - 1e-9, max(1e-9, probability))
    return max(-_MOST_ODDS, min(_MOST_ODDS, math.log(kept / (1 - kept))))
