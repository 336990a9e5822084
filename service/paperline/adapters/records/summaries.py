"""Summaries in SQL, one for each paper version and engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, delete, insert, select

from paperline.adapters.records.schema import tables
from paperline.adapters.records.schema.encoding import from_json, to_json
from paperline.adapters.records.schema.tables import papers
from paperline.adapters.records.scoping import batches, in_scope
from paperline.domain.provenance import Engine
from paperline.domain.summaries import Summary

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from paperline.adapters.records.revision import Revision
    from paperline.domain.scopes import Scope

_STORED = tables.summaries.c
_BEST_ENGINE_FIRST = case((_STORED.engine == Engine.LLM.value, 0), else_=1)


class SqlSummaryRecords:
    """Summaries within one transaction."""

    def __init__(self, connection: Connection, revision: Revision) -> None:
        self._connection = connection
        self._revision = revision

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
        """The summary of the newest version, or of an older one marked stale; without an engine, llm first."""
        return self._best([paper_id], engine).get(paper_id)

    def get_many(self, paper_ids: Sequence[str]) -> dict[str, Summary]:
        """`get` for many papers at once, without those that have none."""
        return self._best(paper_ids, None)

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

    def _best(self, paper_ids: Sequence[str], engine: Engine | None) -> dict[str, Summary]:
        """For each paper its newest summary. The key columns go before the JSON, which may bear an id from before."""
        found: dict[str, Summary] = {}
        query = (
            select(_STORED.paper_id, _STORED.version, papers.c.version, _STORED.body)
            .join(papers, papers.c.id == _STORED.paper_id)
            .order_by(_STORED.paper_id, _STORED.version.desc(), _BEST_ENGINE_FIRST)
        )
        if engine is not None:
            query = query.where(_STORED.engine == engine.value)
        for batch in batches(paper_ids):
            for paper_id, version, newest, body in self._connection.execute(query.where(_STORED.paper_id.in_(batch))):
                if paper_id not in found:
                    found[paper_id] = _summary(body, paper_id, stale=version < newest)
        return found


def _summary(body: str, paper_id: str, *, stale: bool) -> Summary:
    summary = from_json(Summary, body)
    return replace(summary, id=paper_id, provenance=replace(summary.provenance, stale=stale))
