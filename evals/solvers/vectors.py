"""Vectors of papers kept between runs, in a cache outside the repository: a corpus is encoded once."""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from evals.solvers.encoding import encoder
from paperline.domain.papers import Paper
from paperline.domain.ranking.vectors import PaperVectors
from paperline.domain.text import split_sentences
from paperline.pipeline.embed import embed_papers

_BATCH = 64


def cache_folder() -> Path:
    """PAPERLINE_EVALS_CACHE, or the user's cache folder."""
    named = os.environ.get("PAPERLINE_EVALS_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "paperline-evals"


def vectors_of(papers: Sequence[Paper]) -> list[PaperVectors]:
    """The vectors of the papers, in their order; what no run before has encoded is encoded and kept."""
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    keys = [_key(paper) for paper in papers]
    with closing(sqlite3.connect(folder / "vectors.sqlite", timeout=120, isolation_level=None)) as kept:
        kept.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, arrays BLOB NOT NULL)")
        found = _read(kept, keys)
        missing = [index for index, key in enumerate(keys) if key not in found]
        begun = time.monotonic()
        for done, batch in enumerate(_batches(missing), 1):
            made = embed_papers([papers[index] for index in batch], encoder())
            found |= {keys[index]: item for index, item in zip(batch, made, strict=True)}
            rows = [(keys[index], _packed(item)) for index, item in zip(batch, made, strict=True)]
            kept.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            seconds = time.monotonic() - begun
            sys.stderr.write(f"\r{min(done * _BATCH, len(missing))} of {len(missing)} encoded, {seconds:.0f} s")
        sys.stderr.write("\n" if missing else "")
    return [
        replace(found[key], paper_id=paper.id, version=paper.version) for key, paper in zip(keys, papers, strict=True)
    ]


def _batches(missing: Sequence[int]) -> list[Sequence[int]]:
    return [missing[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]


def _key(paper: Paper) -> str:
    """Encoder, text and the sentences' places: a splitter that cuts elsewhere asks for new vectors."""
    spans = [(sentence.start, sentence.end) for sentence in split_sentences(paper.abstract)]
    text = "\0".join((str(encoder().identity), paper.title, paper.abstract, str(spans)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read(kept: sqlite3.Connection, keys: Sequence[str]) -> dict[str, PaperVectors]:
    found = {}
    for key in dict.fromkeys(keys):
        row = kept.execute("SELECT arrays FROM vectors WHERE key = ?", (key,)).fetchone()
        if row:
            found[key] = _unpacked(row[0])
    return found


def _packed(item: PaperVectors) -> bytes:
    held = io.BytesIO()
    np.savez(
        held, allow_pickle=False,
        passage_spans=np.array(item.passage_spans, dtype=np.int32).reshape(-1, 2),
        passages=item.passages.astype(np.float16),
        sentence_spans=np.array(item.sentence_spans, dtype=np.int32).reshape(-1, 2),
        sentences=item.sentences.astype(np.float16), title=item.title.astype(np.float16),
    )  # fmt: skip
    return held.getvalue()


def _unpacked(packed: bytes) -> PaperVectors:
    with np.load(io.BytesIO(packed), allow_pickle=False) as held:
        passages, sentences = (
            tuple((int(start), int(end)) for start, end in held[name]) for name in ("passage_spans", "sentence_spans")
        )
        return PaperVectors(
            paper_id="", version=1, passage_spans=passages, passages=held["passages"].astype(np.float32),
            sentence_spans=sentences, sentences=held["sentences"].astype(np.float32),
            title=held["title"].astype(np.float32),
        )  # fmt: skip
