"""Judging: whether a paper meets a condition, how surely, and by which sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from paperline.domain.grounding.quantities import quantities
from paperline.domain.papers import Paper
from paperline.domain.questions import (
    AnswerType,
    AuthorCount,
    Condition,
    Every,
    Everything,
    Finds,
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
from paperline.engines.embedded.answering.confidence import (
    StatesFeatures,
    TopicFeatures,
    Weights,
    states_confidence,
    topic_confidence,
)
from paperline.engines.embedded.answering.lists.findings import finds
from paperline.engines.embedded.answering.lists.meaning import Cosines, states_features, topic_features
from paperline.engines.embedded.answering.lists.phrases import Phrase, phrase_of
from paperline.engines.embedded.answering.lists.records import by_record
from paperline.engines.embedded.answering.naming_papers import mentions
from paperline.engines.embedded.answering.statements.amounts import change_of, changes
from paperline.engines.embedded.answering.statements.attributes import attribute_met
from paperline.engines.embedded.answering.statements.own_work import goes_without, is_denied, is_own, offers, titled
from paperline.engines.embedded.answering.statements.releases import linked, release_strength
from paperline.engines.embedded.answering.statements.synonyms import met_share

_SURE, _LIKELY, _OFFERED, _LINKED = 0.97, 0.9, 0.85, 0.8
_BACKGROUND_USE = 0.35
_UNMENTIONED = 0.3
_UNSAID = 0.02
_OWN_WORK = 0.3
_DENIAL = re.compile(
    r"\b(?:without|no|not|zero|eliminat\w+|avoid\w*|bypass\w*|obviat\w+|free (?:of|from)|instead of|rather than|removing|forgo\w*)\b",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    terms(
        "model models method approach system result results performance new novel existing current several multiple various different general special way thing things something "
        "give make study involve look claim report machine machines today one existing instead more better good high own first"
    )
)
_OF_GENERIC = 0.25
_DENIED, _MOST = 80, 0.5
_BEYOND = re.compile(r"(?:more than|over|above|exceed\w*|beyond|greater than|>)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How probably a paper meets the condition, and the sentence that says so, None where none does."""

    probability: float
    sentence: ScoredSentence | None = None


