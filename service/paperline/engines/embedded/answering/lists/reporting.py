"""Reporting: whether a sentence has the number that a condition asks for: of an attribute, of a change, or of things counted."""

from __future__ import annotations

import re

from paperline.domain.grounding.quantities import Quantity, quantities
from paperline.domain.papers import Paper
from paperline.domain.questions import AnswerType, Part, Reports
from paperline.domain.ranking.terms import terms
from paperline.domain.retrieval import ScoredSentence
from paperline.engines.embedded.answering.statements.amounts import change_of, changes
from paperline.engines.embedded.answering.statements.attributes import attribute_met
from paperline.engines.embedded.answering.statements.own_work import is_own

_LIKELY, _BACKGROUND, _COUNTED_WITHIN = 0.9, 0.35, 60
_BEYOND = re.compile(r"(?:more than|over|above|exceed\w*|beyond|greater than|>)\s*$", re.IGNORECASE)
_OF_RESULTS = frozenset({"%", "points", "times", "db"})
_CHANGED = 0.6
_PERCENTAGES = frozenset({"%", "points"})
_SCORED = re.compile(
    r"\b(?:accurac\w+|(?:success|solve|completion|pass|win) rates?|pass@\d+|(?:task |subtask )(?:success|completion)|scores?)\b",
    re.IGNORECASE,
)
_OF_COUNTED = re.compile(r"\s(?:for|in|of|on|with|per|to|from)\s")


def reports(condition: Reports, paper: Paper, sentence: ScoredSentence) -> float:
    """How surely a sentence has such a number; one of another's work counts little."""
    met, change, heads = _asked(condition, sentence.text)
    fits = met and any(_fits(condition, sentence.text, item, change, heads) for item in quantities(sentence.text))
    return (_LIKELY * met if is_own(paper.abstract, sentence.ordinal) else _BACKGROUND) if fits else 0.0


def _asked(condition: Reports, text: str) -> tuple[float, str, frozenset[str]]:
    """How far the text has the attribute, the kind of change that is asked, and the stems of what is counted."""
    change, rest = change_of(condition.attribute)
    counts = condition.number > 0 and not condition.unit
    heads = frozenset(terms(_OF_COUNTED.split(condition.attribute)[0])[-1:] if counts else ())
    met = attribute_met(Part(text=rest, asks=AnswerType.NUMBER, attribute=rest), text) if rest and not heads else 1.0
    if not condition.number and _SCORED.search(rest) and _SCORED.search(text):
        met = 1.0
    return (max(met, _CHANGED) if change else met), change, heads


def _fits(condition: Reports, text: str, item: Quantity, change: str, heads: frozenset[str]) -> bool:
    if heads and heads.isdisjoint(terms(text[item.end : item.end + _COUNTED_WITHIN])[:4]):
        return False
    if not (condition.attribute or condition.unit or condition.number) and not _measures(text, item):
        return False
    if change and not changes(text, item, change):
        return False
    units = item.units | (_PERCENTAGES if change == "gain" and item.units & _PERCENTAGES else frozenset())
    beyond = _BEYOND.search(text[max(0, item.start - 14) : item.start]) is not None
    value = item.value * (1.001 if beyond else 1)
    return (not condition.unit or condition.unit in units) and condition.comparator.holds(value, condition.number)


def _measures(text: str, item: Quantity) -> bool:
    """Whether a quantity measures a result rather than counts things: it has a unit of comparison or a decimal point."""
    return bool(item.units & _OF_RESULTS) or "." in text[item.start : item.end]
