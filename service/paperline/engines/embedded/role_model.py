"""The trained sentence roles: how likely each sentence of an abstract is background, objective, method, result or other.

A linear-chain conditional random field (Lafferty et al. 2001) over hashed words (Weinberger et al. 2009), place, length
and, where there are any, late-pooled sentence vectors. `python -m evals.training.roles` makes the weights from CSAbstruct
(Cohan et al. 2019) and records beside them how good they are.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paperline.domain.ranking.vectors import Matrix
from paperline.domain.text import Sentence

WEIGHTS = Path(__file__).parent / "weights" / "roles.npz"
BUCKETS = 1 << 14
VECTOR_SIZE = 384  # MiniLM's; vectors of another size are another encoder's and are not read
PLACE_SIZE = 24

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[^\w\s]|\w+")
_OPENING = 5
_NEIGHBOUR_OPENING = 3
_EARLY = 12
_LONGEST_SEEN = 10  # sentences of the longest training abstract; more say nothing that was learnt


class SentenceRole(StrEnum):
    """What a sentence does in its abstract; the order is that of the weights' columns."""

    BACKGROUND = "background"
    OBJECTIVE = "objective"
    METHOD = "method"
    RESULT = "result"
    OTHER = "other"


RoleProbabilities = dict[SentenceRole, float]
Buckets = NDArray[np.intp]
_ROLES = tuple(SentenceRole)


@dataclass(frozen=True, slots=True)
class Head:
    """What turns features into label scores: `dense` (f, 5) for place and vectors, `transitions` (5, 5) from, to."""

    dense: Matrix
    transitions: Matrix


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """One table of word weights (BUCKETS, 5), a head for sentences with vectors and one for sentences without."""

    words: Matrix
    with_vectors: Head
    without_vectors: Head


def role_probabilities(
    sentences: Sequence[Sentence], vectors: Matrix | None, weights: RoleWeights | None = None
) -> list[RoleProbabilities]:
    """Each sentence's probability of every role, given all the sentences of its abstract; each sums to one.

    `vectors` (s, 384) are the sentences' unit vectors as the MiniLM embedder makes them; without them, or where they
    do not fit the sentences, words and place decide. `weights` are the packaged ones unless others are to be measured.
    """
    if not sentences:
        return []
    weights = weights or packaged_weights()
    dense = place_features(sentences)
    head = weights.without_vectors
    if vectors is not None and vectors.shape == (len(sentences), VECTOR_SIZE):
        dense, head = np.hstack([dense, vectors]), weights.with_vectors
    scores = dense @ head.dense + word_scores(word_features(sentences), weights.words)
    return [dict(zip(_ROLES, row, strict=True)) for row in chain_marginals(scores, head.transitions).tolist()]


def likeliest_role(probabilities: RoleProbabilities) -> SentenceRole:
    """The role that is most probable; of equals, the first in the enumeration's order."""
    return max(probabilities, key=lambda role: probabilities[role])


@cache
def packaged_weights() -> RoleWeights:
    """The packaged weights, read once, when first needed."""
    return read_weights(WEIGHTS)


def read_weights(path: Path) -> RoleWeights:
    """The weights that a training run wrote: plain half-precision arrays."""
    with np.load(path, allow_pickle=False) as arrays:
        read = {name: np.asarray(arrays[name], dtype=np.float32) for name in arrays.files}
    return RoleWeights(
        words=read["words"],
        with_vectors=Head(read["vectors_dense"], read["vectors_transitions"]),
        without_vectors=Head(read["plain_dense"], read["plain_transitions"]),
    )


def word_features(sentences: Sequence[Sentence]) -> list[Buckets]:
    """For each sentence, the buckets of its features; a bucket may occur twice.

    Its words; its first words by place, as beginnings and as pairs; endings of its first words, which carry tense;
    how its neighbours begin.
    """
    tokens = [_tokens(sentence.text) for sentence in sentences]
    beginnings = [[" ".join(words[:size]) for size in range(1, _OPENING + 1)] for words in tokens]
    found = []
    for index, words in enumerate(tokens):
        names = [f"u {word}" for word in dict.fromkeys(words)]
        names += [f"p {word}" for word in words[:_OPENING]]
        names += [f"^ {beginning}" for beginning in beginnings[index]]
        names += [f"b {first} {second}" for first, second in pairwise(words[: _EARLY + 1])]
        names += [f"s {word[-3:]}" for word in dict.fromkeys(words[:_EARLY]) if len(word) > 4]
        for side, other in (("-1", index - 1), ("1", index + 1)):
            if 0 <= other < len(tokens):
                names += [f"{side}^ {beginning}" for beginning in beginnings[other][:_NEIGHBOUR_OPENING]]
            else:
                names.append(f"{side}none")
        encoded = "\n".join(names).encode(errors="replace").split(b"\n")  # no token holds white space
        found.append(np.fromiter(map(zlib.crc32, encoded), np.intp, len(encoded)) % BUCKETS)
    return found


def word_scores(features: Sequence[Buckets], table: NDArray[Any]) -> NDArray[Any]:
    """The summed rows (s, 5) of the table for each sentence's buckets; no sentence is without a bucket."""
    sizes = [len(buckets) for buckets in features]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    summed: NDArray[Any] = np.add.reduceat(table[np.concatenate(features)], starts, axis=0)
    return summed


def place_features(sentences: Sequence[Sentence]) -> Matrix:
    """Place in the abstract and length as (s, PLACE_SIZE): a constant, eighths, from the start, from the end, words."""
    count = len(sentences)
    index = np.arange(count)
    place = index / max(1, count - 1)
    words = np.array([len(sentence.text.split()) for sentence in sentences])
    features = np.zeros((count, PLACE_SIZE), dtype=np.float32)
    features[:, 0] = 1
    features[index, 1 + np.minimum((place * 8).astype(int), 7)] = 1
    features[index, 9 + np.minimum(index, 3)] = 1
    features[index, 13 + np.minimum(count - 1 - index, 3)] = 1
    features[:, 17] = place
    features[:, 18] = place**2
    features[:, 19] = min(count, _LONGEST_SEEN) / _LONGEST_SEEN
    features[:, 20] = np.minimum(words, 50) / 50
    features[:, 21] = words < 6
    features[:, 22] = words < 12
    features[:, 23] = words > 30
    return features


def chain_marginals(scores: NDArray[Any], transitions: NDArray[Any]) -> NDArray[np.float64]:
    """The marginal probabilities (s, k) of a chain's labels: forward and backward with every step scaled (Rabiner 1989).

    `scores` (s, k) and `transitions` (k, k) are logarithms, up to a constant a sentence.
    """
    wide = np.asarray(scores, dtype=np.float64)
    local = np.exp(wide - wide.max(axis=1, keepdims=True))
    step = np.exp(np.asarray(transitions, dtype=np.float64))
    forward, backward = local.copy(), np.ones_like(local)
    for index in range(1, len(local)):
        before = forward[index - 1]
        forward[index] *= (before / before.sum()) @ step
    for index in range(len(local) - 2, -1, -1):
        after = step @ (local[index + 1] * backward[index + 1])
        backward[index] = after / after.sum()
    joint = forward * backward
    return np.asarray(joint / joint.sum(axis=1, keepdims=True), dtype=np.float64)


def _tokens(text: str) -> list[str]:
    return ["0" if token[0].isdigit() else token for token in _TOKEN.findall(text.lower())]
