"""The full-text index over the newest wording of every paper: all SQL that only SQLite's FTS5 understands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ADD = text("INSERT INTO full_text(rowid, title, abstract) SELECT * FROM newest_wordings WHERE number = :number")
_FORGET = text(
    "INSERT INTO full_text(full_text, rowid, title, abstract) "
    "SELECT 'delete', number, title, abstract FROM newest_wordings WHERE number = :number"
)
_SEARCH = text(
    "SELECT papers.id, -bm25(full_text) AS score FROM full_text JOIN papers ON papers.number = full_text.rowid "
    "WHERE full_text MATCH :terms ORDER BY score DESC, papers.id LIMIT :limit"
)
_SEARCH_DAYS = text(
    "SELECT papers.id, -bm25(full_text) AS score FROM full_text JOIN papers ON papers.number = full_text.rowid "
    "WHERE full_text MATCH :terms "
    "AND papers.id IN (SELECT paper_id FROM day_lists WHERE day BETWEEN :first AND :last) "
    "ORDER BY score DESC, papers.id LIMIT :limit"
)
_MOST_TERMS = 500


def add(connection: Connection, number: int) -> None:
    """The newest wording of the paper is found by search."""
    connection.execute(_ADD, {"number": number})


def forget(connection: Connection, number: int) -> None:
    """The paper is not found by search; called before its wording changes, because FTS5 must be told the old one."""
    connection.execute(_FORGET, {"number": number})


def search(
    connection: Connection, terms: Sequence[str], limit: int, first: date | None = None, last: date | None = None
) -> list[tuple[str, float]]:
    """Papers of the days that hold any of the first 500 different terms, best BM25 first, ties by id."""
    quoted = list(dict.fromkeys(filter(None, map(_quoted, terms))))[:_MOST_TERMS]
    if not quoted or limit < 1:
        return []
    wanted: dict[str, object] = {"terms": " OR ".join(quoted), "limit": limit}
    if first or last:
        days = {"first": (first or date.min).isoformat(), "last": (last or date.max).isoformat()}
        rows = connection.execute(_SEARCH_DAYS, wanted | days)
    else:
        rows = connection.execute(_SEARCH, wanted)
    return [(paper_id, float(score)) for paper_id, score in rows]


def _quoted(term: str) -> str:
    """The term as an FTS5 string, in which nothing is syntax; empty where it holds no letter or digit.

    NUL would end the expression early and a lone surrogate cannot be bound, so neither is passed on.
    """
    clean = term.replace("\0", " ").encode("utf-8", "ignore").decode()
    return '"' + clean.replace('"', '""') + '"' if any(map(str.isalnum, clean)) else ""