class Judge:
    """Judges the papers in scope by one condition."""

    def __init__(self, condition: Condition, retrieved: Retrieved, weights: Weights) -> None:
        self._condition = condition
        self._fitted = weights
        self._rarity = retrieved.rarity
        self._texts = [found.paper.abstract for found in retrieved.papers]
        self._phrases: dict[str, Phrase] = {}
        self._weighed: dict[Phrase, Mapping[str, float]] = {}
        self._cosines = Cosines.of(retrieved)

    def judge(self, found: RetrievedPaper) -> Judgement:
        """The judgement of one paper."""
        return self._judged(self._condition, found)

    def topic_features(self, words: str, found: RetrievedPaper) -> TopicFeatures:
        """How a paper stands to a topic."""
        phrase = self._phrase(words)
        return topic_features(phrase, self._weights(phrase), found, self._cosines)

    def states_features(self, words: str, found: RetrievedPaper, sentence: ScoredSentence) -> StatesFeatures:
        """How a sentence stands to a statement."""
        phrase = self._phrase(words)
        return states_features(phrase, self._weights(phrase), found, sentence, self._cosines)

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
            case Proposes() | Releases() | Lacks() | Reports() | Finds():
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
        if phrase not in self._weighed:
            rare = max(self._rarity.values(), default=1.0)
            self._weighed[phrase] = {
                term: self._rarity.get(term, rare) * (_OF_GENERIC if term in _GENERIC else 1.0) for term in phrase.stems
            }
        return self._weighed[phrase]

    def _topic(self, words: str, found: RetrievedPaper) -> Judgement:
        phrase = self._phrase(words)
        if not phrase.stems:
            return Judgement(0.0)
        features = self.topic_features(words, found)
        shares = [(met_share(self._weights(phrase), phrase.held(s.text)), s) for s in found.in_order()]
        best = max(shares, key=lambda pair: (_told(pair, found), -pair[1].ordinal), default=(0.0, None))[1]
        return Judgement(_with_names(words, found.paper, topic_confidence(features, self._fitted)), best)

    def _uses(self, words: str, found: RetrievedPaper) -> Judgement:
        """A sentence on the paper's own work has the phrase; what only its background has counts little."""
        phrase = self._phrase(words)
        all_stems = frozenset(phrase.stems)
        scored = [
            (s, _LIKELY if is_own(found.paper.abstract, s.ordinal) else _BACKGROUND_USE)
            for s in found.in_order()
            if (phrase.count(s.text) or phrase.named(s.text) or _names(words, s.text))
            and not is_denied(s.text, all_stems)
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
        scored = [(s, states_confidence(self.states_features(words, found, s), self._fitted)) for s in found.in_order()]
        best = _best(scored)
        return Judgement(_with_names(words, found.paper, best.probability), best.sentence)


def _told(share: tuple[float, ScoredSentence], found: RetrievedPaper) -> float:
    """How well a sentence shows what its paper is about: by the words that it holds, its meaning, and being its own work."""
    covered, sentence = share
    return covered + sentence.dense + _OWN_WORK * is_own(found.paper.abstract, sentence.ordinal)


def _said(condition: Proposes | Releases | Lacks | Reports | Finds, found: RetrievedPaper) -> Judgement:
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
            scored = [
                (s, _LIKELY * goes_without(s.text, phrase) or _LINKED * _does_without(s.text, phrase)) for s in own
            ]
            return _best(scored, otherwise=goes_without(paper.title, phrase))
        case Finds():
            own = [s for s in sentences if is_own(paper.abstract, s.ordinal)]
            return _best([(s, finds(s.text, condition)) for s in own])
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


def _does_without(text: str, phrase: str) -> bool:
    """Whether most of a long phrase follows a word that says that something is not needed."""
    stems = set(terms(phrase))
    after = [set(terms(text[cue.end() : cue.end() + _DENIED])) for cue in _DENIAL.finditer(text)]
    return len(stems) > 1 and any(len(stems & held) > _MOST * len(stems) for held in after)


def _reports(condition: Reports, paper: Paper, sentence: ScoredSentence) -> float:
    text = sentence.text
    change, rest = change_of(condition.attribute)
    part = Part(text=rest, asks=AnswerType.NUMBER, attribute=rest)
    met = attribute_met(part, text) if rest else 1.0
    if not met:
        return 0.0
    heads = terms(rest)[-1:]
    for item in quantities(text):
        fits = condition.unit in item.units if condition.unit else True
        after = terms(text[item.end : item.end + 60])[:4]
        if not condition.unit and condition.number and heads and heads[0] not in after:
            continue
        if change and not changes(text, item, change):
            continue
        beyond = _BEYOND.search(text[max(0, item.start - 14) : item.start]) is not None
        if fits and condition.comparator.holds(item.value * (1.001 if beyond else 1), condition.number):
            return _LIKELY * met if is_own(paper.abstract, sentence.ordinal) else 0.4
    return 0.0


def _names(words: str, text: str) -> bool:
    """Whether a name of the phrase stands in the text, whatever its version."""
    names = [name for name in _named_in(words) if not re.fullmatch(r"[A-Z]{2,5}s?", name)]
    return any(re.search(rf"(?<!\w){re.escape(name)}(?![a-z])", text) for name in names)


def _with_names(words: str, paper: Paper, probability: float) -> float:
    """Less where the phrase has a name that the paper never mentions."""
    names = [name for name in _named_in(words) if any(char.isupper() for char in name[1:])]
    missing = [name for name in names if not mentions(f"{paper.title}\n{paper.abstract}", name)]
    return probability * _UNMENTIONED if missing and not re.fullmatch(r"[A-Z]{2,5}s?", missing[0]) else probability


@lru_cache(maxsize=64)
def _named_in(words: str) -> tuple[str, ...]:
    """The names of a phrase, read once for all papers."""
    return tuple(names_in(f"a {words}"))
