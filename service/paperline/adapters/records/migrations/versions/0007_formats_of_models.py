"""In which format each model's replies can be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table is there; nothing else is touched."""
    op.create_table(
        "model_formats",
        sa.Column("endpoint", sa.Text, primary_key=True),
        sa.Column("model", sa.Text, primary_key=True),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("found_at", sa.String(40), nullable=False),
    )
