"""The vectors of a paper and what made them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """What made a vector; vectors of different identities are never compared."""

    encoder: str
    pooling: str
    dimensions: int

    def __str__(self) -> str:
        return f"{self.encoder}/{self.pooling}/{self.dimensions}"


@dataclass(frozen=True, slots=True)
class PaperVectors:
    """The vectors of one version of a paper, all of unit length, from one encoder pass.

    `passages` (p, d) and `sentences` (s, d) follow the spans of the same order (code points of the abstract);
    `title` is (d,), all zeros where the paper has no title.
    """

    paper_id: str
    version: int
    passage_spans: tuple[tuple[int, int], ...]
    passages: Matrix
    sentence_spans: tuple[tuple[int, int], ...]
    sentences: Matrix
    title: Matrix


def unit(vectors: Matrix) -> Matrix:
    """The vectors scaled to length one along the last axis; zeros stay zeros."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def unit_mean(vectors: Matrix) -> Matrix:
    """The direction (d,) of the mean of some vectors (n, d)."""
    return unit(vectors.mean(axis=0))
