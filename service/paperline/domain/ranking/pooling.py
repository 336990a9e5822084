"""From token sums to the vectors of a paper: late pooling, so that sentences share their passage's context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from paperline.domain.ranking.vectors import Matrix, PaperVectors, unit

if TYPE_CHECKING:
    from paperline.domain.text import Passage, Sentence


class EncodedPassage(Protocol):
    """What an encoder gives for one passage: `whole` (d,), `runs` (1 + pieces, d) as sums, the title's run first."""

    @property
    def whole(self) -> Matrix: ...
    @property
    def runs(self) -> Matrix: ...


def pooled_vectors(
    paper_id: str,
    version: int,
    sentences: Sequence[Sentence],
    passages: Sequence[Passage],
    encoded: Sequence[EncodedPassage],
    *,
    dimensions: int,
) -> PaperVectors:
    """The paper's unit vectors, rounded to half precision as they are stored.

    A sentence divided between passages is the mean over all of its tokens. Late pooling of one forward pass as in
    Günther et al., "Late Chunking" (2024), at the level of sentences.
    """
    whole = np.array([item.whole for item in encoded], dtype=np.float32).reshape(-1, dimensions)
    sums = np.zeros((len(sentences), dimensions), dtype=np.float32)
    title = np.zeros(dimensions, dtype=np.float32)
    for passage, item in zip(passages, encoded, strict=True):
        title += item.runs[0]
        for piece, run in zip(passage.pieces, item.runs[1:], strict=True):
            sums[piece.sentence] += run
    return PaperVectors(
        paper_id=paper_id,
        version=version,
        passage_spans=tuple((passage.start, passage.end) for passage in passages),
        passages=_as_stored(whole),
        sentence_spans=tuple((sentence.start, sentence.end) for sentence in sentences),
        sentences=_as_stored(sums),
        title=_as_stored(title),
    )


def _as_stored(vectors: Matrix) -> Matrix:
    return unit(vectors).astype(np.float16).astype(np.float32)
