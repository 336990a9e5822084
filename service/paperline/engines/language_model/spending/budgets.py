"""Budgets: which ones hold for a call, and what is told where one has no room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from paperline.domain.errors import BudgetSpent, PriceUnknown
from paperline.domain.spending import Account, Budget, BudgetKind, PlannedCall, Shortfall, as_usd

_SEE = "`paperline spend` shows what it went to."


@dataclass(frozen=True, slots=True)
class Limits:
    """What the settings allow for every UTC day and every run; None allows any amount."""

    day_nano_usd: int | None = None
    run_nano_usd: int | None = None

    def budgets(self, account: Account) -> tuple[Budget, ...]:
        """The budgets that hold for a call that the account pays; of two for a run the smaller one."""
        of_run = [limit for limit in (account.run_budget_nano_usd, self.run_nano_usd) if limit is not None]
        limits = (
            (BudgetKind.RUN, min(of_run, default=None)),
            (BudgetKind.KEY, account.key_budget_nano_usd if account.key is not None else None),
            (BudgetKind.DAY, self.day_nano_usd),
        )
        return tuple(Budget(kind, limit) for kind, limit in limits if limit is not None)


def budget_spent(shortfall: Shortfall, call: PlannedCall) -> BudgetSpent:
    """The error that says which budget has no room, how much is spent, when it begins anew and what to set."""
    budget = shortfall.budget
    reserved = (
        f", {_dollars(shortfall.reserved_nano_usd)} of it by calls under way" if shortfall.reserved_nano_usd else ""
    )
    return BudgetSpent(
        f"{_names(budget.kind, call.day)} has no room for this call, so nothing was sent: "
        f"{_dollars(shortfall.charged_nano_usd)} of {_dollars(budget.limit_nano_usd)} is spent or reserved{reserved}, "
        f"and the call may cost {_dollars(call.reserved_nano_usd)}. {_ADVICE[budget.kind]} {_SEE}",
        unpaid=True,
    )


def price_unknown(model: str, endpoint: str) -> PriceUnknown:
    """The error that says how to give a price."""
    shape = (
        f'{{"as_of": "YYYY-MM-DD", "models": {{"{model}": {{"prompt": 0.40, "cached": 0.10, "completion": 1.60}}}}}}'
    )
    return PriceUnknown(
        f"What {model} costs at {endpoint} is not known, and a budget is set, so nothing was sent. Let PAPERLINE_PRICES "
        f"name a file with its US dollars for a million tokens, such as {shape}, or set PAPERLINE_BUDGET_DAY_USD=none.",
        unpaid=True,
    )


def _names(kind: BudgetKind, day: date) -> str:
    if kind is BudgetKind.RUN:
        return "The budget of this run"
    return f"The budget of this key for {day} (UTC)" if kind is BudgetKind.KEY else f"The budget of {day} (UTC)"


_ADVICE = {
    BudgetKind.RUN: "The next run has a budget of its own; PAPERLINE_BUDGET_RUN_USD raises it.",
    BudgetKind.DAY: "It begins anew at 00:00 UTC; PAPERLINE_BUDGET_DAY_USD raises it.",
    BudgetKind.KEY: "It begins anew at 00:00 UTC; whoever gave out the key can raise it.",
}


def _dollars(nano: int) -> str:
    """Dollars with cents, and where it is less than that, with as many digits as say something."""
    amount = as_usd(nano)
    return f"${amount:,.2f}" if not nano % 10_000_000 else f"${amount:,.6f}".rstrip("0")
