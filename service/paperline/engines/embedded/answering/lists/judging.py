"""Judging: whether a paper meets a condition, how surely, and by which sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from paperline.domain.papers import Paper
from paperline.domain.questions import (
    AuthorCount,
    Condition,
    Every,
    Everything,
    Finds,
    Lacks,
    Not,
    Proposes,
    Published,
    Releases,
    Reports,
    Some,
    States,
    Topic,
    Upvotes,
    Uses,
    WrittenBy,
    query_of,
)  # fmt: skip
from paperline.domain.questions.conditions.records import by_record
from paperline.domain.questions.parts import names_in
from paperline.domain.ranking.terms import terms
from paperline.domain.retrieval import Retrieved, RetrievedPaper, ScoredSentence
from paperline.engines.embedded.answering.confidence import (
    MatchFeatures,
    Weights,
    match_confidence,
)
from paperline.engines.embedded.answering.lists.findings import finds
from paperline.engines.embedded.answering.lists.meaning import Cosines, HeldWords, match_features
from paperline.engines.embedded.answering.lists.phrases import IDLE, Phrase, phrase_of
from paperline.engines.embedded.answering.lists.reporting import reports
from paperline.engines.embedded.answering.naming_papers import mentions
from paperline.engines.embedded.answering.statements.own_work import goes_without, is_denied, is_own, offers, titled
from paperline.engines.embedded.answering.statements.releases import linked, release_strength

_LIKELY, _OFFERED, _LINKED, _OF_KIND = 0.9, 0.85, 0.8, 0.2
_BACKGROUND_USE = 0.35
_UNMENTIONED = 0.3
_SHOWN = 0.5
_OWN_WORK = 0.3
_DENIAL = re.compile(
    r"\b(?:without|no|not|zero|eliminat\w+|avoid\w*|bypass\w*|obviat\w+|free (?:of|from)|instead of|rather than|removing|forgo\w*)\b",
    re.IGNORECASE,
)
_OF_GENERIC, _OF_UNHELD, _OF_NAMED = 0.25, 0.5, 0.5
_DENIED, _MOST = 80, 0.5


Fitted = Topic | Uses | States | Proposes | Releases | Lacks | Reports | Finds


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

    def features(self, condition: Fitted, found: RetrievedPaper) -> tuple[MatchFeatures, ScoredSentence | None]:
        """How a paper stands to a condition, and the sentence that shows it best."""
        phrase = self._phrase(query_of(condition))
        said = _said(condition, phrase, found)
        weights = self._weights(phrase)
        words = HeldWords.of(phrase, weights, found)
        features = match_features(phrase, weights, found, words, self._cosines, said.probability)
        if said.probability >= _SHOWN:
            return features, said.sentence
        shares = [(words.shares[s.ordinal], s) for s in found.in_order()]
        best = max(shares, key=lambda pair: (_told(pair, found), -pair[1].ordinal), default=(0.0, None))[1]
        return features, best

    def _judged(self, condition: Condition, found: RetrievedPaper) -> Judgement:
        match condition:
            case Everything():
                return Judgement(1.0)
            case Topic() | Uses() | States() | Proposes() | Releases() | Lacks() | Reports() | Finds():
                return self._fit(condition, found)
            case Not(of):
                return Judgement(1 - self._judged(of, found).probability)
            case Every(of):
                return _joined([self._judged(item, found) for item in of], all_of=True)
            case Some(of):
                return _joined([self._judged(item, found) for item in of], all_of=False)
            case AuthorCount() | Upvotes() | Published() | WrittenBy():
                return Judgement(float(by_record(condition, found.paper)))

    def _phrase(self, words: str) -> Phrase:
        if words not in self._phrases:
            self._phrases[words] = phrase_of(words, self._texts)
        return self._phrases[words]

    def _weights(self, phrase: Phrase) -> Mapping[str, float]:
        """How much each stem tells: a rare one much, an idle one little; what no paper says in this word counts half."""
        if (known := self._weighed.get(phrase)) is not None:
            return known
        rare = max(self._rarity.values(), default=1.0)
        named = {term for own, called in phrase.units if len(called) > 1 for term in own}
        found = {}
        for term in phrase.stems:
            idle = term in IDLE and term not in named
            weight = self._rarity.get(term, rare if term in named else rare * _OF_UNHELD)
            found[term] = max(weight, rare * _OF_NAMED * (term in named)) * (_OF_GENERIC if idle else 1.0)
        self._weighed[phrase] = found
        return found

    def _fit(self, condition: Fitted, found: RetrievedPaper) -> Judgement:
        features, sentence = self.features(condition, found)
        probability = match_confidence(kind_of(condition), features, self._fitted)
        if isinstance(condition, Topic | Uses | States):
            probability = _with_names(condition.phrase, found.paper, probability)
        return Judgement(probability, sentence)


def kind_of(condition: Fitted) -> str:
    """The name of the model that weighs what is found of such a condition."""
    return type(condition).__name__.lower()


def _told(share: tuple[float, ScoredSentence], found: RetrievedPaper) -> float:
    """How well a sentence shows what its paper is about: by the words that it holds, its meaning, and being its own work."""
    covered, sentence = share
    return covered + sentence.dense + _OWN_WORK * is_own(found.paper.abstract, sentence.ordinal)


def _said(condition: Fitted, phrase: Phrase, found: RetrievedPaper) -> Judgement:
    """The sentence that says it most surely by the rules of this kind of condition, else what title or record say."""
    paper, sentences = found.paper, found.in_order()
    match condition:
        case Topic() | States():
            return Judgement(0.0)
        case Uses(words):
            return _used(words, phrase, found)
        case Proposes(words):
            return _best(
                [
                    (s, _OFFERED * offers(s.text, words) or _OF_KIND * offers(s.text, words.split()[-1]))
                    for s in sentences
                ],
                otherwise=titled(paper.title, words),
            )
        case Releases(resource):
            scored = [(s, release_strength(s.text, resource)) for s in sentences]
            return _best(scored, otherwise=linked(paper, resource))
        case Lacks(words):
            own = [s for s in sentences if is_own(paper.abstract, s.ordinal)]
            scored = [(s, _LIKELY * goes_without(s.text, words) or _LINKED * _does_without(s.text, words)) for s in own]
            return _best(scored, otherwise=goes_without(paper.title, words))
        case Finds():
            own = [s for s in sentences if is_own(paper.abstract, s.ordinal)]
            return _best([(s, finds(s.text, condition)) for s in own])
        case Reports():
            return _best([(s, reports(condition, paper, s)) for s in sentences])


def _used(words: str, phrase: Phrase, found: RetrievedPaper) -> Judgement:
    """A sentence on the paper's own work has the phrase; what only its background has counts little."""
    abstract, stems = found.paper.abstract, frozenset(phrase.stems)
    scored = [
        (s, _LIKELY if is_own(abstract, s.ordinal) else _BACKGROUND_USE)
        for s in found.in_order()
        if (phrase.count(s.text) or phrase.named(s.text) or _names(words, s.text)) and not is_denied(s.text, stems)
    ]
    return _best(scored, otherwise=phrase.count(found.paper.title) > 0)


def _best(scored: list[tuple[ScoredSentence, float]], *, otherwise: bool = False) -> Judgement:
    """The sentence that says it most surely; `otherwise` where something but a sentence says it."""
    best = max(scored, key=lambda pair: (pair[1], -pair[0].ordinal), default=None)
    if best is not None and best[1] > 0:
        return Judgement(max(best[1], _LINKED if otherwise else 0.0), best[0])
    return Judgement(_LINKED if otherwise else 0.0)


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
