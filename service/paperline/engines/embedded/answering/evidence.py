"""Evidence: how well each sentence of the papers in question states what one part of a question asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from paperline.domain.questions import AnswerType, Part
from paperline.domain.ranking.terms import term_set, terms
from paperline.domain.retrieval import Retrieved, RetrievedPaper, ScoredSentence
from paperline.domain.summaries import ClaimKind
from paperline.engines.embedded.answering.confidence import Features, Weights, answer_confidence
from paperline.engines.embedded.answering.naming_papers import Naming, mentions, naming
from paperline.engines.embedded.answering.statements.attributes import attribute_met, type_met
from paperline.engines.embedded.answering.statements.own_work import is_own, roles_of, sentences_of
from paperline.engines.embedded.answering.statements.releases import release_strength
from paperline.engines.embedded.answering.statements.synonyms import met_share
from paperline.engines.embedded.roles import main_role

_UNNAMED_PAPERS = 8
_UNNAMED_SENTENCES = 4
_NEIGHBOUR = 0.4
_OF_SOMETHING = (AnswerType.NUMBER, AnswerType.NAME, AnswerType.RESOURCE)
_NOT_SPOKEN_OF = 0.1  # no number or name answers where its sentence lacks what it was to be the number or name of
_NEAREST_TITLES, _OF_TITLE = 3, 0.25
_TITLE_SHARE, _TITLE_LEAD = 0.35, 1.4
_IN_FULL, _SURROUNDED = 0.9, 0.75
_GENERIC = frozenset(
    terms(
        "achieve achieves reach reached get gets obtain report reports reported make made show shows give given main key propose "
        "proposed according accord different differ method approach according need help new many much say says state stated mean "
        "means happen kind type idea proposes call called tell explain describe please about know authors result results exactly "
        "have possible various"
    )
)
_OF_ATTRIBUTE = frozenset(
    terms(
        "evaluate evaluated evaluation test tested experiment release released available build base based compare run serve used train trained training"
    )
)
_ROLES: Mapping[AnswerType, tuple[ClaimKind, ...]] = {
    AnswerType.DESCRIPTION: (ClaimKind.CONTRIBUTION,),
    AnswerType.METHOD: (ClaimKind.METHOD, ClaimKind.CONTRIBUTION),
    AnswerType.REASON: (ClaimKind.METHOD, ClaimKind.RESULT, ClaimKind.PROBLEM),
    AnswerType.NUMBER: (ClaimKind.RESULT, ClaimKind.RESOURCE, ClaimKind.CONTRIBUTION),
    AnswerType.YES_NO: (ClaimKind.RESULT, ClaimKind.CONTRIBUTION),
    AnswerType.COMPARISON: (ClaimKind.RESULT, ClaimKind.METHOD, ClaimKind.CONTRIBUTION),
    AnswerType.RESOURCE: (ClaimKind.RESOURCE,),
}
_STRONG_ROLE = 3.0
_MENTIONED = 0.8
_OF_RESULT, _OF_OTHERS = 0.5, 0.4
_FEW_WORDS = 6
_ASKED_OF_ONE = frozenset({AnswerType.NUMBER, AnswerType.NAME, AnswerType.DESCRIPTION, AnswerType.RESOURCE})
EXPLAINED = frozenset({AnswerType.METHOD, AnswerType.DESCRIPTION})
_DEFINES = re.compile(
    r"\b(?:is|are|termed|called|refers? to|defined as|known as|dubbed|namely|we (?:term|call)|that is)\b|\(|–|--",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a paper, how probable it is that it states what is asked, and why."""

    paper: RetrievedPaper
    sentence: ScoredSentence
    features: Features
    probability: float


@dataclass(frozen=True, slots=True)
class Asking:
    """One part of a question over the papers in scope: what it names, and the words that must be met with their weights."""

    part: Part
    named: Naming
    weights: Mapping[str, float]
    focus: frozenset[str]


def asking(part: Part, retrieved: Retrieved, *, refers_back: bool) -> Asking:
    """The part over these papers; one that refers back speaks of all of them."""
    attribute = set(terms(part.attribute))
    names = tuple(name for name in part.names if not set(terms(name)) <= attribute)
    named = naming(names, part.text, retrieved.papers, mentioned=part.asks in _ASKED_OF_ONE)
    near = {found.paper.id for found in retrieved.papers[:_UNNAMED_PAPERS]}
    named = replace(named, papers=named.papers & near)
    focus = named.papers or (frozenset(found.paper.id for found in retrieved.papers) if refers_back else frozenset())
    of_names = {term for name in names for term in terms(name)}
    if named.papers:
        own = [found.paper.title for found in retrieved.papers if found.paper.id in named.papers]
        of_names |= {term for title in own if title.casefold() in part.text.casefold() for term in terms(title)}
    rare = max(retrieved.rarity.values(), default=1.0)
    framing = {term for word in part.framing for term in terms(word)}
    generic = _GENERIC | _OF_ATTRIBUTE if part.attribute else _GENERIC
    weights = {
        term: retrieved.rarity.get(term, rare)
        for term in dict.fromkeys(terms(part.text))
        if term not in of_names and term not in generic and term not in attribute and term not in framing
    }
    if not focus and (titled := _titled(weights, retrieved)):
        focus = frozenset({titled.paper.id})
        held = set(terms(titled.paper.title))
        weights = {term: weight * (_OF_TITLE if term in held else 1.0) for term, weight in weights.items()}
    return Asking(part, named, weights, focus)


