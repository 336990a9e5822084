"""Readers' reports of lines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table of reports is there; nothing else is touched."""
    op.create_table(
        "reports",
        sa.Column("paper_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("fault", sa.String(32), primary_key=True),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("reported_at", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id", "version"],
            ["paper_versions.paper_id", "paper_versions.version"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
    )
