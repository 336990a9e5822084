"""The number that tells a cache whether anything it shows was stored since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from paperline.adapters.records.schema.tables import revisions

if TYPE_CHECKING:
    from sqlalchemy import Connection


_NUMBER = f"SELECT number FROM {revisions.name}"  # noqa: S608  (a name of ours)


class Revision:
    """The store's revision as one transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._grown = False

    def number(self) -> int:
        """How many transactions have changed papers, days, vectors or summaries, this one included."""
        row = self._connection.exec_driver_sql(_NUMBER).one()  # asked with every question: not built anew each time
        return int(row[0])

    def grow(self) -> None:
        """The number is one higher once the transaction ends; only the first call in it counts."""
        if not self._grown:
            self._connection.execute(update(revisions).values(number=revisions.c.number + 1))
            self._grown = True
