"""Listing: the papers that meet a condition, those that come near, and their number, as an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from paperline.domain.answers import AnswerDraft, AnswerKind
from paperline.domain.provenance import Usage
from paperline.domain.questions import Condition, Everything, Question
from paperline.domain.questions.conditions.records import unknown_to, unrecorded
from paperline.domain.retrieval import Retrieved, RetrievedPaper
from paperline.engines.embedded.answering.confidence import Weights
from paperline.engines.embedded.answering.lists.judging import Judge, Judgement
from paperline.engines.embedded.answering.refusing import NEAREST, refused
from paperline.engines.embedded.answering.writing import MOST_SENTENCES, match_of, provenance, written

_LEAST, _NEVER = 0.25, 1.1
_NEAR = 0.05
_AT_ONCE = 100  # papers judged before it is asked whether to go on
_MOST_LISTED = 1_000

Judged = tuple[RetrievedPaper, Judgement]


def listed(question: Question, retrieved: Retrieved, now: datetime, weights: Weights) -> AnswerDraft:
    """The papers that match, those that come near, their number; a list of none is a refusal, a count of none is 0."""
    condition = question.condition or Everything()
    counting = question.kind is AnswerKind.COUNT
    judge = Judge(condition, retrieved, weights)
    judged = _judged(judge, retrieved)
    judged.sort(key=lambda pair: (-pair[1].probability, pair[0].paper.id))
    line = least_sure([item.probability for _, item in judged])
    matches = [pair for pair in judged if pair[1].probability >= line]
    others = [pair for pair in judged if pair[1].probability < line]
    if not matches and not counting:
        sure = 1 - (others[0][1].probability if others else 0.0)
        return refused(
            retrieved, sure, now, unrecorded=unrecorded(condition, [found.paper for found in retrieved.papers])
        )
    near = [pair for pair in others if pair[1].probability >= _NEAR][:NEAREST]
    said = [(found, item.sentence) for found, item in matches if item.sentence is not None]
    everything = isinstance(condition, Everything)
    number = retrieved.papers_in_scope if everything else len(matches)
    return AnswerDraft(
        tuple(written(found, sentence) for found, sentence in said[:MOST_SENTENCES]),
        1.0 if everything else _certainty(matches, others),
        Usage(),
        provenance(now),
        papers_matched=number,
        count=number if counting else None,
        matches=tuple(match_of(found, item.sentence, item.probability) for found, item in matches[:_MOST_LISTED]),
        near_misses=tuple(match_of(found, item.sentence, item.probability) for found, item in near),
        text=_told(condition, number, retrieved) + _unlisted(len(matches)),
        partial=retrieved.papers_scored < retrieved.papers_in_scope,
    )


def _judged(judge: Judge, retrieved: Retrieved) -> list[Judged]:
    judged = []
    for place, found in enumerate(retrieved.papers):
        if place % _AT_ONCE == 0:
            retrieved.proceed()
        judged.append((found, judge.judge(found)))
    return judged


def _unlisted(matches: int) -> str:
    return f" The surest {_MOST_LISTED:,} are listed." if matches > _MOST_LISTED else ""


def least_sure(probabilities: Sequence[float]) -> float:
    """The probability from which on papers match, so that the expected F1 is highest: half of that F1 (Lipton et al. 2014).

    None matches where that is likelier right than the best set is good; never one less sure than a quarter.
    """
    best, line, mass, none = 0.0, 1.0, 0.0, 1.0
    total = sum(probabilities)
    for size, probability in enumerate(sorted(probabilities, reverse=True), 1):
        mass += probability
        none *= 1 - probability
        if (expected := 2 * mass / (size + total)) > best:
            best, line = expected, probability
    return max(line, _LEAST) if best > none else _NEVER


def _certainty(matches: Sequence[Judged], others: Sequence[Judged]) -> float:
    """How sure the papers nearest to the line are, on the mean: the last few that match and the first few that do not."""
    edge = [item.probability for _, item in matches[-NEAREST:]] + [1 - item.probability for _, item in others[:NEAREST]]
    return sum(edge) / len(edge) if edge else 1.0


def _told(condition: Condition, number: int, retrieved: Retrieved) -> str:
    if isinstance(condition, Everything):
        return f"{number} {'paper is' if number == 1 else 'papers are'} in scope."
    text = f"{number} of {retrieved.papers_scored} papers {'matches' if number == 1 else 'match'}."
    unknown = unknown_to(condition, [found.paper for found in retrieved.papers])
    return f"{text} Of {unknown} it is not known." if unknown else text
