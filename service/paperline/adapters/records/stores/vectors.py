"""The vectors of papers in SQL, from which every index is rebuilt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, insert, select

from paperline.adapters.records.schema import tables
from paperline.adapters.records.schema.encoding import from_halves, from_json, to_halves, to_json
from paperline.adapters.records.schema.tables import papers
from paperline.adapters.records.scoping import batches, in_scope
from paperline.domain.ranking.vectors import EncoderIdentity, PaperVectors
from paperline.domain.scopes import Scope

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from paperline.adapters.records.revision import Revision

_STORED = tables.vectors.c
_BYTES_A_NUMBER = 2
_OF_NEWEST = and_(_STORED.paper_id == papers.c.id, _STORED.version == papers.c.version)


@dataclass(frozen=True, slots=True)
class _Spans:
    """The spans that the rows of the two matrices follow."""

    passages: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]


class SqlVectorRecords:
    """Vectors within one transaction."""

    def __init__(self, connection: Connection, revision: Revision) -> None:
        self._connection = connection
        self._revision = revision

    def put(self, vectors: PaperVectors, identity: EncoderIdentity) -> None:
        """The paper's vectors by this encoder are these and no others; another encoder's stay beside them."""
        self._revision.grow()
        earlier = and_(
            _STORED.paper_id == vectors.paper_id,
            _STORED.encoder == str(identity),
            _STORED.version <= vectors.version,
        )
        self._connection.execute(delete(tables.vectors).where(earlier))
        spans = to_json(_Spans, _Spans(vectors.passage_spans, vectors.sentence_spans))
        blobs = {
            "passages": to_halves(vectors.passages),
            "sentences": to_halves(vectors.sentences),
            "title": to_halves(vectors.title),
        }
        self._connection.execute(
            insert(tables.vectors).values(
                paper_id=vectors.paper_id, version=vectors.version, encoder=str(identity), spans=spans, **blobs
            )
        )

    def get_many(self, paper_ids: Sequence[str], identity: EncoderIdentity) -> list[PaperVectors]:
        """The vectors of these papers' newest versions, in the order asked; papers without are left out."""
        found = {}
        for batch in batches(paper_ids):
            rows = self._connection.execute(_newest(identity).where(papers.c.id.in_(batch)))
            found.update({row[0]: _vectors(row, identity) for row in rows})
        return [found[paper_id] for paper_id in paper_ids if paper_id in found]

    def missing(self, identity: EncoderIdentity, scope: Scope | None = None) -> list[str]:
        """Ids, sorted, of papers whose newest version has no vectors of this identity."""
        has_vectors = select(1).where(_OF_NEWEST, _STORED.encoder == str(identity)).correlate(papers).exists()
        found: set[str] = set()
        for condition in in_scope(scope or Scope()):
            found.update(self._connection.scalars(select(papers.c.id).where(condition, ~has_vectors)))
        return sorted(found)

    def passage_count(self, identity: EncoderIdentity) -> int:
        """How many passages of newest versions have a vector, told from the size of their matrices."""
        stored = select(func.sum(func.length(_STORED.passages))).where(_OF_NEWEST, _STORED.encoder == str(identity))
        return int(self._connection.scalar(stored) or 0) // (_BYTES_A_NUMBER * identity.dimensions)

    def stream(self, identity: EncoderIdentity, batch: int) -> Iterator[list[PaperVectors]]:
        """All vectors of newest versions by batches, ordered by id; one batch is in memory at a time."""
        after = ""
        while True:
            query = _newest(identity).where(papers.c.id > after).order_by(papers.c.id).limit(max(1, batch))
            if not (found := [_vectors(row, identity) for row in self._connection.execute(query)]):
                return
            yield found
            after = found[-1].paper_id


def _newest(identity: EncoderIdentity) -> Select[str, int, str, bytes, bytes, bytes]:
    columns = (papers.c.id, papers.c.version, _STORED.spans, _STORED.passages, _STORED.sentences, _STORED.title)
    joined = papers.join(tables.vectors, _OF_NEWEST)
    return select(*columns).select_from(joined).where(_STORED.encoder == str(identity))


def _vectors(row: tuple[str, int, str, bytes, bytes, bytes], identity: EncoderIdentity) -> PaperVectors:
    paper_id, version, spans_json, passages, sentences, title = row
    spans, dimensions = from_json(_Spans, spans_json), identity.dimensions
    return PaperVectors(
        paper_id=paper_id,
        version=version,
        passage_spans=spans.passages,
        passages=from_halves(passages, len(spans.passages), dimensions),
        sentence_spans=spans.sentences,
        sentences=from_halves(sentences, len(spans.sentences), dimensions),
        title=from_halves(title, 1, dimensions)[0],
    )
