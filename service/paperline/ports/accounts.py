"""Who pays for calls to language models: an account that travels with the context of the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol

from paperline.domain.spending import Account

_PAYING: ContextVar[Account | None] = ContextVar("paying_account", default=None)


@contextmanager
def paying(account: Account) -> Iterator[None]:
    """Within, this account pays. Threads of a pool see it only where their work runs in a copy of this context:
    `pool.submit(contextvars.copy_context().run, work, …)`, a copy for each piece of work.
    """
    token = _PAYING.set(account)
    try:
        yield
    finally:
        _PAYING.reset(token)


def paying_account() -> Account | None:
    """The account that pays for what is done now; None where nobody said."""
    return _PAYING.get()


class CallMeter(Protocol):
    """Pays for calls that are not a language model's, such as those of an embedder."""

    def call(self, tokens: int) -> AbstractContextManager[Callable[[int], None]]:
        """Around one call of so many tokens; within, the tokens that it took are told."""
