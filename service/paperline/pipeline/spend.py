"""Spend: what calls to language models cost, added up, and what the day's budget has left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from paperline.domain.errors import BadScope
from paperline.domain.spending import CALL_EXPIRES_AFTER, SpendingBy, SpendingRow
from paperline.ports import Records


@dataclass(frozen=True, slots=True)
class Spending:
    """The rows of a range of UTC days, all of them in one, and what is charged to the budget of the day it is now."""

    by: SpendingBy
    rows: tuple[SpendingRow, ...]
    total: SpendingRow
    today: date
    today_nano_usd: int
    budget_nano_usd: int | None


@dataclass(frozen=True, slots=True)
class TellSpending:
    """Reads the ledger."""

    records: Records
    budget_day_nano_usd: int | None

    def run(
        self, *, now: datetime, by: SpendingBy = SpendingBy.DAY, first: date | None = None, last: date | None = None
    ) -> Spending:
        """What was spent from `first` to `last`; calls that were never settled and are older than any call count as paid."""
        if first is not None and last is not None and last < first:
            raise BadScope(f"The range ends ({last}) before it starts ({first}). Swap the two days.")
        today = now.astimezone(UTC).date()
        with self.records.writing() as unit:
            unit.ledger.settle_expired(now - CALL_EXPIRES_AFTER)
            rows = tuple(unit.ledger.spending(by, first, last))
            spent = sum(row.cost_nano_usd for row in unit.ledger.spending(SpendingBy.DAY, today, today))
        return Spending(by, rows, _total(rows), today, spent, self.budget_day_nano_usd)


def _total(rows: tuple[SpendingRow, ...]) -> SpendingRow:
    def summed(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    return SpendingRow(
        "total", summed("calls"), summed("reused"), summed("prompt_tokens"), summed("cached_tokens"),
        summed("completion_tokens"), summed("cost_nano_usd"), summed("reserved_nano_usd"), summed("estimated"),
        summed("unpriced"),
    )  # fmt: skip
