"""Answers in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from paperline.adapters.records.schema import tables
from paperline.adapters.records.schema.encoding import from_json, to_json
from paperline.adapters.records.scoping import batches
from paperline.domain.answers import Answer

if TYPE_CHECKING:
    from sqlalchemy import Connection


class SqlAnswerRecords:
    """Answers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, answer: Answer) -> None:
        """The answer is stored under its id, in place of an earlier one."""
        self._connection.execute(delete(tables.answers).where(tables.answers.c.id == answer.id))
        values = {"id": answer.id, "body": to_json(Answer, answer), "created_at": answer.provenance.created_at}
        self._connection.execute(insert(tables.answers).values(**values))

    def get(self, answer_id: str) -> Answer | None:
        """The answer with that id; ids that no text can hold have none."""
        for batch in batches([answer_id]):
            body = self._connection.scalar(select(tables.answers.c.body).where(tables.answers.c.id.in_(batch)))
            return None if body is None else from_json(Answer, body)
        return None
