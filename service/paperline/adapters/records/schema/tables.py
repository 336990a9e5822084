"""The tables of the newest schema; `migrations/` holds how a database gets there, and a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
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

HEAD = "0007"
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
    Column("owner", Text),
)
"""`owner` is the id of the key that it was asked with, NULL where it was asked without one."""

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

keys = Table(
    "keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("scope", String(16), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("budget_usd", Float),
    Column("rate_count", Integer),
    Column("rate_seconds", Integer),
    Column("expires_at", UtcTime),
    Column("revoked_at", UtcTime),
)
"""`id` is the public part of a key, `digest` the SHA-256 of its secret; rows stay when a key is revoked."""
ledger = Table(
    "ledger",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("run", Text, nullable=False),
    Column("key", Text),
    Column("purpose", Text, nullable=False),
    Column("endpoint", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("priced", Boolean, nullable=False),
    Column("reserved_nano_usd", BigInteger, nullable=False),
    Column("settled_nano_usd", BigInteger),
    Column("prompt_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Index("ix_ledger_day", "day", "settled_nano_usd", "reserved_nano_usd"),
    Index("ix_ledger_run", "run"),
    Index("ix_ledger_key", "key", "day"),
)
"""What a call is charged with is its settled amount, else the reserved one; `day` is the UTC day of `at`."""

replies = Table(
    "replies",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("finish", String(16), nullable=False),
    Column("model", Text, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("stored_at", UtcTime, nullable=False),
)
"""`key` is a SHA-256 over what was asked, of whom and how; the tokens are those that were once paid."""

model_formats = Table(
    "model_formats",
    metadata,
    Column("endpoint", Text, primary_key=True),
    Column("model", Text, primary_key=True),
    Column("format", String(16), nullable=False),
    Column("found_at", UtcTime, nullable=False),
)
"""In which format a model's replies were found to be readable."""

model_batches = Table(
    "model_batches",
    metadata,
    Column("tag", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("endpoint", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("remote_id", Text),
    Column("calls", Text, nullable=False),
)
"""`calls` is a JSON object: for the id of each call on the ledger the key of its reply."""

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("request", Text, nullable=False),
    Column("body", LargeBinary),
    Column("stages", Text, nullable=False),
    Column("result", Text),
    Column("failure", Text),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("worker", Text),
    Column("leased_until", UtcTime),
    Column("attempts", Integer, nullable=False),
)
"""`body` is what the job is about, dropped once it is finished; `worker` may do it until `leased_until`."""

repeats = Table(
    "repeats",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("token", Text, nullable=False),
    Column("status", Integer),
    Column("headers", Text),
    Column("body", LargeBinary),
    Column("expires_at", UtcTime, nullable=False, index=True),
)
"""What was answered to a request that may be sent again; `status` is null while the request of `token` is answered."""

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
)
"""One row, made by the migration: how often what the store shows has changed."""
