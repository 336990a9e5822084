"""Features: what a sentence shows of its worth and of what it does, in numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paperline.domain import grounding
from paperline.domain.ranking.terms import terms
from paperline.domain.ranking.vectors import Matrix
from paperline.domain.summaries import ClaimKind
from paperline.domain.text import Sentence
from paperline.engines.embedded.names.naming import find_name
from paperline.engines.embedded.roles import RoleScores

_KINDS = tuple(ClaimKind)
# Searched in lower-case text: that takes half the time of ignoring the case.
_SHOWS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "number": r"\d",
        "measured": r"\d\s?(?:%|\\%|×|x\b|-?fold|times)|\d\.\d",
        "url": r"https?:|github",
        "release": r"\b(?:release|available|open-?sourc|publicly)",
        "page": r"project page|\bdemo\b|homepage",
        "hope": r"\bwe (?:hope|believe|envision|expect)\b|pav(?:e|es|ing) the way|future (?:research|work)|foundation for",
        "hollow": r"effectiveness|extensive experiments|comprehensive (?:experiments|evaluations?)|wide range|superiority",
        "proposes": r"\b(?:we|paper|work|study|report)\b.{0,40}\b(?:propos|present|introduc|develop|design|releas|build|construct)",
        "studies": r"\b(?:we|paper|work|study|survey)\b.{0,30}\b(?:study|investigat|examin|explor|analy[sz]|evaluat|review|survey|revisit)",
        "shows": r"\b(?:we|results?|experiments?|evaluations?|analys[ei]s|findings?)\b.{0,60}\b(?:show|demonstrat|find|reveal|indicat|observ|confirm|suggest|prov)",
        "gains": r"outperform|surpass|state[- ]of[- ]the[- ]art|improv|achiev|exceed|reduc|faster|speed-?up|gain",
        "contrast": r"^(?:however|but|yet|despite|while|although|unfortunately|nevertheless)\b",
        "others": r"^(?:existing|current|previous|prior|recent|most|many|traditional)\b|\bexisting (?:methods|approaches|works|models|benchmarks)\b",
        "lacks": r"\b(?:challeng|lack|limit|difficult|struggl|fail|suffer|bottleneck|gap|remain|costly|hinder)",
        "goes on": r"^(?:specifically|in particular|concretely|first|second|third|then|next|for example|for instance|furthermore|moreover|additionally|"
        r"in addition|finally|also|meanwhile|besides|to this end|notably|crucially|importantly)\b",
        "we": r"^we\b",
        "our": r"^our\b|^(?:the|this) (?:proposed|resulting)\b",
        "this": r"^(?:this|these|it|they|such)\b",
        "in this": r"\bin this (?:paper|work|report|study)\b|^this (?:paper|work|report|study)\b",
        "mechanism": r"\b(?:by|via|through|using|leverag|combin|integrat|consists? of|compris)",
        "first": r"\bfirst\b|\bnovel\b|\bnew\b",
        "data": r"\b(?:dataset|benchmark|corpus)\b",
    }.items()
}
NAMES: tuple[str, ...] = (
    *(f"role {kind}" for kind in _KINDS),
    *(f"is {kind}" for kind in _KINDS),
    *(f"best {kind}" for kind in _KINDS),
    *_SHOWS,
    "place", "first sentence", "last", "last but one", "after contribution", "before contribution", "count", "words", "short", "long",
    "dangles", "leans", "central", "title share", "title covered", "name", "names the paper first",
)  # fmt: skip
_SURE = 2.0


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of an abstract with their roles, and their vectors (s, d) where there are any."""

    title: str
    text: str
    sentences: Sequence[Sentence]
    roles: Sequence[RoleScores]
    vectors: Matrix | None = None


def sentence_features(read: Sentences) -> NDArray[np.float32]:
    """The features (s, len(NAMES)) of an abstract's sentences, each of the order of one."""
    sentences, roles = read.sentences, read.roles
    made = np.zeros((len(sentences), len(NAMES)), dtype=np.float32)
    last = max(1, len(sentences) - 1)
    first = next((i for i, scores in enumerate(roles) if scores[ClaimKind.CONTRIBUTION] >= _SURE), 0)
    best = {kind: max(range(len(roles)), key=lambda i: roles[i][kind]) for kind in _KINDS} if roles else {}
    name = find_name(read.title, read.text)
    named = next((i for i, sentence in enumerate(sentences) if name and name.text in sentence.text), -1)
    title = set(terms(read.title))
    central = centrality(read.vectors, len(sentences))
    for index, sentence in enumerate(sentences):
        text, scores = sentence.text, roles[index]
        strongest = max(_KINDS, key=lambda kind: scores[kind])
        stems = set(terms(text))
        words, lower = len(text.split()), text.lower()
        made[index] = (
            *(min(scores[kind], 5) / 3 for kind in _KINDS),
            *(kind is strongest for kind in _KINDS),
            *(best[kind] == index for kind in _KINDS),
            *(pattern.search(lower) is not None for pattern in _SHOWS.values()),
            index / last,
            index == 0,
            index == last,
            index == last - 1,
            max(0, index - first) / 5,
            index < first,
            min(len(sentences), 15) / 10,
            min(words, 60) / 30,
            words < 9,
            words > 40,
            grounding.is_dangling(text),
            grounding.leans(text),
            central[index],
            len(stems & title) / max(1, len(stems)),
            len(stems & title) / max(1, len(title)),
            name is not None and name.text in text,
            index == named,
        )
    return made


def centrality(vectors: Matrix | None, count: int) -> list[float]:
    """The cosine of every sentence with their mean; zeros without vectors."""
    if vectors is None or len(vectors) != count or count == 0:
        return [0.0] * count
    centre = vectors.mean(axis=0)
    return [float(x) for x in vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))]
