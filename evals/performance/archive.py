"""An archive of real abstracts repeated under new ids, written straight into the store and the archive index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from evals.datasets import hf_daily
from evals.performance.inputs import DATA, drafts
from paperline.bootstrap import Services
from paperline.domain.papers import Paper
from paperline.domain.ranking.vectors import Matrix, PaperVectors, unit
from paperline.pipeline.embed import embed_papers
from paperline.ports import Embedder

A_DAY = 100
FIRST_DAY = date(2001, 1, 1)
_BATCH = 500
_NOISE = 0.02  # a vector number's spread: copies stay near their abstract, as near as two papers on one subject
_MOST_TEXTS = 1_000
_SEED = 20_251_211


def fill(services: Services, embedder: Embedder, count: int) -> None:
    """The store and the archive index hold `count` papers on days of a hundred, with vectors near those of real ones."""
    made = islice(_copies(embedder), count)
    place = 0
    while batch := list(islice(made, _BATCH)):
        now = datetime.now(UTC)
        with services.records.writing() as unit_of_work:
            for paper, vectors in batch:
                unit_of_work.papers.put(paper, now, raw_title=None, raw_abstract=None)
                unit_of_work.vectors.put(vectors, embedder.identity)
            for start in range(0, len(batch), A_DAY):
                ids = [paper.id for paper, _ in batch[start : start + A_DAY]]
                day = FIRST_DAY + timedelta(days=(place + start) // A_DAY)
                unit_of_work.days.put_list(day, "bench", ids, now)
        place += len(batch)
    services.index.rebuild()


def _copies(embedder: Embedder) -> Iterator[tuple[Paper, PaperVectors]]:
    texts = _texts()
    papers = [
        Paper(id=f"t:{i}", version=1, title=title, abstract=abstract) for i, (title, abstract) in enumerate(texts)
    ]
    vectors = embed_papers(papers, embedder)
    random = np.random.default_rng(_SEED)

    def near(rows: Matrix) -> Matrix:
        return unit(rows + random.normal(0, _NOISE, rows.shape).astype(np.float32))

    number = 0
    while True:
        for paper, held in zip(papers, vectors, strict=True):
            own = f"bench:{number:07}"
            yield replace(paper, id=own), replace(
                held, paper_id=own, passages=near(held.passages), sentences=near(held.sentences), title=near(held.title[None])[0]
            )  # fmt: skip
            number += 1


def _texts() -> list[tuple[str, str]]:
    if DATA.is_dir():
        return [(paper.title, paper.abstract) for paper in hf_daily(DATA).papers[:_MOST_TEXTS]]
    return [(draft.title, draft.abstract) for draft in drafts()]


def size_of(folder: Path) -> float:
    """Megabytes that the files below a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
