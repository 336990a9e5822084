"""Spending: what calls to language models cost, who pays for them, and how much may be spent; money is whole nano-dollars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

NANO_A_USD = 1_000_000_000
"""A token of the cheapest models costs some nano-dollars, so that sums of whole ones never drift."""

CALL_EXPIRES_AFTER = timedelta(minutes=15)
"""No call takes longer: a reservation of that age is one whose process ended, and is settled as if all of it was spent."""


def nano_usd(usd: Decimal) -> int:
    """The amount in nano-dollars, a broken one rounded up."""
    return int((usd * NANO_A_USD).to_integral_value(ROUND_CEILING))


def as_usd(nano: int) -> float:
    """The amount in dollars, to show it."""
    return nano / NANO_A_USD


@dataclass(frozen=True, slots=True)
class Account:
    """Who pays: a run, such as one command or one job, and where a key was used, that key; None sets no limit."""

    run: str
    run_budget_nano_usd: int | None = None
    key: str | None = None
    key_budget_nano_usd: int | None = None


class BudgetKind(StrEnum):
    """Whose calls a budget counts: those of the run, of the UTC day, or of the key on that day."""

    RUN = "run"
    DAY = "day"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Budget:
    """What the calls of one kind may cost together."""

    kind: BudgetKind
    limit_nano_usd: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A budget in which a call has no room: what is charged to it already, and how much of that is only reserved."""

    budget: Budget
    charged_nano_usd: int
    reserved_nano_usd: int


class CallState(StrEnum):
    """What became of a call: it is under way, was paid, cost nothing, or was not made because its reply was kept."""

    RESERVED = "reserved"
    SETTLED = "settled"
    RELEASED = "released"
    REUSED = "reused"


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A call that is about to be made; it costs at most what is reserved. `priced` is False where no price is known."""

    id: str
    at: datetime
    run: str
    key: str | None
    purpose: str
    endpoint: str
    model: str
    reserved_nano_usd: int
    priced: bool = True

    @property
    def day(self) -> date:
        """The UTC day to whose budget the call belongs."""
        return self.at.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a call cost in the end; `estimated` where the model did not say."""

    cost_nano_usd: int
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class PendingBatch:
    """A batch of calls that was begun and not yet collected: for the id of each planned call the key of its reply.

    `remote_id` is how the endpoint calls it; None while nobody knows whether it has it.
    """

    tag: str
    at: datetime
    endpoint: str
    model: str
    calls: Mapping[str, str]
    remote_id: str | None = None


class SpendingBy(StrEnum):
    """By what calls are added up."""

    DAY = "day"
    MODEL = "model"
    KEY = "key"
    PURPOSE = "purpose"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class SpendingRow:
    """Calls added up. The cost holds what is reserved for calls under way; `unpriced` calls have no known price."""

    label: str
    calls: int
    reused: int
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    cost_nano_usd: int
    reserved_nano_usd: int
    estimated: int
    unpriced: int
