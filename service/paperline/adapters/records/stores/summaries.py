"""Summaries in SQL, one for each paper version and engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import JSON, Select, and_, case, delete, insert, select, type_coerce

from paperline.adapters.records.schema import tables
from paperline.adapters.records.schema.encoding import from_json, to_json
from paperline.adapters.records.schema.tables import papers
from paperline.adapters.records.scoping import batches, in_scope
from paperline.domain.provenance import Engine, Making
from paperline.domain.summaries import Summary

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from paperline.adapters.records.revision import Revision
    from paperline.domain.scopes import Scope

_STORED = tables.summaries.c
_PROVENANCE = type_coerce(_STORED.body, JSON)["provenance"]
_MADE_WITH = tuple(_PROVENANCE[name].as_string() for name in ("model", "weights", "prompt_sha256"))
_BEST_ENGINE_FIRST = case((_STORED.engine == Engine.LLM.value, 0), else_=1)

Makings: TypeAlias = Callable[[Engine], Making | None]
"""What an engine writes with now; None where that is not known, and nothing of it is stale but by its version."""


def unknown_makings(_: Engine) -> Making | None:
    """None, whatever the engine."""
    return None


class SqlSummaryRecords:
    """Summaries within one transaction."""

    def __init__(self, connection: Connection, revision: Revision, makings: Makings) -> None:
        self._connection = connection
        self._revision = revision
        self._makings = makings

    def put(self, summary: Summary) -> None:
        """The summary is stored, in place of an earlier one of the same paper, version and engine."""
        if summary.id is None or summary.version is None:
            msg = "Only the summary of a stored paper has a place in the store; this one has no id or version."
            raise ValueError(msg)
        self._revision.grow()
        key = {"paper_id": summary.id, "version": summary.version, "engine": summary.provenance.engine.value}
        same = and_(*(_STORED[name] == value for name, value in key.items()))
        self._connection.execute(delete(tables.summaries).where(same))
        body, created_at = to_json(Summary, summary), summary.provenance.created_at
        self._connection.execute(insert(tables.summaries).values(body=body, created_at=created_at, **key))

    def get(self, paper_id: str, engine: Engine | None = None) -> Summary | None:
        """The summary of the newest version, or of an older one marked stale, as is one made otherwise than now; without an engine, llm first."""
        return self._best([paper_id], engine).get(paper_id)

    def get_many(self, paper_ids: Sequence[str]) -> dict[str, Summary]:
        """`get` for many papers at once, without those that have none."""
        return self._best(paper_ids, None)

    def of_versions(self, paper_id: str) -> dict[int, Summary]:
        """For each version of the paper that was summarised, its summary (llm before embedded), marked as by `get`."""
        found: dict[int, Summary] = {}
        for _, version, newest, body in self._connection.execute(_newest_first().where(_STORED.paper_id == paper_id)):
            if version not in found:
                found[version] = self._marked(from_json(Summary, body), paper_id, version < newest)
        return found

    def missing(self, engine: Engine, scope: Scope) -> list[str]:
        """Ids in scope, sorted, whose newest version this engine has not summarised."""
        written = (
            select(1)
            .where(
                _STORED.paper_id == papers.c.id,
                _STORED.version == papers.c.version,
                _STORED.engine == engine.value,
            )
            .correlate(papers)
            .exists()
        )
        found: set[str] = set()
        for condition in in_scope(scope):
            found.update(self._connection.scalars(select(papers.c.id).where(condition, ~written)))
        return sorted(found)

    def stale(self, engine: Engine, scope: Scope) -> list[str]:
        """Ids in scope, sorted, whose newest version this engine has summarised with what it no longer writes with."""
        making = self._makings(engine)
        if making is None:
            return []
        of_newest = and_(_STORED.paper_id == papers.c.id, _STORED.version == papers.c.version)
        query = select(papers.c.id, *_MADE_WITH).select_from(papers.join(tables.summaries, of_newest))
        found: set[str] = set()
        for condition in in_scope(scope):
            rows = self._connection.execute(query.where(condition, _STORED.engine == engine.value))
            found.update(paper_id for paper_id, *made_with in rows if not making.made(*made_with))
        return sorted(found)

    def _best(self, paper_ids: Sequence[str], engine: Engine | None) -> dict[str, Summary]:
        """For each paper its newest summary. The key columns go before the JSON, which may bear an id from before."""
        found: dict[str, Summary] = {}
        query = _newest_first()
        if engine is not None:
            query = query.where(_STORED.engine == engine.value)
        for batch in batches(paper_ids):
            for paper_id, version, newest, body in self._connection.execute(query.where(_STORED.paper_id.in_(batch))):
                if paper_id not in found:
                    found[paper_id] = self._marked(from_json(Summary, body), paper_id, version < newest)
        return found

    def _marked(self, summary: Summary, paper_id: str, is_of_older: bool) -> Summary:  # noqa: FBT001 (two facts, one mark)
        source = summary.provenance
        making = self._makings(source.engine)
        made_so = making is None or making.made(source.model, source.weights, source.prompt_sha256)
        return replace(summary, id=paper_id, provenance=replace(source, stale=is_of_older or not made_so))


def _newest_first() -> Select[str, int, int, str]:
    """Paper, version, the paper's newest version and the summary, for each paper the newest version first."""
    return (
        select(_STORED.paper_id, _STORED.version, papers.c.version, _STORED.body)
        .join(papers, papers.c.id == _STORED.paper_id)
        .order_by(_STORED.paper_id, _STORED.version.desc(), _BEST_ENGINE_FIRST)
    )
