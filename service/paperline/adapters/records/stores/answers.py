"""Answers in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from paperline.adapters.records.schema import tables
from paperline.adapters.records.schema.encoding import from_json, to_json
from paperline.adapters.records.scoping import batches
from paperline.domain.answers import Answer
from paperline.domain.keys import Caller

if TYPE_CHECKING:
    from sqlalchemy import Connection


class SqlAnswerRecords:
    """Answers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, answer: Answer, *, owner: str | None) -> None:
        """The answer is stored under its id, in place of an earlier one."""
        self._connection.execute(delete(tables.answers).where(tables.answers.c.id == answer.id))
        values = {"id": answer.id, "body": to_json(Answer, answer), "created_at": answer.provenance.created_at}
        self._connection.execute(insert(tables.answers).values(**values, owner=owner))

    def get(self, answer_id: str, reader: Caller) -> Answer | None:
        """The answer with that id, if the reader may see it; ids that no text can hold have none."""
        columns = (tables.answers.c.body, tables.answers.c.owner)
        for batch in batches([answer_id]):
            row = self._connection.execute(select(*columns).where(tables.answers.c.id.in_(batch))).one_or_none()
            return from_json(Answer, row.body) if row is not None and reader.sees(row.owner) else None
        return None
