"""The record store as the inside sees it: units of work over one SQLite database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from paperline.adapters.records.database import Database
from paperline.adapters.records.revision import Revision
from paperline.adapters.records.schema.full_text import Frequencies
from paperline.adapters.records.stores.answers import SqlAnswerRecords
from paperline.adapters.records.stores.batches import SqlBatchRecords
from paperline.adapters.records.stores.days import SqlDayRecords
from paperline.adapters.records.stores.jobs import SqlJobRecords
from paperline.adapters.records.stores.keys import SqlKeyRecords
from paperline.adapters.records.stores.ledger import SqlLedgerRecords
from paperline.adapters.records.stores.papers import SqlPaperRecords
from paperline.adapters.records.stores.repeats import SqlRepeatRecords
from paperline.adapters.records.stores.replies import SqlReplyRecords
from paperline.adapters.records.stores.reports import SqlReportRecords
from paperline.adapters.records.stores.summaries import Makings, SqlSummaryRecords, unknown_makings
from paperline.adapters.records.stores.vectors import SqlVectorRecords

if TYPE_CHECKING:
    from sqlalchemy import Connection


class SqlUnitOfWork:
    """All records within one transaction of one connection."""

    def __init__(self, connection: Connection, frequencies: Frequencies, makings: Makings) -> None:
        self._revision = Revision(connection)
        self.papers = SqlPaperRecords(connection, self._revision, frequencies)
        self.days = SqlDayRecords(connection, self._revision)
        self.vectors = SqlVectorRecords(connection, self._revision)
        self.summaries = SqlSummaryRecords(connection, self._revision, makings)
        self.answers = SqlAnswerRecords(connection)
        self.reports = SqlReportRecords(connection)
        self.keys = SqlKeyRecords(connection)
        self.ledger = SqlLedgerRecords(connection)
        self.replies = SqlReplyRecords(connection)
        self.batches = SqlBatchRecords(connection)
        self.jobs = SqlJobRecords(connection)
        self.repeats = SqlRepeatRecords(connection)

    def revision(self) -> int:
        """A number that grows with every transaction that stored papers, days, vectors or summaries."""
        return self._revision.number()


class SqlRecords:
    """The store in a data folder; the folder and the database are made where they are missing.

    Safe to use from many threads: every transaction has a connection of its own. Readers never wait; writers wait for
    each other, at most `busy_timeout_seconds`, then StoreBusy is raised.
    """

    def __init__(self, folder: Path, *, busy_timeout_seconds: float = 5.0, makings: Makings = unknown_makings) -> None:
        """`makings` says what each engine writes summaries with now; those that were made otherwise are stale."""
        self._makings = makings
        self._database = Database(folder, busy_timeout_seconds)
        self._frequencies = Frequencies()
        self.written = 0

    @contextmanager
    def reading(self) -> Iterator[SqlUnitOfWork]:
        """One consistent view, as of the first look; nothing is written."""
        with self._database.transaction(writing=False) as connection:
            yield SqlUnitOfWork(connection, self._frequencies, self._makings)

    @contextmanager
    def writing(self) -> Iterator[SqlUnitOfWork]:
        """One transaction: everything within is stored at its end, or nothing where it raises."""
        try:
            with self._database.transaction(writing=True) as connection:
                yield SqlUnitOfWork(connection, self._frequencies, self._makings)
        finally:
            self.written += 1

    def check(self) -> None:
        """The store can be read and written; otherwise StoreUnavailable or StoreBusy says why."""
        self._database.check()

    def close(self) -> None:
        """Every connection is closed."""
        self._database.close()
