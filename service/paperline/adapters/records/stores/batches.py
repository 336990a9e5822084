"""Batches of calls that were begun and not yet collected, in SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from paperline.adapters.records.schema import tables
from paperline.domain.spending import PendingBatch

if TYPE_CHECKING:
    from sqlalchemy import Connection

_STORED = tables.model_batches.c


class SqlBatchRecords:
    """Batches within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, batch: PendingBatch) -> None:
        """The batch is stored under its tag."""
        self.remove(batch.tag)
        self._connection.execute(
            insert(tables.model_batches).values(
                tag=batch.tag, at=batch.at, endpoint=batch.endpoint, model=batch.model, remote_id=batch.remote_id,
                calls=json.dumps(dict(batch.calls)),
            )
        )  # fmt: skip

    def pending(self, endpoint: str, model: str) -> list[PendingBatch]:
        """The batches of a model at an endpoint, oldest first."""
        columns = (_STORED.tag, _STORED.at, _STORED.remote_id, _STORED.calls)
        query = select(*columns).where(_STORED.endpoint == endpoint, _STORED.model == model)
        rows = self._connection.execute(query.order_by(_STORED.at, _STORED.tag))
        return [PendingBatch(tag, at, endpoint, model, json.loads(calls), remote) for tag, at, remote, calls in rows]

    def remove(self, tag: str) -> None:
        """The batch is done with."""
        self._connection.execute(delete(tables.model_batches).where(_STORED.tag == tag))
