"""The SQLite database in the data folder: how it is opened, locked and brought to the newest schema."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, create_engine, event

from paperline.adapters.records.failures import translated, unwritable
from paperline.adapters.records.schema.tables import HEAD
from paperline.domain.errors import StoreUnavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

FILE_NAME = "paperline.db"
_PROBE_BYTES = 64 * 1024


class Database:
    """The open database of one data folder, at the newest schema."""

    def __init__(self, folder: Path, busy_timeout_seconds: float) -> None:
        self.folder = folder
        _make_writable(folder)
        with translated(folder):
            self._engine = _engine(folder / FILE_NAME, busy_timeout_seconds)
            try:
                self._migrate()
            except BaseException:
                self._engine.dispose()
                raise

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[Connection]:
        """One transaction, committed at its end, rolled back where anything at all is raised within.

        A writer takes the write lock at once (BEGIN IMMEDIATE): upgrading a reader's later could fail half-way.
        """
        with (
            translated(self.folder),
            self._engine.connect().execution_options(immediate=writing) as connection,
            connection.begin(),
        ):
            yield connection

    def check(self) -> None:
        """The file is there, takes the write lock and its disk takes bytes; nothing is changed."""
        if not (self.folder / FILE_NAME).is_file():
            raise StoreUnavailable(
                f"{self.folder / FILE_NAME} was removed while Paperline ran. Put it back, or restart to begin anew."
            )
        with self.transaction(writing=True) as connection:
            connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        try:
            with tempfile.TemporaryFile(dir=self.folder) as probe:
                probe.write(bytes(_PROBE_BYTES))
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def close(self) -> None:
        """Every pooled connection is closed; the last one folds the write-ahead log into the file."""
        self._engine.dispose()

    def _migrate(self) -> None:
        """The schema is the newest. The version is read again under the write lock: two processes may start at once."""
        with self._engine.connect() as connection:
            if _revision(connection) == HEAD:
                return
        with self.transaction(writing=True) as connection:
            revision = _revision(connection)
            if revision == HEAD:
                return
            if revision is None and _has_tables(connection):
                raise StoreUnavailable(
                    f"{self.folder / FILE_NAME} is a database of another program. Set PAPERLINE_HOME to another folder."
                )
            _upgrade(connection, revision, self.folder)


def _make_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    file = folder / FILE_NAME
    if not os.access(folder, os.W_OK | os.X_OK) or (file.exists() and not os.access(file, os.R_OK | os.W_OK)):
        raise unwritable(folder)


def _engine(file: Path, busy_timeout_seconds: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        connect_args={"timeout": busy_timeout_seconds},
        pool_size=5,
        max_overflow=35,  # the API's threads; beyond them a caller waits for a connection as for a lock
        pool_timeout=max(busy_timeout_seconds, 1.0),
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late and is never IMMEDIATE
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        if connection.info.get("writable") is not immediate:
            connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if immediate else 'ON'}")
            connection.info["writable"] = immediate
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _revision(connection: Connection) -> str | None:
    if not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first():
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _has_tables(connection: Connection) -> bool:
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first() is not None


def _upgrade(connection: Connection, revision: str | None, folder: Path) -> None:
    from paperline.adapters.records.migrations import upgrading  # noqa: PLC0415 - alembic is slow to import

    if revision is not None and revision not in upgrading.known_revisions():
        raise StoreUnavailable(
            f"The data folder {folder} was written by a newer Paperline (schema {revision}; this one knows {HEAD}). "
            "Please upgrade Paperline, or set PAPERLINE_HOME to another folder."
        )
    upgrading.upgrade(connection)
