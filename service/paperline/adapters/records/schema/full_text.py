"""The full-text index over the newest wording of every paper: all SQL that only SQLite's FTS5 understands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from paperline.domain.scopes import Scope

_ADD = text("INSERT INTO full_text(rowid, title, abstract) SELECT * FROM newest_wordings WHERE number = :number")
_FORGET = text(
    "INSERT INTO full_text(full_text, rowid, title, abstract) "
    "SELECT 'delete', number, title, abstract FROM newest_wordings WHERE number = :number"
)
_SEARCH = (
    "SELECT papers.id, -bm25(full_text) AS score FROM full_text JOIN papers ON papers.number = full_text.rowid "
    "WHERE full_text MATCH :words{within} ORDER BY score DESC, papers.id LIMIT :limit"
)
_WITHIN = " AND papers.id IN (SELECT paper_id FROM day_lists WHERE day BETWEEN :first AND :last)"
_HOLDERS = text("SELECT count(*) FROM full_text WHERE full_text MATCH :words")
_MOST_WORDS = 500
_MOST_KNOWN = 20_000
_MOST_RANKED = 2_000  # rows: ranking one takes two microseconds


def add(connection: Connection, number: int) -> None:
    """The newest wording of the paper is found by search."""
    connection.execute(_ADD, {"number": number})


def forget(connection: Connection, number: int) -> None:
    """The paper is not found by search; called before its wording changes, because FTS5 must be told the old one."""
    connection.execute(_FORGET, {"number": number})


class Frequencies:
    """In how many papers words stand, remembered as long as nothing is stored. Safe to use from many threads."""

    def __init__(self) -> None:
        self._known: tuple[int, dict[str, int]] = (-1, {})

    def of(self, connection: Connection, quoted: str, revision: int) -> int:
        """How many papers hold the quoted word at this revision of the store."""
        at, known = self._known
        if at != revision or len(known) > _MOST_KNOWN:
            known = {}
            self._known = (revision, known)
        if quoted not in known:
            known[quoted] = int(connection.execute(_HOLDERS, {"words": quoted}).scalar_one())
        return known[quoted]


def search(
    connection: Connection, words: Sequence[str], limit: int, scope: Scope, frequency: Callable[[str], int]
) -> list[tuple[str, float]]:
    """Paper ids of the days in scope that hold any of the telling words, best BM25 first, ties by id.

    Ranking costs time for every paper that holds a word, and common words hardly change the order: of words that stand in
    thousands of papers the rarest decide, or the papers that hold several at once.
    """
    quoted = list(dict.fromkeys(filter(None, map(_quoted, words))))[:_MOST_WORDS]
    telling = _telling(quoted, frequency)
    if telling is None or limit < 1:
        return []
    values: dict[str, object] = {"words": telling, "limit": limit}
    limited = scope.first is not None or scope.last is not None
    if limited:
        values |= {"first": str(scope.first or date.min), "last": str(scope.last or date.max)}
    rows = connection.execute(text(_SEARCH.format(within=_WITHIN if limited else "")), values)
    return [(paper_id, float(score)) for paper_id, score in rows]


def _telling(quoted: Sequence[str], frequency: Callable[[str], int]) -> str | None:
    """Any of the rarest words that not too many papers hold together; where all are common, so many of them at once."""
    counts = {word: count for word in quoted if (count := frequency(word))}
    ordered = sorted(counts, key=lambda word: (counts[word], word))
    sums = accumulate(counts[word] for word in ordered)
    rare = [word for word, total in zip(ordered, sums, strict=True) if total <= _MOST_RANKED]
    if rare:
        return " OR ".join(rare)
    for number in range(1, len(ordered) + 1):
        together = " AND ".join(ordered[:number])
        if 0 < frequency(together) <= _MOST_RANKED:
            return together
    return ordered[0] if len(ordered) == 1 else None


def _quoted(term: str) -> str:
    """The term as an FTS5 string, in which nothing is syntax; empty where it holds no letter or digit.

    NUL would end the expression early and a lone surrogate cannot be bound, so neither is passed on.
    """
    clean = term.replace("\0", " ").encode("utf-8", "ignore").decode()
    return '"' + clean.replace('"', '""') + '"' if any(map(str.isalnum, clean)) else ""
