"""The vector index over an embedded Chroma: ids, vectors and integers, no text."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from paperline.adapters.vector_index import recovery
from paperline.adapters.vector_index.files import DATABASE, Files, look, lost
from paperline.adapters.vector_index.lock import OwnerLock, own
from paperline.domain.errors import IndexUnavailable, PaperlineError
from paperline.domain.ranking.vectors import EncoderIdentity, Matrix
from paperline.ports import IndexRow

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.types import Where

_COLLECTION = "passages"
_ROWS_AT_ONCE = 32  # `upsert` holds the GIL: a larger batch would stall every other thread
_IDS_AT_ONCE = 100
_ROWS_PER_PAPER = 4


class ChromaVectorIndex:
    """An index in a folder of its own, opened at first use and owned by one process until it is closed.

    Safe to use from many threads. Chroma keeps the vectors in its HNSW files alone: SQL has them too.
    """

    def __init__(self, path: Path, identity: EncoderIdentity) -> None:
        self.identity = identity
        self._path = path
        self._lock = OwnerLock(path)
        self._mutex = threading.RLock()
        self._client: Client | None = None
        self._collection: Collection | None = None
        self._files: Files = {}
        self._rows: int | None = None  # counted when first asked for after a change: Chroma counts row by row
        self._probed: tuple[Files, recovery.Probed] | None = None

    @property
    def is_open(self) -> bool:
        """True while this process owns the index and holds it in memory."""
        return self._collection is not None

    def put(self, rows: Sequence[IndexRow]) -> None:
        """The rows are in the index, each in place of an earlier row of the same passage."""
        unique = list({(row.paper_id, row.ordinal): row for row in rows}.values())
        for start in range(0, len(unique), _ROWS_AT_ONCE):
            batch = unique[start : start + _ROWS_AT_ONCE]
            with self._open_collection() as collection:
                self._rows = None
                collection.upsert(
                    ids=[f"{row.paper_id}#{row.ordinal}" for row in batch],
                    embeddings=[row.vector.tolist() for row in batch],
                    metadatas=[{"paper_id": row.paper_id, "ordinal": row.ordinal} for row in batch],
                )

    def remove(self, paper_ids: Sequence[str]) -> None:
        """No row of these papers is in the index; unknown ids are fine."""
        for start in range(0, len(paper_ids), _IDS_AT_ONCE):
            these = {"paper_id": {"$in": list(paper_ids[start : start + _IDS_AT_ONCE])}}
            with self._open_collection() as collection:
                self._rows = None
                collection.delete(where=cast("Where", these))

    def query(self, vector: Matrix, limit: int) -> list[tuple[str, float]]:
        """Paper ids by their best passage's cosine, best first, ties by id.

        A paper has several passages, so rows are asked for until there are papers enough or no row is left.
        """
        with self._open_collection() as collection:
            available = self._counted(collection)
            asked = min(available, limit * _ROWS_PER_PAPER)
            best: dict[str, float] = {}
            while asked > 0:
                best = _best_passages(collection, vector, asked)
                if len(best) >= limit or asked == available:
                    break
                asked = min(available, asked * 2)
        return sorted(best.items(), key=lambda found: (-found[1], found[0]))[: max(0, limit)]

    def count(self) -> int:
        """How many rows the index holds."""
        with self._open_collection() as collection:
            return self._counted(collection)

    def _counted(self, collection: Collection) -> int:
        if self._rows is None:
            self._rows = collection.count()
        return self._rows

    def paper_ids(self) -> frozenset[str]:
        """The papers of which the index holds at least one row."""
        with self._open_collection() as collection:
            return frozenset(row_id.rpartition("#")[0] for row_id in collection.get(include=[])["ids"])

    def examine(self) -> int:
        """How many rows the index holds, 0 where there is none; one that is closed is left closed.

        A child process looks into a closed one, and only where its files changed since it last did.
        """
        with self._mutex, _translated(self._path):
            if self._collection is not None:
                return self.count()
            files = look(self._path)
            recovery.refuse_if_condemned(self._path)
            if DATABASE not in files:
                return 0
            if self._probed is None or self._probed[0] != files:
                own(self._lock)
                try:
                    found = recovery.probed(self._path)
                finally:
                    self._lock.release()
                self._probed = (look(self._path), found)
            found = self._probed[1]
            for made_by in found.identities:
                self._refuse_foreign(made_by)
            return found.rows

    def other_owner(self) -> str | None:
        """The other process that holds the index, in words; None where none does."""
        with self._mutex:
            return self._lock.other_owner()

    def reset(self) -> None:
        """The index is empty and belongs to this encoder, whatever was there before: foreign, damaged or nothing."""
        with self._mutex, _translated(self._path):
            own(self._lock)
            self._close_client()
            recovery.clear(self._path)
            self._open()

    def close(self) -> None:
        """The index and its lock are released; a later use opens it again."""
        with self._mutex:
            if self._client is not None:
                self._close_client()
                recovery.mark_closed(self._path)
            self._lock.release()

    @contextmanager
    def _open_collection(self) -> Iterator[Collection]:
        with self._mutex, _translated(self._path):
            if self._collection is not None:
                self._let_go_if_lost()
            if self._collection is None:
                self._open()
            assert self._collection is not None
            yield self._collection
            self._files = look(self._path)

    def _let_go_if_lost(self) -> None:
        """The open index has its files still, or is closed; a damaged one is put aside and IndexUnavailable raised."""
        now = look(self._path)
        if (reason := lost(self._files, now)) is None:
            return
        self._close_client()
        try:
            if DATABASE not in now:
                recovery.condemn(self._path, f"is gone: {reason} while Paperline ran")
            recovery.refuse_if_damaged(self._path, suspected=True)
        finally:
            self._lock.release()

    def _open(self) -> None:
        """The index is locked, examined and open; where that fails, nothing is held."""
        from paperline.adapters.vector_index.client import open_client  # noqa: PLC0415 - chromadb takes a second to import

        own(self._lock)
        try:
            look(self._path)
            recovery.refuse_if_damaged(self._path)
            recovery.mark_open(self._path)
            self._client = open_client(self._path)
            self._collection = _collection_of(self._client, self.identity)
            self._files = look(self._path)
        except BaseException:
            self._close_client()
            self._lock.release()
            raise
        try:
            self._refuse_foreign(str((self._collection.metadata or {}).get("identity")))
        except IndexUnavailable:
            self.close()
            raise

    def _refuse_foreign(self, made_by: str) -> None:
        if made_by != str(self.identity):
            raise IndexUnavailable(
                f"The vector index {self._path} was made by the encoder {made_by}, and the encoder now is "
                f"{self.identity}; their vectors cannot be compared. {recovery.REBUILD}"
            )

    def _close_client(self) -> None:
        client, self._client, self._collection, self._rows = self._client, None, None, None
        if client is not None:
            client.close()


def _collection_of(client: Client, identity: EncoderIdentity) -> Collection:
    """The collection as it stands, or a new one of this identity; `get_or_create` would overwrite its identity."""
    from chromadb.errors import NotFoundError  # noqa: PLC0415 - see _open

    try:
        return client.get_collection(_COLLECTION, embedding_function=None)
    except NotFoundError:
        return client.create_collection(
            _COLLECTION,
            metadata={"identity": str(identity)},
            configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 400}},
            embedding_function=None,
        )


def _best_passages(collection: Collection, vector: Matrix, rows: int) -> dict[str, float]:
    found = collection.query(query_embeddings=[vector.tolist()], n_results=rows, include=["distances"])
    best: dict[str, float] = {}
    for row_id, distance in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True):
        paper_id = row_id.rpartition("#")[0]
        best[paper_id] = max(min(1.0, 1.0 - distance), best.get(paper_id, -1.0))
    return best


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except PaperlineError:
        raise
    except Exception as error:
        raise IndexUnavailable(f"The vector index {path} does not work: {error}. {recovery.REBUILD}") from error
    except BaseException as error:
        # A panic of Chroma's Rust part is no Exception, and the class cannot be imported.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise IndexUnavailable(f"The vector index {path} failed inside Chroma: {error}. {recovery.REBUILD}") from error
