"""Meaning: how a paper, or one of its sentences, stands to a phrase: by its words under any name, and by its vector among the others'."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from paperline.domain.retrieval import Retrieved, RetrievedPaper
from paperline.engines.embedded.answering.confidence import MatchFeatures
from paperline.engines.embedded.answering.lists.phrases import Phrase
from paperline.engines.embedded.answering.statements.own_work import is_own
from paperline.engines.embedded.answering.statements.releases import only_releases
from paperline.engines.embedded.answering.statements.synonyms import met_share

_USUAL_COUNT, _USUAL_MEAN, _USUAL_DEVIATION = 4, 0.18, 0.08
_BACKGROUND_PHRASE = 0.3


@dataclass(frozen=True, slots=True)
class Cosines:
    """How near the papers in scope come to a condition: mean and deviation of their best sentences, and the best of all."""

    mean: float
    deviation: float
    best: float

    @classmethod
    def of(cls, retrieved: Retrieved) -> Cosines:
        """Those of these papers, drawn to what is usual where they are few."""
        found = [max((s.dense for s in paper.sentences), default=0.0) for paper in retrieved.papers if paper.sentences]
        size = len(found) + _USUAL_COUNT
        mean = (sum(found) + _USUAL_COUNT * _USUAL_MEAN) / size
        spread = sum((value - mean) ** 2 for value in found) + _USUAL_COUNT * _USUAL_DEVIATION**2
        return cls(mean, math.sqrt(spread / size), max(found, default=0.0))

    def above(self, cosine: float) -> float:
        """By how many thirds of three deviations a cosine is above the mean; 0 where nothing has a cosine."""
        return (cosine - self.mean) / (3 * self.deviation) if self.best else 0.0


@dataclass(frozen=True, slots=True)
class HeldWords:
    """For each sentence of a paper, by its ordinal, which of a phrase's stems it has, and their share by weight."""

    stems: Mapping[int, frozenset[str]]
    shares: Mapping[int, float]

    @classmethod
    def of(cls, phrase: Phrase, weights: Mapping[str, float], found: RetrievedPaper) -> HeldWords:
        """Those of a paper."""
        stems = {sentence.ordinal: phrase.held(sentence.text) for sentence in found.sentences}
        return cls(stems, {ordinal: met_share(weights, held) for ordinal, held in stems.items()})


def match_features(
    phrase: Phrase, weights: Mapping[str, float], found: RetrievedPaper, words: HeldWords, cosines: Cosines, said: float
) -> MatchFeatures:
    """How a paper stands to a phrase, by its words, by meaning and by what the rules find that it says."""
    title, sentences = found.paper.title, [s for s in found.in_order() if not only_releases(s.text)]
    counted = [(s, max(phrase.count(s.text), phrase.named(s.text))) for s in sentences]
    in_title = max(phrase.count(title), phrase.named(title))
    dense = max((s.dense for s in found.sentences), default=0.0)
    own = in_title > 0 or any(count and is_own(found.paper.abstract, s.ordinal) for s, count in counted)
    often = sum(count for _, count in counted) + 2 * in_title
    return MatchFeatures(
        title=met_share(weights, phrase.held(title)),
        sentence=max((words.shares[s.ordinal] for s in sentences), default=0.0),
        whole=met_share(weights, frozenset().union(phrase.held(title), *(words.stems[s.ordinal] for s in sentences))),
        phrase=1.0 if own else _BACKGROUND_PHRASE * bool(often),
        often=min(1.0, often / 3),
        dense=dense,
        paper=found.dense,
        above=cosines.above(dense),
        short=cosines.best - dense,
        said=said,
    )
