"""Reports of lines in SQL, one for each paper version and fault, so that their number is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, select

from paperline.adapters.records.schema import tables
from paperline.domain.reports import Fault, LineReport

if TYPE_CHECKING:
    from sqlalchemy import Connection

_STORED = tables.reports.c


class SqlReportRecords:
    """Reports within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, report: LineReport) -> None:
        """The report is stored, in place of an earlier one of the same paper, version and fault."""
        key = {"paper_id": report.paper_id, "version": report.version, "fault": report.fault.value}
        same = and_(*(_STORED[name] == value for name, value in key.items()))
        self._connection.execute(delete(tables.reports).where(same))
        told = {"line": report.line, "note": report.note, "reported_at": report.reported_at}
        self._connection.execute(insert(tables.reports).values(**key, **told))

    def listed(self) -> list[LineReport]:
        """Every report, newest first, then by paper, version and fault."""
        columns = (_STORED.paper_id, _STORED.version, _STORED.line, _STORED.fault, _STORED.note, _STORED.reported_at)
        order = (_STORED.reported_at.desc(), _STORED.paper_id, _STORED.version, _STORED.fault)
        return [
            LineReport(paper_id, version, line, Fault(fault), note, reported_at)
            for paper_id, version, line, fault, note, reported_at in self._connection.execute(
                select(*columns).order_by(*order)
            )
        ]
