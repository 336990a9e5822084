"""An archive of real abstracts repeated under new ids, written straight into the store and the archive index."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import numpy as np
from sqlalchemy import Connection, insert, text, update

from evals.datasets import hf_daily
from evals.performance.inputs import DATA, drafts
from paperline.adapters.records.database import Database
from paperline.adapters.records.schema import tables
from paperline.adapters.records.schema.encoding import to_halves, to_json
from paperline.bootstrap import Services
from paperline.domain.papers import Paper, normalised_title
from paperline.domain.ranking.vectors import Matrix, PaperVectors, unit
from paperline.pipeline.embed import embed_papers
from paperline.ports import Embedder

A_DAY = 100
FIRST_DAY = date(2001, 1, 1)
_BATCH = 500
_NOISE = 0.02  # a vector number's spread: copies stay near their abstract, as near as two papers on one subject
_MOST_TEXTS = 1_000
_SEED = 20_251_211
_META = to_json(Paper, Paper("", 1, "", ""), without=frozenset({"id", "version", "title", "abstract"}))


def fill(services: Services, embedder: Embedder, count: int) -> None:
    """An empty store and its archive index hold `count` papers on days of a hundred, with vectors near those of real ones.

    The rows are written as the record store would write them, many at once: paper by paper takes minutes.
    """
    made = _copies(embedder)
    database = Database(services.settings.home, busy_timeout_seconds=5.0)
    with database.transaction(writing=True) as connection:
        for start in range(0, count, _BATCH):
            batch = list(islice(made, min(_BATCH, count - start)))
            _put_papers(connection, [paper for paper, _ in batch])
            _put_vectors(connection, [vectors for _, vectors in batch], str(embedder.identity))
            for place in range(0, len(batch), A_DAY):
                day = FIRST_DAY + timedelta(days=(start + place) // A_DAY)
                _put_day(connection, day, [paper.id for paper, _ in batch[place : place + A_DAY]])
        connection.execute(text("INSERT INTO full_text(full_text) VALUES ('rebuild')"))
        connection.execute(update(tables.revisions).values(number=tables.revisions.c.number + 1))
    database.close()
    services.index.rebuild()


def _put_papers(connection: Connection, papers: Sequence[Paper]) -> None:
    now = datetime.now(UTC)
    rows = [
        {"id": paper.id, "version": paper.version, "title_key": normalised_title(paper.title), "meta": _META}
        for paper in papers
    ]
    versions = [
        {"paper_id": paper.id, "version": paper.version, "title": paper.title, "abstract": paper.abstract, "stored_at": now}
        for paper in papers
    ]  # fmt: skip
    connection.execute(insert(tables.papers), rows)
    connection.execute(insert(tables.paper_versions), versions)


def _put_vectors(connection: Connection, made: Sequence[PaperVectors], encoder: str) -> None:
    rows = [
        {
            "paper_id": vectors.paper_id, "version": vectors.version, "encoder": encoder,
            "spans": json.dumps({"passages": vectors.passage_spans, "sentences": vectors.sentence_spans}),
            "passages": to_halves(vectors.passages), "sentences": to_halves(vectors.sentences),
            "title": to_halves(vectors.title),
        }
        for vectors in made
    ]  # fmt: skip
    connection.execute(insert(tables.vectors), rows)


def _put_day(connection: Connection, day: date, paper_ids: Sequence[str]) -> None:
    key = {"day": day, "source": "bench"}
    connection.execute(insert(tables.days).values(day=day, status="complete"))
    connection.execute(insert(tables.day_sources).values(**key, ordinal=0, retrieved_at=datetime.now(UTC)))
    rows = [{**key, "position": position, "paper_id": paper_id} for position, paper_id in enumerate(paper_ids)]
    connection.execute(insert(tables.day_lists), rows)


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
