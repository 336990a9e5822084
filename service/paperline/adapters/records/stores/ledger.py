"""The ledger of calls to language models in SQL: reserved in one statement, settled or released afterwards."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, and_, bindparam, case, func, insert, select, true, update

from paperline.adapters.records.schema import tables
from paperline.domain.spending import BudgetKind, CallState, Shortfall, SpendingRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection, Insert

    from paperline.domain.spending import Budget, PlannedCall, Settlement, SpendingBy

_ROWS = tables.ledger.c
_PLANNED = (
    "id", "at", "day", "run", "key", "purpose", "endpoint", "model", "state", "priced", "reserved_nano_usd",
    "prompt_tokens", "cached_tokens", "completion_tokens", "estimated",
)  # fmt: skip
_CHARGED = func.coalesce(_ROWS.settled_nano_usd, _ROWS.reserved_nano_usd)
_UNDER_WAY = case((_ROWS.state == CallState.RESERVED.value, _ROWS.reserved_nano_usd), else_=0)


class SqlLedgerRecords:
    """The ledger within one transaction; SQLite has one writer at a time, so no two calls can take the same room."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reserve(self, call: PlannedCall, budgets: Sequence[Budget]) -> Shortfall | None:
        """The call is charged with what it may cost at most, or the budget without room is returned."""
        needed = tuple(budgets if call.reserved_nano_usd else ())
        given = {_given(name): value for name, value in _values(call, CallState.RESERVED).items()}
        given |= {f"limit_{budget.kind.value}": budget.limit_nano_usd for budget in needed}
        if self._connection.execute(_reserving(tuple(budget.kind for budget in needed)), given).rowcount:
            return None
        return next(found for budget in needed if (found := self._shortfall(call, budget)))

    def settle(self, call_id: str, settlement: Settlement) -> None:
        """The call is charged with what it cost."""
        given = {
            "state": CallState.SETTLED.value, "settled_nano_usd": settlement.cost_nano_usd,
            "prompt_tokens": settlement.prompt_tokens, "cached_tokens": settlement.cached_tokens,
            "completion_tokens": settlement.completion_tokens, "estimated": settlement.estimated,
        }  # fmt: skip
        self._connection.execute(_CHANGE, {_given("id"): call_id, **given})

    def release(self, call_id: str) -> None:
        """The call cost nothing."""
        self._connection.execute(
            _CHANGE, {_given("id"): call_id, "state": CallState.RELEASED.value, "settled_nano_usd": 0}
        )

    def reuse(self, call: PlannedCall) -> None:
        """The call was not made: its reply was kept from an earlier one."""
        values = _values(call, CallState.REUSED) | {"settled_nano_usd": 0}
        self._connection.execute(insert(tables.ledger).values(**values))

    def settle_expired(self, before: datetime) -> int:
        """Calls reserved before that moment and never settled are settled at what was reserved; how many those were."""
        expired = and_(_ROWS.state == CallState.RESERVED.value, _ROWS.at < before)
        values = {"state": CallState.SETTLED.value, "settled_nano_usd": _ROWS.reserved_nano_usd, "estimated": True}
        return self._connection.execute(update(tables.ledger).where(expired).values(**values)).rowcount

    def spending(self, by: SpendingBy, first: date | None = None, last: date | None = None) -> list[SpendingRow]:
        """What the calls of a range of UTC days cost, added up, the labels sorted."""
        label = _ROWS[by.value]
        made = _ROWS.state.in_([CallState.RESERVED.value, CallState.SETTLED.value])
        query = select(
            label, _count(made), _count(_ROWS.state == CallState.REUSED.value),
            func.sum(_ROWS.prompt_tokens), func.sum(_ROWS.cached_tokens), func.sum(_ROWS.completion_tokens),
            func.sum(_CHARGED), func.sum(_UNDER_WAY), _count(made & _ROWS.estimated), _count(made & ~_ROWS.priced),
        ).group_by(label).order_by(label)  # fmt: skip
        if first is not None:
            query = query.where(_ROWS.day >= first)
        if last is not None:
            query = query.where(_ROWS.day <= last)
        return [SpendingRow("" if of is None else str(of), *sums) for of, *sums in self._connection.execute(query)]

    def _shortfall(self, call: PlannedCall, budget: Budget) -> Shortfall | None:
        sums = select(func.coalesce(func.sum(_CHARGED), 0), func.coalesce(func.sum(_UNDER_WAY), 0))
        given = {_given(name): value for name, value in (("run", call.run), ("key", call.key), ("day", call.day))}
        charged, under_way = self._connection.execute(sums.where(_counted(budget.kind)), given).one()
        if charged + call.reserved_nano_usd <= budget.limit_nano_usd:
            return None
        return Shortfall(budget, charged, under_way)


def _given(name: str) -> str:
    """The parameter for a column's value; the column's own name would be taken for the value to set."""
    return f"given_{name}"


_GIVEN = {column.name: bindparam(_given(column.name), type_=column.type) for column in tables.ledger.columns}
_CHANGE = update(tables.ledger).where(_ROWS.id == _GIVEN["id"])


@cache
def _reserving(kinds: tuple[BudgetKind, ...]) -> Insert:
    """The one statement that looks whether budgets of these kinds have room, and reserves; building it costs more than running it."""
    row = {name: _GIVEN[name] for name in _PLANNED}
    room = (
        select(func.coalesce(func.sum(_CHARGED), 0)).where(_counted(kind)).scalar_subquery() + row["reserved_nano_usd"]
        <= bindparam(f"limit_{kind.value}", type_=BigInteger)
        for kind in kinds
    )
    return insert(tables.ledger).from_select(list(row), select(*row.values()).where(and_(true(), *room)))


def _counted(kind: BudgetKind) -> ColumnElement[bool]:
    """The calls that a budget of the kind counts together with the given one."""
    if kind is BudgetKind.RUN:
        return _ROWS.run == _GIVEN["run"]
    if kind is BudgetKind.KEY:
        return and_(_ROWS.key == _GIVEN["key"], _ROWS.day == _GIVEN["day"])
    return _ROWS.day == _GIVEN["day"]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _values(call: PlannedCall, state: CallState) -> dict[str, object]:
    return {
        "id": call.id, "at": call.at, "day": call.day, "run": call.run, "key": call.key, "purpose": call.purpose,
        "endpoint": call.endpoint, "model": call.model, "state": state.value, "priced": call.priced,
        "reserved_nano_usd": call.reserved_nano_usd, "prompt_tokens": 0, "cached_tokens": 0, "completion_tokens": 0,
        "estimated": False,
    }  # fmt: skip
