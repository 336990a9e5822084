"""The ledger of calls to language models, and their replies that may be given again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The two tables are there; nothing else is touched."""
    op.create_table(
        "ledger",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("endpoint", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("priced", sa.Boolean, nullable=False),
        sa.Column("reserved_nano_usd", sa.BigInteger, nullable=False),
        sa.Column("settled_nano_usd", sa.BigInteger),
        sa.Column("prompt_tokens", sa.Integer, nullable=False),
        sa.Column("cached_tokens", sa.Integer, nullable=False),
        sa.Column("completion_tokens", sa.Integer, nullable=False),
        sa.Column("estimated", sa.Boolean, nullable=False),
    )
    op.create_index("ix_ledger_day", "ledger", ["day", "settled_nano_usd", "reserved_nano_usd"])
    op.create_index("ix_ledger_run", "ledger", ["run"])
    op.create_index("ix_ledger_key", "ledger", ["key", "day"])
    op.create_table(
        "replies",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("finish", sa.String(16), nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("prompt_tokens", sa.Integer, nullable=False),
        sa.Column("cached_tokens", sa.Integer, nullable=False),
        sa.Column("completion_tokens", sa.Integer, nullable=False),
        sa.Column("stored_at", sa.String(40), nullable=False),
    )
