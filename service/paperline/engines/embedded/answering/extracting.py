"""Extracting: the sentences that state what each part of a question asks, or a refusal where none is stated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from paperline.domain.answers import AnswerDraft
from paperline.domain.provenance import Usage
from paperline.domain.questions import AnswerType, Part, Question
from paperline.domain.retrieval import Retrieved
from paperline.engines.embedded.answering.evidence import Asking, Evidence, asking, weighed
from paperline.engines.embedded.answering.refusing import denial, refused
from paperline.engines.embedded.answering.writing import MOST_SENTENCES, overlap, provenance, repeats, written

ANSWERS = 0.5
_CLOSE_TO_BEST = 0.75
_AS_GOOD = 0.93
_MOST_OF_A_PAPER = 2
_LOOKED_AT = 12
_SHORT_ANSWERS = frozenset({AnswerType.NUMBER, AnswerType.NAME, AnswerType.RESOURCE, AnswerType.YES_NO})


def extracted(question: Question, retrieved: Retrieved, now: datetime) -> AnswerDraft:
    """One to four cited sentences, those that agree together; partial where only some parts are stated."""
    asked = [asking(part, retrieved, refers_back=question.refers_back) for part in _with_shared_names(question.parts)]
    found = [weighed(item, retrieved) for item in asked]
    stated = [items for items in found if items and items[0].probability >= ANSWERS]
    denied = asked[0].focus and denial(asked[0], found[0][:_LOOKED_AT])
    if not stated or denied:
        best = max((items[0].probability for items in found if items), default=0.0)
        return refused(retrieved, 1 - best, now, asked=asked[0], nearest=found[0][:_LOOKED_AT])
    chosen = _together([item for items, part in zip(found, asked, strict=True) for item in _choose(items, part)])
    missing = [part.part.text for items, part in zip(found, asked, strict=True) if items not in stated]
    matched = {item.paper.paper.id for items in stated for item in items if item.probability >= ANSWERS}
    return AnswerDraft(
        tuple(written(item.paper, item.sentence) for item in chosen[:MOST_SENTENCES]),
        min(items[0].probability for items in stated),
        Usage(),
        provenance(now),
        partial=bool(missing),
        papers_matched=len(matched),
        text=f"Not stated: {'; '.join(text.strip(' ?.') for text in missing)}." if missing else None,
    )


def _with_shared_names(parts: Sequence[Part]) -> list[Part]:
    """The parts; one without a name speaks of the first name of the others."""
    named = next((part.names[:1] for part in parts if part.names), ())
    return [
        part if part.names else Part(f"{part.text} ({named[0]})" if named else part.text, part.asks, part.attribute, named, part.resource)
        for part in parts
    ]  # fmt: skip


def _choose(found: Sequence[Evidence], asked: Asking) -> list[Evidence]:
    """The best sentence and those that are nearly as good: at most two of a paper, none nearly the same as another."""
    if not found or found[0].probability < ANSWERS:
        return []
    short = asked.part.asks in _SHORT_ANSWERS and bool(asked.focus)
    least = max(ANSWERS, (_AS_GOOD if short else _CLOSE_TO_BEST) * found[0].probability)
    chosen: list[Evidence] = []
    for item in found:
        own = sum(item.paper is other.paper for other in chosen)
        if item.probability < least or len(chosen) == (2 if short else MOST_SENTENCES):
            break
        if own < _MOST_OF_A_PAPER and not repeats(item.sentence.text, [other.sentence.text for other in chosen]):
            chosen.append(item)
    return chosen


def _together(chosen: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, each once, the best first and then always the one most like the last: those that agree stand together."""
    rest = list({(item.paper.paper.id, item.sentence.ordinal): item for item in chosen}.values())
    ordered = rest[:1]
    rest = rest[1:]
    while rest:
        nearest = max(rest, key=lambda item: overlap(item.sentence.text, ordered[-1].sentence.text))
        ordered.append(nearest)
        rest.remove(nearest)
    return ordered
