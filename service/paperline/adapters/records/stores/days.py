"""Days and the ordered lists of their sources in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import delete, distinct, func, insert, select, update

from paperline.adapters.records.schema.tables import day_lists, day_sources, days, papers
from paperline.adapters.records.scoping import canonical, in_days, in_scope
from paperline.domain.days import DayEntry, DaySource, DayStatus, merged_order

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from paperline.adapters.records.revision import Revision
    from paperline.domain.scopes import Scope


class SqlDayRecords:
    """Days within one transaction."""

    def __init__(self, connection: Connection, revision: Revision) -> None:
        self._connection = connection
        self._revision = revision

    def put_list(self, day: date, source: str, paper_ids: Sequence[str], now: datetime) -> bool:
        """The source's list of the day is stored, in its order; True where that changed the list.

        Ids that the new list lacks keep their places after it; an alias stands for its paper. A day that was missing,
        or empty, is complete once it has papers; `put_status` says otherwise.
        """
        self._revision.grow()
        renamed = canonical(self._connection, paper_ids)
        old = self._list(day, source)
        new = tuple(dict.fromkeys([*(renamed.get(paper_id, paper_id) for paper_id in paper_ids), *old]))
        self._note_day(day, has_papers=bool(new))
        self._note_source(day, source, now)
        if new == old:
            return False
        self._connection.execute(delete(day_lists).where(day_lists.c.day == day, day_lists.c.source == source))
        self._connection.execute(
            insert(day_lists),
            [{"day": day, "source": source, "position": at, "paper_id": paper_id} for at, paper_id in enumerate(new)],
        )
        return True

    def put_status(self, day: date, status: DayStatus, reason: str | None) -> None:
        """What is known of the day; creates the day where it is missing."""
        self._revision.grow()
        values = {"status": status.value, "reason": reason}
        if not self._connection.execute(update(days).where(days.c.day == day).values(**values)).rowcount:
            self._connection.execute(insert(days).values(day=day, **values))

    def get(self, day: date) -> DayEntry | None:
        """The day without its papers."""
        entries = self._entries(days.c.day == day, 1)
        return entries[0] if entries else None

    def paper_ids(self, day: date) -> tuple[str, ...]:
        """The canonical ids of a day, the sources' lists merged in the order in which the sources came."""
        query = (
            select(day_sources.c.ordinal, day_lists.c.paper_id)
            .join(day_sources, (day_sources.c.day == day_lists.c.day) & (day_sources.c.source == day_lists.c.source))
            .where(day_lists.c.day == day)
            .order_by(day_sources.c.ordinal, day_lists.c.position)
        )
        rows = self._connection.execute(query)
        return merged_order([tuple(row[1] for row in rows) for _, rows in groupby(rows, key=lambda row: row[0])])

    def listed(self, before: date | None, limit: int) -> list[DayEntry]:
        """Days before `before` (None: from the newest), newest first."""
        return self._entries(None if before is None else days.c.day < before, limit)

    def latest(self) -> date | None:
        """The newest day that has papers."""
        newest: date | None = self._connection.scalar(select(func.max(day_lists.c.day)))
        return newest

    def nearest(self, first: date, last: date, limit: int) -> list[date]:
        """Days with papers, those closest to the range first; of equally close ones the newer."""
        day = day_lists.c.day
        found: set[date] = set()
        for condition, order in ((day < first, day.desc()), (day.between(first, last), day.desc()), (day > last, day)):
            query = select(day).where(condition).distinct().order_by(order).limit(limit)
            found.update(self._connection.scalars(query))
        return sorted(found, key=lambda one: (max(first - one, one - last, last - last), -one.toordinal()))[:limit]

    def within(self, scope: Scope) -> tuple[date, ...]:
        """The days of a scope that have papers, in order; for a scope of papers, the days they stand in."""
        if not scope.papers:
            query = select(day_lists.c.day).where(in_days(scope)).distinct().order_by(day_lists.c.day)
            return tuple(self._connection.scalars(query))
        found: set[date] = set()
        for condition in in_scope(scope):
            chosen = select(papers.c.id).where(condition)
            found.update(self._connection.scalars(select(day_lists.c.day).where(day_lists.c.paper_id.in_(chosen))))
        return tuple(sorted(found))

    def _list(self, day: date, source: str) -> tuple[str, ...]:
        query = select(day_lists.c.paper_id).where(day_lists.c.day == day, day_lists.c.source == source)
        return tuple(self._connection.scalars(query.order_by(day_lists.c.position)))

    def _note_day(self, day: date, *, has_papers: bool) -> None:
        status = self._connection.scalar(select(days.c.status).where(days.c.day == day))
        if status is None or (has_papers and status == DayStatus.EMPTY):
            self.put_status(day, DayStatus.COMPLETE if has_papers else DayStatus.EMPTY, None)

    def _note_source(self, day: date, source: str, now: datetime) -> None:
        this = (day_sources.c.day == day) & (day_sources.c.source == source)
        if not self._connection.execute(update(day_sources).where(this).values(retrieved_at=now)).rowcount:
            count = self._connection.scalar(select(func.count()).where(day_sources.c.day == day))
            values = {"day": day, "source": source, "ordinal": count, "retrieved_at": now}
            self._connection.execute(insert(day_sources).values(**values))

    def _entries(self, condition: ColumnElement[bool] | None, limit: int) -> list[DayEntry]:
        query = select(days.c.day, days.c.status, days.c.reason).order_by(days.c.day.desc()).limit(max(0, limit))
        rows = self._connection.execute(query if condition is None else query.where(condition)).all()
        if not rows:
            return []
        oldest, newest = rows[-1][0], rows[0][0]
        sources, counts = self._sources(oldest, newest), self._counts(oldest, newest)
        return [
            DayEntry(day, DayStatus(status), reason, sources.get(day, ()), counts.get(day, 0))
            for day, status, reason in rows
        ]

    def _sources(self, oldest: date, newest: date) -> dict[date, tuple[DaySource, ...]]:
        sources = day_sources.c
        lists = (day_lists.c.day == sources.day) & (day_lists.c.source == sources.source)
        query = (
            select(sources.day, sources.source, sources.retrieved_at, func.count(day_lists.c.paper_id))
            .select_from(day_sources.outerjoin(day_lists, lists))
            .where(sources.day.between(oldest, newest))
            .group_by(sources.day, sources.source, sources.retrieved_at, sources.ordinal)
            .order_by(sources.day, sources.ordinal)
        )
        grouped = groupby(self._connection.execute(query), key=lambda row: row[0])
        return {day: tuple(DaySource(*row[1:]) for row in rows) for day, rows in grouped}

    def _counts(self, oldest: date, newest: date) -> dict[date, int]:
        query = (
            select(day_lists.c.day, func.count(distinct(day_lists.c.paper_id)))
            .where(day_lists.c.day.between(oldest, newest))
            .group_by(day_lists.c.day)
        )
        return dict(self._connection.execute(query).all())
