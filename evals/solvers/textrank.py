"""TextRank (Mihalcea and Tarau 2004): sentences by their centrality in the graph of shared words."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from evals.scorers.stems import content_stems

_DAMPING = 0.85
_STEPS = 40


def textrank(sentences: Sequence[str]) -> list[str]:
    """The sentences, the most central first; ties keep the text's order."""
    stems = [content_stems(sentence) for sentence in sentences]
    weights = np.array([[_overlap(a, b) if a is not b else 0.0 for b in stems] for a in stems])
    sums = weights.sum(axis=1, keepdims=True)
    steps = np.divide(weights, sums, out=np.full_like(weights, 1 / len(stems)), where=sums > 0)
    ranks = np.full(len(stems), 1 / len(stems))
    for _ in range(_STEPS):
        ranks = (1 - _DAMPING) / len(stems) + _DAMPING * steps.T @ ranks
    return [sentences[i] for i in sorted(range(len(stems)), key=lambda i: (-round(float(ranks[i]), 12), i))]


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    scale = math.log(1 + len(a)) + math.log(1 + len(b))
    return len(a & b) / scale if scale else 0.0
