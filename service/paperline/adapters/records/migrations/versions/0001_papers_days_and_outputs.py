"""Papers, their versions, days, vectors, summaries, answers and the full-text index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every table of the first schema is there."""
    _papers()
    _days()
    _outputs()
    _revisions()
    _full_text()


def _of_paper() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], onupdate="CASCADE", ondelete="CASCADE")


def _of_version() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["paper_id", "version"],
        ["paper_versions.paper_id", "paper_versions.version"],
        onupdate="CASCADE",
        ondelete="CASCADE",
    )


def _papers() -> None:
    op.create_table(
        "papers",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("title_key", sa.Text, nullable=False),
        sa.Column("meta", sa.Text, nullable=False),
    )
    op.create_index("ix_papers_title_key", "papers", ["title_key"])
    op.create_table(
        "aliases",
        sa.Column("alias", sa.Text, primary_key=True),
        sa.Column("paper_id", sa.Text, nullable=False),
        _of_paper(),
    )
    op.create_index("ix_aliases_paper_id", "aliases", ["paper_id"])
    op.create_table(
        "paper_versions",
        sa.Column("paper_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("abstract", sa.Text, nullable=False),
        sa.Column("raw_title", sa.Text),
        sa.Column("raw_abstract", sa.Text),
        sa.Column("stored_at", sa.String(40), nullable=False),
        _of_paper(),
    )


def _days() -> None:
    op.create_table(
        "days",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text),
    )
    op.create_table(
        "day_sources",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("retrieved_at", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["day"], ["days.day"], ondelete="CASCADE"),
    )
    op.create_table(
        "day_lists",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("paper_id", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["day", "source"], ["day_sources.day", "day_sources.source"], ondelete="CASCADE"),
        sa.UniqueConstraint("day", "source", "paper_id"),
        _of_paper(),
    )
    op.create_index("ix_day_lists_paper_id", "day_lists", ["paper_id"])


def _outputs() -> None:
    op.create_table(
        "vectors",
        sa.Column("paper_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("encoder", sa.Text, primary_key=True),
        sa.Column("spans", sa.Text, nullable=False),
        sa.Column("passages", sa.LargeBinary, nullable=False),
        sa.Column("sentences", sa.LargeBinary, nullable=False),
        sa.Column("title", sa.LargeBinary, nullable=False),
        _of_version(),
    )
    op.create_table(
        "summaries",
        sa.Column("paper_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("engine", sa.String(16), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        _of_version(),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO revisions (id, number) VALUES (1, 0)")


def _full_text() -> None:
    """The index keeps no text of its own: it reads the newest wording through a view."""
    op.execute(
        "CREATE VIEW newest_wordings AS SELECT papers.number AS number, title, abstract FROM papers "
        "JOIN paper_versions ON paper_versions.paper_id = papers.id AND paper_versions.version = papers.version"
    )
    op.execute(
        "CREATE VIRTUAL TABLE full_text USING fts5(title, abstract, content='newest_wordings', "
        "content_rowid='number', tokenize='porter unicode61 remove_diacritics 2')"
    )
