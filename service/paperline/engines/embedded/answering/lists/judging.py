"""Judging: whether a paper meets a condition, how surely, and by which sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from paperline.domain.grounding.quantities import quantities
from paperline.domain.papers import Paper
from paperline.domain.questions import (
    AnswerType,
    AuthorCount,
    Condition,
    Every,
    Everything,
    Lacks,
    Not,
    Part,
    Proposes,
    Published,
    Releases,
    Reports,
    Some,
    States,
    Topic,
    Uses,
    WrittenBy,
)  # fmt: skip
from paperline.domain.questions.parts import names_in
from paperline.domain.ranking.terms import terms
from paperline.domain.retrieval import Retrieved, RetrievedPaper, ScoredSentence
from paperline.engines.embedded.answering.confidence import TopicFeatures, states_confidence, topic_confidence
from paperline.engines.embedded.answering.lists.phrases import Phrase, phrase_of, stems_of
from paperline.engines.embedded.answering.lists.records import by_record
from paperline.engines.embedded.answering.naming_papers import mentions
from paperline.engines.embedded.answering.statements.attributes import attribute_met
from paperline.engines.embedded.answering.statements.own_work import goes_without, is_denied, is_own, offers, titled
from paperline.engines.embedded.answering.statements.releases import linked, release_strength
from paperline.engines.embedded.answering.statements.synonyms import met_share

_SURE, _LIKELY, _OFFERED, _LINKED = 0.97, 0.9, 0.85, 0.8
_BACKGROUND_USE = 0.35
_UNMENTIONED = 0.3
_UNSAID = 0.02
_OWN_WORK = 0.3
_BACKGROUND_PHRASE = 0.3
_BEYOND = re.compile(r"(?:more than|over|above|exceed\w*|beyond|greater than|>)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How probably a paper meets the condition, and the sentence that says so, None where none does."""

    probability: float
    sentence: ScoredSentence | None = None


class Judge:
    """Judges the papers in scope by one condition."""

    def __init__(self, condition: Condition, retrieved: Retrieved) -> None:
        self._condition = condition
        self._rarity = retrieved.rarity
        self._texts = [found.paper.abstract for found in retrieved.papers]
        self._phrases: dict[str, Phrase] = {}

    def judge(self, found: RetrievedPaper) -> Judgement:
        """The judgement of one paper."""
        return self._judged(self._condition, found)

    def _judged(self, condition: Condition, found: RetrievedPaper) -> Judgement:
        match condition:
            case Everything():
                return Judgement(1.0)
            case Topic(phrase):
                return self._topic(phrase, found)
            case Uses(phrase):
                return self._uses(phrase, found)
            case States(phrase):
                return self._states(phrase, found)
            case Proposes() | Releases() | Lacks() | Reports():
                return _said(condition, found)
            case Not(of):
                return Judgement(1 - self._judged(of, found).probability)
            case Every(of):
                return _joined([self._judged(item, found) for item in of], all_of=True)
            case Some(of):
                return _joined([self._judged(item, found) for item in of], all_of=False)
            case AuthorCount() | Published() | WrittenBy():
                return Judgement(float(by_record(condition, found.paper)))

    def _phrase(self, words: str) -> Phrase:
        if words not in self._phrases:
            self._phrases[words] = phrase_of(words, self._texts)
        return self._phrases[words]

    def _weights(self, phrase: Phrase) -> Mapping[str, float]:
        rare = max(self._rarity.values(), default=1.0)
        return {term: self._rarity.get(term, rare) for term in phrase.stems}

    def _topic(self, words: str, found: RetrievedPaper) -> Judgement:
        phrase = self._phrase(words)
        if not phrase.stems:
            return Judgement(0.0)
        features = topic_features(phrase, self._weights(phrase), found)
        shares = [(met_share(self._weights(phrase), phrase.held(s.text)), s) for s in found.in_order()]
        best = max(shares, key=lambda pair: (_told(pair, found), -pair[1].ordinal), default=(0.0, None))[1]
        return Judgement(_with_names(words, found.paper, topic_confidence(features)), best)

    def _uses(self, words: str, found: RetrievedPaper) -> Judgement:
        """A sentence on the paper's own work has the phrase; what only its background has counts little."""
        phrase = self._phrase(words)
        all_stems = frozenset(phrase.stems)
        scored = [
            (s, _LIKELY if is_own(found.paper.abstract, s.ordinal) else _BACKGROUND_USE)
            for s in found.in_order()
            if phrase.count(s.text) and not is_denied(s.text, all_stems)
        ]
        literal = _best(scored, otherwise=phrase.count(found.paper.title) > 0)
        if literal.probability >= 0.5 or not phrase.stems:
            return literal
        denied = any(is_denied(s.text, all_stems) for s in found.in_order())
        near = self._topic(words, found)
        return (
            literal
            if denied or near.probability < 0.6
            else Judgement(max(literal.probability, 0.8 * near.probability), near.sentence)
        )

    def _states(self, words: str, found: RetrievedPaper) -> Judgement:
        weights = self._weights(self._phrase(words))
        scored = [(s, states_confidence(met_share(weights, set(stems_of(s.text))), s.dense)) for s in found.in_order()]
        best = _best(scored)
        return Judgement(_with_names(words, found.paper, best.probability), best.sentence)


