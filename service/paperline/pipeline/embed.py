"""Embed: a paper's passages, sentences and title as vectors of one encoder pass."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperline.domain.ranking.pooling import pooled_vectors
from paperline.domain.text import Passage, Sentence, split_passages, split_sentences
from paperline.observability.metrics import EMBEDDING_INPUTS, EMBEDDING_SECONDS
from paperline.observability.tracing import span
from paperline.ports import EncoderInput

if TYPE_CHECKING:
    from paperline.domain.papers import Paper
    from paperline.domain.ranking.vectors import PaperVectors
    from paperline.ports import Embedder

_TITLE_TOKENS = 64
_SPARE_TOKENS = 8  # two special tokens, and the joint between title and passage may split a word piece anew


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one paper becomes inputs: the title before every passage, runs for the title and each sentence."""

    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    inputs: tuple[EncoderInput, ...]


def embed_papers(papers: Sequence[Paper], embedder: Embedder) -> list[PaperVectors]:
    """The vectors of the papers, in their order."""
    with span("encode", paperline__papers=len(papers)):
        return _embedded(papers, embedder)


def _embedded(papers: Sequence[Paper], embedder: Embedder) -> list[PaperVectors]:
    began = time.perf_counter()
    plans = [_plan(paper.title, paper.abstract, embedder) for paper in papers]
    inputs = [item for plan in plans for item in plan.inputs]
    encoded = iter(embedder.encode(inputs))
    EMBEDDING_INPUTS.add(amount=len(inputs))
    made = [
        pooled_vectors(
            paper.id, paper.version, plan.sentences, plan.passages, [next(encoded) for _ in plan.inputs],
            dimensions=embedder.identity.dimensions,
        )
        for paper, plan in zip(papers, plans, strict=True)
    ]  # fmt: skip
    EMBEDDING_SECONDS.observe(time.perf_counter() - began)
    return made


def _plan(title: str, abstract: str, embedder: Embedder) -> _Plan:
    prefix = _prefix(title, embedder)
    budget = embedder.window_tokens - embedder.count_tokens(prefix) - _SPARE_TOKENS
    sentences = split_sentences(abstract)
    passages = split_passages(abstract, sentences, embedder.count_tokens, budget)
    lead = f"{prefix}. " if prefix else ""
    inputs = tuple(
        EncoderInput(
            lead + abstract[passage.start : passage.end],
            (
                (0, len(prefix)),
                *((piece.start - passage.start + len(lead), piece.end - passage.start + len(lead))
                  for piece in passage.pieces),
            ),
        )
        for passage in passages
    )  # fmt: skip
    return _Plan(sentences, passages, inputs)


def _prefix(title: str, embedder: Embedder) -> str:
    """The title, or its first words where it would take more than a quarter of the window."""
    words = title.split()
    while words and embedder.count_tokens(" ".join(words)) > _TITLE_TOKENS:
        words = words[: len(words) * 3 // 4]
    return " ".join(words)
