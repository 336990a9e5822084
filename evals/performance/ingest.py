"""Ingest, index and summarise of a day against the raw encoder, and encoder and parser, over the same abstracts."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from evals.performance.figures import Figure
from evals.performance.inputs import drafts, jsonl_source
from paperline.adapters.encoders.minilm import MiniLmEmbedder
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.bootstrap import Services, open_services
from paperline.domain.text import split_passages, split_sentences
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line import sentences_to_parse
from paperline.ports import EncoderInput
from paperline.settings import Settings

_ROUNDS = 5


def measure() -> list[Figure]:
    """Pairs of raw encoder and whole path in turn, in one warm process; the median ratio counts."""
    embedder, syntax = MiniLmEmbedder(), SpacySyntax()
    passages, sentences = _passages(embedder), _sentences()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "home", embedder="minilm")
        with open_services(settings) as services:
            _whole(services, Path(folder), 0)
            embedder.encode(passages[:4])
            syntax.parse(sentences)
            rounds = [
                (_raw(embedder, passages), _parsed(syntax, sentences), _whole(services, Path(folder), n + 1))
                for n in range(_ROUNDS)
            ]
    count = len(drafts())
    return [
        Figure("raw encoder, passages only", count / median(raw for raw, *_ in rounds), "abstracts/s"),
        Figure("raw encoder, then parser", count / median(raw + parsed for raw, parsed, _ in rounds), "abstracts/s"),
        Figure("ingest + index + summarise", count / median(whole for *_, whole in rounds), "abstracts/s"),
        Figure(
            "ingest + index + summarise over raw encoder (median of 5)",
            median(whole / raw for raw, _, whole in rounds), "×", 1.5,
        ),
        Figure(
            "ingest + index + summarise over encoder and parser (median)",
            median(whole / (raw + parsed) for raw, parsed, whole in rounds), "×", 1 / 0.85,
        ),
    ]  # fmt: skip


def _passages(embedder: MiniLmEmbedder) -> list[EncoderInput]:
    """The abstracts in passages of the same budget as the pipeline's, without titles and without runs."""
    budget = embedder.window_tokens - 24
    inputs = []
    for draft in drafts():
        for passage in split_passages(draft.abstract, split_sentences(draft.abstract), embedder.count_tokens, budget):
            text = f"{draft.title}. {draft.abstract[passage.start : passage.end]}"
            inputs.append(EncoderInput(text[: len(text)]))
    return [item for item in inputs if embedder.count_tokens(item.text) <= embedder.window_tokens - 2]


def _sentences() -> list[str]:
    """The sentences of which the summariser needs the tree."""
    read = [Abstract.read(draft.title, draft.abstract) for draft in drafts()]
    return [abstract.sentences[place].text for abstract in read for place in sentences_to_parse(abstract)]


def _parsed(syntax: SpacySyntax, sentences: list[str]) -> float:
    begun = time.perf_counter()
    syntax.parse(sentences)
    return time.perf_counter() - begun


def _raw(embedder: MiniLmEmbedder, passages: list[EncoderInput]) -> float:
    begun = time.perf_counter()
    embedder.encode(passages)
    return time.perf_counter() - begun


def _whole(services: Services, folder: Path, copy: int) -> float:
    source = jsonl_source(folder, copy)
    now = datetime.now(UTC)
    begun = time.perf_counter()
    services.take_in.run(source, now=now)
    return time.perf_counter() - begun
