"""The number that tells a cache whether anything it shows was stored since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from paperline.adapters.records.schema.tables import revisions

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Revision:
    """The store's revision as one transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._grown = False

    def number(self) -> int:
        """How many transactions have changed papers, days, vectors or summaries, this one included."""
        number: int = self._connection.scalars(select(revisions.c.number)).one()
        return number

    def grow(self) -> None:
        """The number is one higher once the transaction ends; only the first call in it counts."""
        if not self._grown:
            self._connection.execute(update(revisions).values(number=revisions.c.number + 1))
            self._grown = True
