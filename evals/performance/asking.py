"""Asking: what a question costs over a day, over the archive, and by Chroma's own filter, beside what encoding it costs."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from evals.performance.archive import A_DAY, FIRST_DAY, fill
from evals.performance.figures import Figure
from paperline.adapters.encoders.minilm import MiniLmEmbedder
from paperline.adapters.vector_index.client import open_client
from paperline.bootstrap import Services, open_services
from paperline.domain.ranking.vectors import Matrix
from paperline.domain.scopes import Scope
from paperline.settings import Settings

DEFAULT_PAPERS = 4_000
_SMALL_PAPERS = 1_000
_CHROMA_ROWS = 10_000
_ROUNDS = 15
_BATCH = 500
_DAY = Scope.of_day(FIRST_DAY + timedelta(days=2))
_QUESTIONS = (
    "Which benchmark evaluates video editing?",
    "How are hallucinations of vision language models reduced?",
    "What speeds up diffusion models for robot manipulation?",
    "Which method improves reasoning by reinforcement learning?",
    "How fast is 3D Gaussian splatting?",
    "What data was the speech model trained on?",
)
_LISTING = (
    "Which papers use reinforcement learning?",
    "Which papers release code?",
    "Which papers propose a benchmark?",
    "How many papers report that training is faster?",
)


def measure(papers: int) -> list[Figure]:
    """The figures over an archive of a thousand papers and one of `papers`, in one process."""
    embedder = MiniLmEmbedder()
    vectors = {question: embedder.encode_query(question) for question in _QUESTIONS}
    with tempfile.TemporaryDirectory() as folder, _archive(Path(folder) / "small", embedder, _SMALL_PAPERS) as small:
        encoding = _median_ms(embedder.encode_query)
        answering = _median_ms(lambda question: _asked(small, question))
        listing = _median_ms(lambda question: _asked(small, question), _LISTING)
        retrieving = _median_ms(lambda question: _retrieved(small, question, vectors[question], _DAY))
        filtering = _by_chroma(Path(folder) / "chroma", small, vectors)
        with _archive(Path(folder) / "large", embedder, papers) as large:
            in_large = _median_ms(lambda question: _asked(large, question))
            again = _median_ms(lambda question: _asked(small, question))
            everywhere = _median_ms(lambda question: _retrieved(large, question, vectors[question], Scope()))
    return [
        Figure(f"day of {A_DAY} papers, retrieval after encoding (p50)", retrieving, "ms", 1.0),
        Figure(f"that over Chroma's `where` on {_CHROMA_ROWS:,} rows (p50)", retrieving / filtering, "×", 1 / 50),
        Figure("embedded answer over encoding the question (p50)", answering / encoding, "×", 3.0),
        Figure(f"lists and counts, {A_DAY} papers judged, over encoding (p50)", listing / encoding, "×", 3.0),
        Figure(f"a day's question among {papers:,} papers over {_SMALL_PAPERS:,}", in_large / again, "×", 1.2),
        Figure(f"hybrid retrieval over {papers:,} papers after encoding (p50)", everywhere, "ms", 25.0),
    ]


def _archive(home: Path, embedder: MiniLmEmbedder, papers: int) -> Services:
    services = open_services(Settings(home=home, embedder="minilm"))
    fill(services, embedder, papers)
    for question in _QUESTIONS:
        _asked(services, question)
    return services


def _asked(services: Services, question: str) -> None:
    services.ask.run(question, scope=_DAY, now=datetime.now(UTC))


def _retrieved(services: Services, question: str, vector: Matrix, scope: Scope) -> None:
    services.retrieve.ranked(question, vector, scope)


def _by_chroma(folder: Path, services: Services, vectors: dict[str, Matrix]) -> float:
    """The median milliseconds of a day's best hundred by Chroma's filter on an integer day."""
    collection = open_client(folder).create_collection("bench", embedding_function=None)
    rows = _passages(services)
    for start in range(0, _CHROMA_ROWS, _BATCH):
        numbers = range(start, start + _BATCH)
        collection.add(
            ids=[str(number) for number in numbers],
            embeddings=[rows[number % len(rows)].tolist() for number in numbers],
            metadatas=[{"day": number // A_DAY} for number in numbers],
        )

    def query(question: str) -> None:
        collection.query(query_embeddings=[vectors[question].tolist()], n_results=A_DAY, where={"day": 3}, include=["distances"])  # fmt: skip

    return _median_ms(query)


def _passages(services: Services) -> Sequence[Matrix]:
    with services.records.reading() as unit:
        (batch,) = (next(unit.vectors.stream(MiniLmEmbedder().identity, _SMALL_PAPERS)),)
    return [row for held in batch for row in held.passages]


def _median_ms(act: Callable[[str], object], questions: Sequence[str] = _QUESTIONS) -> float:
    """The median time of an act over the questions, in milliseconds, after one round that does not count."""
    times = []
    for number in range(_ROUNDS + 1):
        for question in questions:
            begun = time.perf_counter()
            act(question)
            if number:
                times.append(1_000 * (time.perf_counter() - begun))
    return median(times)
