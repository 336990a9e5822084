"""Callers: whom the work at hand is done for and who pays for it, known to every step without being handed on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from decimal import Decimal

from paperline.domain.keys import ApiKey, Caller
from paperline.domain.spending import Account, nano_usd
from paperline.ports import paying

_CALLER: ContextVar[Caller] = ContextVar("caller", default=Caller())  # noqa: B039  (a frozen value)


def current_caller() -> Caller:
    """Whom this is done for; somebody without a key where nothing was said, as on the command line."""
    return _CALLER.get()


@contextmanager
def calling_as(caller: Caller) -> Iterator[None]:
    """Within, and in the threads and tasks that are started there with its context, work is done for this caller.

    Where the caller has a key, that key pays for calls to language models, each time as a run of its own.
    """
    token = _CALLER.set(caller)
    try:
        with paying(_account(caller.key)) if caller.key else nullcontext():
            yield
    finally:
        _CALLER.reset(token)


def _account(key: ApiKey) -> Account:
    budget = None if key.budget_usd is None else nano_usd(Decimal(str(key.budget_usd)))
    return Account(f"request-{secrets.token_hex(8)}", key=key.id, key_budget_nano_usd=budget)
