"""Batches of calls to language models that are to be collected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table is there; nothing else is touched."""
    op.create_table(
        "model_batches",
        sa.Column("tag", sa.Text, primary_key=True),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("endpoint", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("remote_id", sa.Text),
        sa.Column("calls", sa.Text, nullable=False),
    )
