"""How a scope and long lists of ids become SQL conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, true

from paperline.adapters.records.schema.tables import aliases, day_lists, papers

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from paperline.domain.scopes import Scope

_BATCH = 500


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in runs that one statement can hold, without lone surrogates, which no stored id has."""
    known = [paper_id for paper_id in ids if paper_id.isascii() or _is_unicode(paper_id)]
    for start in range(0, len(known), _BATCH):
        yield known[start : start + _BATCH]


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def in_scope(scope: Scope) -> Iterator[ColumnElement[bool]]:
    """Conditions on `papers` that together, each run by itself, find every paper of the scope."""
    if scope.papers:
        for batch in batches(scope.papers):
            renamed = select(aliases.c.paper_id).where(aliases.c.alias.in_(batch))
            yield or_(papers.c.id.in_(batch), papers.c.id.in_(renamed))
    elif scope.is_everything:
        yield true()
    else:
        yield papers.c.id.in_(select(day_lists.c.paper_id).where(in_days(scope)))


def in_days(scope: Scope) -> ColumnElement[bool]:
    """The condition on `day_lists` that its day lies within the scope's days."""
    condition: ColumnElement[bool] = true()
    if scope.first is not None:
        condition &= day_lists.c.day >= scope.first
    if scope.last is not None:
        condition &= day_lists.c.day <= scope.last
    return condition


def canonical(connection: Connection, paper_ids: Sequence[str]) -> dict[str, str]:
    """For every id that is only an alias, the id of its paper."""
    found: dict[str, str] = {}
    for batch in batches(paper_ids):
        query = select(aliases.c.alias, aliases.c.paper_id).where(
            aliases.c.alias.in_(batch), aliases.c.alias.not_in(select(papers.c.id))
        )
        found.update(dict(connection.execute(query).all()))
    return found
