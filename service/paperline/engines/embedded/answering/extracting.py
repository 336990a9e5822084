"""Extracting: the sentences that state what each part of a question asks, or a refusal where none is stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from paperline.domain.answers import AnswerDraft
from paperline.domain.provenance import Usage
from paperline.domain.questions import AnswerType, Part, Question
from paperline.domain.retrieval import Retrieved
from paperline.engines.embedded.answering.confidence import (
    Standing,
    Weights,
    absent_confidence,
    right_confidence,
    stated_confidence,
)
from paperline.engines.embedded.answering.evidence import Asking, Evidence, asking, weighed
from paperline.engines.embedded.answering.refusing import denial, refused
from paperline.engines.embedded.answering.standing import standing_of
from paperline.engines.embedded.answering.writing import MOST_SENTENCES, overlap, provenance, repeats, written

STATED = 0.7  # a false answer costs the reader more than a refusal; chosen on the fresh questions of development
# `What is X?` of a named paper was in no fit, whose figure is too low for it: of 150 such questions, with the sentence that
# introduces X there or deleted, 89 and 8 of 100 reach this.
_NAMED_STATED = 0.35
_STATES = 0.5
# Of 100 answers read, four of the seven second sentences about a named paper did not answer.
_CLOSE_TO_BEST, _OF_NAMED, _AS_GOOD = 0.75, 0.9, 0.98
_MOST_OF_A_PAPER = 2
_LOOKED_AT = 12
_SHORT_ANSWERS = frozenset({AnswerType.NUMBER, AnswerType.NAME, AnswerType.RESOURCE, AnswerType.YES_NO})


def extracted(question: Question, retrieved: Retrieved, now: datetime, weights: Weights) -> AnswerDraft:
    """One to four cited sentences, those that agree together; partial where only some parts are stated."""
    found = [_looked_for(part, question, retrieved, weights) for part in with_shared_names(question.parts)]
    stated = [item for item in found if item.evidence and _is_stated(item, weights)]
    first = found[0]
    denied = first.asked.focus and denial(first.asked, first.evidence[:_LOOKED_AT])
    if not stated or denied:
        absent = min(absent_confidence(item.standing, weights) for item in found)
        return refused(retrieved, absent, now, asked=first.asked, nearest=first.evidence[:_LOOKED_AT])
    chosen = _together([item for part in stated for item in chosen_of(part.evidence, part.asked)])
    missing = [part.asked.part.text for part in found if part not in stated]
    matched = {item.paper.paper.id for item in chosen} | {
        item.paper.paper.id for part in stated for item in part.evidence if item.probability >= _STATES
    }
    return AnswerDraft(
        tuple(written(item.paper, item.sentence) for item in chosen[:MOST_SENTENCES]),
        min(right_confidence(part.standing, weights) for part in stated),
        Usage(),
        provenance(now),
        partial=bool(missing),
        papers_matched=len(matched),
        text=f"Not stated: {'; '.join(text.strip(' ?.') for text in missing)}." if missing else None,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """One part of the question, the sentences that may state it, best first, and how the best one stands."""

    asked: Asking
    evidence: Sequence[Evidence]
    standing: Standing


def _is_stated(item: _Found, weights: Weights) -> bool:
    """Whether it is probable enough; what a paper in scope is, and no more, is hardly ever absent, so less is needed."""
    plain = item.asked.part.asks is AnswerType.DESCRIPTION and item.asked.focus and not item.asked.weights
    return stated_confidence(item.standing, weights) >= (_NAMED_STATED if plain else STATED)


def _looked_for(part: Part, question: Question, retrieved: Retrieved, weights: Weights) -> _Found:
    asked = asking(part, retrieved, refers_back=question.refers_back)
    found = weighed(asked, retrieved, weights)
    return _Found(asked, found, standing_of(asked, found, retrieved))


def with_shared_names(parts: Sequence[Part]) -> list[Part]:
    """The parts; one without a name speaks of the first name of the others."""
    named = next((part.names[:1] for part in parts if part.names), ())
    return [
        part if part.names else replace(part, text=f"{part.text} ({named[0]})" if named else part.text, names=named)
        for part in parts
    ]  # fmt: skip


def chosen_of(found: Sequence[Evidence], asked: Asking) -> list[Evidence]:
    """The best sentence, of some, and those that are nearly as good: at most two of a paper, none nearly the same as another."""
    short = asked.part.asks in _SHORT_ANSWERS and bool(asked.focus)
    near = _AS_GOOD if short else _OF_NAMED if asked.focus else _CLOSE_TO_BEST
    least = near * found[0].probability
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
