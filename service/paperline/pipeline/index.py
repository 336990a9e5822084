"""Index: every stored paper has its vectors in SQL, and the archive index follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from paperline.domain.errors import IndexUnavailable
from paperline.domain.papers import Paper
from paperline.domain.ranking.vectors import PaperVectors
from paperline.domain.scopes import Scope
from paperline.pipeline.embed import embed_papers
from paperline.pipeline.progress import Progress, no_progress
from paperline.ports import Embedder, IndexRow, Records, VectorIndex

_Item = TypeVar("_Item")
_PAPERS_A_BATCH = 8
_BATCHES_A_FOLLOWING = 4  # adding to the archive index holds the interpreter: less often is faster
_PAPERS_A_STREAMED_BATCH = 32
_ROWS_A_BATCH = 256


class Indexed(Protocol):
    """Called with the ids of a batch whose vectors are stored, and how many papers there are in all."""

    def __call__(self, paper_ids: Sequence[str], total: int) -> None: ...


def unheard(paper_ids: Sequence[str], total: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class IndexResult:
    """How many papers were embedded; `note` says why the archive index does not hold them yet, if so."""

    embedded: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class IndexPapers:
    """Embeds what has no vectors yet. The encoder and the archive index are opened when first needed."""

    records: Records
    embedder: Callable[[], Embedder]
    archive: Callable[[], VectorIndex]

    def run(
        self,
        paper_ids: Sequence[str] | None = None,
        *,
        renamed: Mapping[str, str] | None = None,
        progress: Progress = no_progress,
        indexed: Indexed = unheard,
    ) -> IndexResult:
        """The papers (None: all) have vectors; stored batch by batch, so that an interrupted run goes on later.

        `renamed` gives the new ids of papers whose rows stand in the archive index under an old one; `indexed` hears of
        every batch once its vectors are stored.
        """
        if paper_ids is not None and not paper_ids:
            return IndexResult(0)
        embedder = self.embedder()
        scope = Scope(papers=tuple(paper_ids)) if paper_ids is not None else Scope()
        with self.records.reading() as unit:
            missing = unit.vectors.missing(embedder.identity, scope)
        note = self._rename(renamed, embedder) if renamed else None
        done = 0
        for batches in _batches(list(_batches(missing, _PAPERS_A_BATCH)), _BATCHES_A_FOLLOWING):
            made: list[PaperVectors] = []
            for ids in batches:
                made += self._embed(ids, embedder)
                done += len(ids)
                indexed(ids, len(missing))
                progress("index", done, len(missing))
            note = note or self._follow(made)
        return IndexResult(len(missing), note)

    def rebuild(self, *, progress: Progress = no_progress) -> int:
        """The archive index holds exactly the passages in SQL; nothing is embedded. Returns their number."""
        identity = self.embedder().identity
        archive = self.archive()
        archive.reset()
        with self.records.reading() as unit:
            total = len(unit.papers.ids(Scope()))
            done = rows = 0
            for batch in unit.vectors.stream(identity, _PAPERS_A_STREAMED_BATCH):
                made = index_rows(batch)
                for part in _batches(made, _ROWS_A_BATCH):
                    archive.put(part)
                rows, done = rows + len(made), done + len(batch)
                progress("reindex", done, total)
        return rows

    def catch_up(self) -> int:
        """The archive index holds what SQL has, also what another process stored while this one owned it; how many papers it lacked.

        Nothing is embedded. Where single papers do not explain the difference, the index is built anew.
        """
        identity, archive = self.embedder().identity, self.archive()
        with self.records.reading() as unit:
            stored, known = unit.vectors.passage_count(identity), set(unit.papers.ids(Scope()))
        if archive.count() == stored:
            return 0
        held = archive.paper_ids()
        archive.remove(sorted(held - known))
        lacking = sorted(known - held)
        for ids in _batches(lacking, _PAPERS_A_STREAMED_BATCH):
            with self.records.reading() as unit:
                archive.put(index_rows(unit.vectors.get_many(list(ids), identity)))
        if archive.count() != stored:
            self.rebuild()
        return len(lacking)

    def _embed(self, ids: Sequence[str], embedder: Embedder) -> list[PaperVectors]:
        with self.records.reading() as unit:
            papers: list[Paper] = unit.papers.get_many(ids)
        made = embed_papers(papers, embedder)
        with self.records.writing() as unit:
            for vectors in made:
                unit.vectors.put(vectors, embedder.identity)
        return made

    def _rename(self, renamed: Mapping[str, str], embedder: Embedder) -> str | None:
        with self.records.reading() as unit:
            held = unit.vectors.get_many(list(renamed.values()), embedder.identity)
        return self._follow(held, gone=list(renamed))

    def _follow(self, made: Sequence[PaperVectors], gone: Sequence[str] = ()) -> str | None:
        try:
            archive = self.archive()
            archive.remove([*gone, *(vectors.paper_id for vectors in made)])
            archive.put(index_rows(made))
        except IndexUnavailable as error:
            return f"The archive index does not hold the new papers yet: {error}"
        return None


def index_rows(made: Sequence[PaperVectors]) -> list[IndexRow]:
    """One row per passage, in order."""
    return [
        IndexRow(vectors.paper_id, ordinal, vector)
        for vectors in made
        for ordinal, vector in enumerate(vectors.passages)
    ]


def _batches(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