def _told(share: tuple[float, ScoredSentence], found: RetrievedPaper) -> float:
    """How well a sentence shows what its paper is about: by the words that it holds, its meaning, and being its own work."""
    covered, sentence = share
    return covered + sentence.dense + _OWN_WORK * is_own(found.paper.abstract, sentence.ordinal)


def topic_features(phrase: Phrase, weights: Mapping[str, float], found: RetrievedPaper) -> TopicFeatures:
    """How a paper stands to a phrase, by its words and by meaning."""
    abstract, title = found.paper.abstract, found.paper.title
    counted = [(s, phrase.count(s.text)) for s in found.in_order()]
    in_title = phrase.count(title)
    own = in_title > 0 or any(count and is_own(abstract, s.ordinal) for s, count in counted)
    often = sum(count for _, count in counted) + 2 * in_title
    return TopicFeatures(
        title=met_share(weights, phrase.held(title)),
        sentence=max((met_share(weights, phrase.held(s.text)) for s, _ in counted), default=0.0),
        phrase=1.0 if own else _BACKGROUND_PHRASE * bool(often),
        often=min(1.0, often / 3),
        dense=max((s.dense for s in found.sentences), default=0.0),
        paper=found.dense,
    )


def _said(condition: Proposes | Releases | Lacks | Reports, found: RetrievedPaper) -> Judgement:
    """The sentence that says it most surely, else what title or record say."""
    paper, sentences = found.paper, found.in_order()
    match condition:
        case Proposes(phrase):
            return _best(
                [(s, _OFFERED * offers(s.text, phrase)) for s in sentences], otherwise=titled(paper.title, phrase)
            )
        case Releases(resource):
            scored = [(s, release_strength(s.text, resource)) for s in sentences]
            return _best(scored, otherwise=linked(paper, resource))
        case Lacks(phrase):
            own = [s for s in sentences if is_own(paper.abstract, s.ordinal)]
            scored = [(s, _LIKELY * goes_without(s.text, phrase)) for s in own]
            return _best(scored, otherwise=goes_without(paper.title, phrase))
        case Reports():
            return _best([(s, _reports(condition, paper, s)) for s in sentences])


def _best(scored: list[tuple[ScoredSentence, float]], *, otherwise: bool = False) -> Judgement:
    """The sentence that says it most surely; `otherwise` where something but a sentence says it."""
    best = max(scored, key=lambda pair: (pair[1], -pair[0].ordinal), default=None)
    if best is not None and best[1] > 0:
        return Judgement(max(best[1], _LINKED if otherwise else 0.0), best[0])
    return Judgement(_LINKED if otherwise else _UNSAID)


def _joined(judged: list[Judgement], *, all_of: bool) -> Judgement:
    probability = (min if all_of else max)(item.probability for item in judged)
    said = [item for item in judged if item.sentence is not None]
    best = max(said, key=lambda item: item.probability, default=None)
    return Judgement(probability, best.sentence if best else None)


def _reports(condition: Reports, paper: Paper, sentence: ScoredSentence) -> float:
    text = sentence.text
    part = Part(text=condition.attribute, asks=AnswerType.NUMBER, attribute=condition.attribute)
    met = attribute_met(part, text) if condition.attribute else 1.0
    if not met:
        return 0.0
    heads = terms(condition.attribute)[-1:]
    for item in quantities(text):
        fits = condition.unit in item.units if condition.unit else True
        after = terms(text[item.end : item.end + 60])[:4]
        if not condition.unit and heads and heads[0] not in after:
            continue
        beyond = _BEYOND.search(text[max(0, item.start - 14) : item.start]) is not None
        if fits and condition.comparator.holds(item.value * (1.001 if beyond else 1), condition.number):
            return _LIKELY * met if is_own(paper.abstract, sentence.ordinal) else 0.4
    return 0.0


def _with_names(words: str, paper: Paper, probability: float) -> float:
    """Less where the phrase has a name that the paper never mentions."""
    names = [name for name in names_in(f"a {words}") if any(char.isupper() for char in name[1:])]
    missing = [name for name in names if not mentions(f"{paper.title}\n{paper.abstract}", name)]
    return probability * _UNMENTIONED if missing and not re.fullmatch(r"[A-Z]{2,5}s?", missing[0]) else probability
