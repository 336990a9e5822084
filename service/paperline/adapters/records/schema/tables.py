"""The tables of the newest schema; `migrations/` holds how a database gets there, and a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

HEAD = "0002"
"""The newest revision; comparing it with the stored one spares the import of alembic at every start."""


class UtcTime(TypeDecorator[datetime]):
    """A moment as ISO 8601 text in UTC, which sorts as it counts; a moment without a zone is taken as UTC."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text of the moment."""
        if value is None:
            return None
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment of the text."""
        return None if value is None else datetime.fromisoformat(value)


def _of_paper() -> ForeignKey:
    return ForeignKey("papers.id", onupdate="CASCADE", ondelete="CASCADE")


def _of_version() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["paper_id", "version"],
        ["paper_versions.paper_id", "paper_versions.version"],
        onupdate="CASCADE",
        ondelete="CASCADE",
    )


metadata = MetaData()

papers = Table(
    "papers",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("title_key", Text, nullable=False, index=True),
    Column("meta", Text, nullable=False),
)
"""`number` never changes, so the full-text index hangs on it; `meta` is the Paper but for id, version and wording."""

aliases = Table(
    "aliases",
    metadata,
    Column("alias", Text, primary_key=True),
    Column("paper_id", _of_paper(), nullable=False, index=True),
)

paper_versions = Table(
    "paper_versions",
    metadata,
    Column("paper_id", _of_paper(), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("abstract", Text, nullable=False),
    Column("raw_title", Text),
    Column("raw_abstract", Text),
    Column("stored_at", UtcTime, nullable=False),
)

days = Table(
    "days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("status", String(16), nullable=False),
    Column("reason", Text),
)

day_sources = Table(
    "day_sources",
    metadata,
    Column("day", ForeignKey("days.day", ondelete="CASCADE"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("retrieved_at", UtcTime, nullable=False),
)
"""`ordinal` counts the sources of a day in the order in which they came."""

day_lists = Table(
    "day_lists",
    metadata,
    Column("day", Date, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("paper_id", _of_paper(), nullable=False, index=True),
    ForeignKeyConstraint(["day", "source"], ["day_sources.day", "day_sources.source"], ondelete="CASCADE"),
    UniqueConstraint("day", "source", "paper_id"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("paper_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("encoder", Text, primary_key=True),
    Column("spans", Text, nullable=False),
    Column("passages", LargeBinary, nullable=False),
    Column("sentences", LargeBinary, nullable=False),
    Column("title", LargeBinary, nullable=False),
    _of_version(),
)
"""The arrays are little-endian float16, row by row; `encoder` is the identity as text."""

summaries = Table(
    "summaries",
    metadata,
    Column("paper_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("engine", String(16), primary_key=True),
    Column("body", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    _of_version(),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("paper_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("fault", String(32), primary_key=True),
    Column("line", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("reported_at", UtcTime, nullable=False),
    _of_version(),
)
"""`line` is the text that the reader saw, which a later summary of the same version need not keep."""

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
)
"""One row, made by the migration: how often what the store shows has changed."""
