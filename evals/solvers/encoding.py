"""Vectors for evaluation: the one encoder pass of the pipeline over texts that are not stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from paperline.adapters.encoders.minilm import MiniLmEmbedder
from paperline.domain.papers import Paper
from paperline.domain.ranking.pooling import pooled_vectors
from paperline.domain.ranking.vectors import Matrix, PaperVectors
from paperline.domain.text import Sentence, split_passages
from paperline.pipeline.embed import embed_papers
from paperline.ports import EncoderInput


@cache
def encoder() -> MiniLmEmbedder:
    """The encoder, loaded once."""
    return MiniLmEmbedder()


def paper_encoder() -> Callable[[str, str], PaperVectors]:
    """What gives the vectors of a (title, abstract)."""
    embedder = encoder()
    return lambda title, abstract: embed_papers([Paper(id="", version=1, title=title, abstract=abstract)], embedder)[0]


def sentence_vectors(sentences: Sequence[Sentence], text: str) -> Matrix:
    """The vectors (s, d) of the given sentences of a text, without a title."""
    embedder = encoder()
    passages = split_passages(text, sentences, embedder.count_tokens, embedder.window_tokens - 8)
    inputs = [
        EncoderInput(
            text[passage.start : passage.end],
            ((0, 0), *((piece.start - passage.start, piece.end - passage.start) for piece in passage.pieces)),
        )
        for passage in passages
    ]
    encoded = embedder.encode(inputs)
    return pooled_vectors("", 1, sentences, passages, encoded, dimensions=embedder.identity.dimensions).sentences