def _titled(weights: Mapping[str, float], retrieved: Retrieved) -> RetrievedPaper | None:
    """The paper that a question means by the words of its title, where no other paper's title holds nearly as many."""
    held = [
        (found, [weights[term] for term in set(terms(found.paper.title)) & set(weights)]) for found in retrieved.papers
    ]
    ordered = sorted(held, key=lambda pair: -sum(pair[1]))
    if not ordered or ordered[0][0] not in retrieved.papers[:_NEAREST_TITLES]:
        return None
    first, second = sum(ordered[0][1]), sum(ordered[1][1]) if len(ordered) > 1 else 0.0
    enough = len(ordered[0][1]) > 1 and first >= _TITLE_SHARE * sum(weights.values())
    return ordered[0][0] if enough and first >= _TITLE_LEAD * second else None


def weighed(asked: Asking, retrieved: Retrieved, weights: Weights) -> list[Evidence]:
    """The sentences that may answer, most probable first; of the papers that are named where any are."""
    if asked.focus:
        pool = [(found, found.in_order()) for found in retrieved.papers if found.paper.id in asked.focus]
    else:
        pool = [(found, found.sentences[:_UNNAMED_SENTENCES]) for found in retrieved.papers[:_UNNAMED_PAPERS]]
    found = [_weighed(asked, paper, sentence, weights) for paper, sentences in pool for sentence in sentences]
    return sorted(found, key=lambda item: (-item.probability, item.paper.paper.id, item.sentence.ordinal))


def _weighed(asked: Asking, paper: RetrievedPaper, sentence: ScoredSentence, weights: Weights) -> Evidence:
    features = features_of(asked, paper, sentence)
    return Evidence(paper, sentence, features, probability_of(asked, features, weights))


def probability_of(asked: Asking, features: Features, weights: Weights) -> float:
    """How probable it is that a sentence with these features states what is asked."""
    probability = answer_confidence(features, weights, explains=asked.part.asks in EXPLAINED)
    if asked.part.asks in _OF_SOMETHING and asked.part.attribute and not features.attribute:
        probability *= _NOT_SPOKEN_OF
    return probability


def features_of(asked: Asking, paper: RetrievedPaper, sentence: ScoredSentence) -> Features:
    """What the confidence is computed from, all between 0 and 1 but for the cosine."""
    part, text = asked.part, sentence.text
    ordered = sentences_of(paper.paper.abstract)
    place = next((i for i, item in enumerate(ordered) if item.start <= sentence.start < item.end), 0)
    around = [ordered[i].text for i in (place - 1, place + 1) if 0 <= i < len(ordered)]
    held = term_set(text)
    near = held | term_set(paper.paper.title).union(*(term_set(item) for item in around))
    empty = not asked.weights and not asked.focus and not asked.part.names
    coverage = 0.0 if empty else met_share(asked.weights, held)
    nearby = 0.0 if empty else met_share(asked.weights, near)
    if part.resource is not None:
        stated = release_strength(text, part.resource)
        attribute = typed = float(stated > 0)
        coverage = nearby = 1.0
    else:
        attribute, typed = attribute_met(part, text, frozenset(asked.weights)), type_met(part, text)
        if part.asks is AnswerType.NAME and part.attribute and attribute >= _IN_FULL:
            coverage = max(coverage, _SURROUNDED * nearby)
    cosines = [other.dense for other in paper.sentences]
    return Features(
        dense=sentence.dense,
        lead=sentence.dense - sum(cosines) / len(cosines) if cosines else 0.0,
        coverage=coverage,
        nearby=nearby,
        attribute=attribute,
        typed=typed,
        names=_names_met(asked, paper, text, around),
        focus=float(paper.paper.id in asked.focus),
        unknown=float(bool(asked.named.unknown)),
        role=_role_fit(asked, paper, place, text),
        own=float(is_own(paper.paper.abstract, place)),
        paper=paper.score,
    )


def _names_met(asked: Asking, paper: RetrievedPaper, text: str, around: Sequence[str]) -> float:
    """The share of the names that are not the paper's own and that the sentence, or less so its neighbours, mentions."""
    others = asked.named.others
    if not others:
        return 1.0
    met = 0.0
    for name in others:
        if mentions(text, name):
            met += 1
        elif mentions(paper.paper.title, name) or any(mentions(item, name) for item in around):
            met += _NEIGHBOUR
    return met / len(others)


def _role_fit(asked: Asking, paper: RetrievedPaper, place: int, text: str) -> float:
    kinds = _ROLES.get(asked.part.asks)
    if kinds is None:
        return 0.5
    scores = roles_of(paper.paper.abstract)
    if place >= len(scores):
        return 0.0
    best = max(scores[place][kind] for kind in kinds)
    fit = min(1.0, best / _STRONG_ROLE)
    if asked.part.asks is AnswerType.METHOD and main_role(scores[place])[0] is ClaimKind.RESULT:
        fit *= _OF_RESULT
    if asked.part.asks is AnswerType.METHOD and not is_own(paper.paper.abstract, place):
        fit *= _OF_OTHERS
    if asked.part.asks is AnswerType.DESCRIPTION and len(terms(text)) < _FEW_WORDS:
        fit *= _OF_RESULT
    if asked.part.asks is AnswerType.DESCRIPTION:
        named = [name for name in asked.part.names if mentions(text, name)]
        if (others := asked.named.others) and any(mentions(text, name) for name in others):
            return max(fit, _MENTIONED)
        if asked.part.names:
            return fit if named else 0.4 * fit
        return max(fit, 0.8) if _defines(asked, text) else 0.5 * fit
    return fit


def _defines(asked: Asking, text: str) -> bool:
    return met_share(asked.weights, term_set(text)) > 0.99 and bool(_DEFINES.search(text))
