"""Embedding calls on the ledger: the most that one may cost is reserved before it is sent, and what it did cost is charged after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from paperline.domain.errors import EncoderUnavailable, ModelFailed, PaperlineError
from paperline.domain.prices import FREE
from paperline.domain.spending import Account, PlannedCall, Settlement
from paperline.engines.language_model.spending.budgets import Limits, budget_spent, price_unknown
from paperline.engines.language_model.spending.pricing import Prices
from paperline.observability.events import log
from paperline.ports import Records, paying_account

PURPOSE = "embedding"


class EmbeddingMeter:
    """Meters the calls of one embedding model at one endpoint. Thread-safe, and safe beside other processes."""

    def __init__(
        self, records: Records, prices: Prices, limits: Limits, *, model: str, endpoint: str, run: str, now: Callable[[], datetime]
    ) -> None:  # fmt: skip
        """`run` pays where no account does."""
        self._records = records
        self._limits = limits
        self._price = prices.of(model, endpoint)
        self._model, self._endpoint = model, endpoint
        self._run = Account(run)
        self._now = now

    @contextmanager
    def call(self, tokens: int) -> Iterator[Callable[[int], None]]:
        """Around one call of so many tokens; within, what it took is told. Untold, it is charged with all that was reserved.

        EncoderUnavailable before anything is sent, where no budget has room, nobody knows the price or nothing can be written.
        """
        call = self._reserved(tokens)
        took: list[int] = []
        try:
            yield took.append
        finally:
            used, estimated = (took[-1], False) if took else (tokens, True)
            cost = (self._price or FREE).cost(used, 0)
            try:
                with self._records.writing() as unit:
                    unit.ledger.settle(call.id, Settlement(cost, used, 0, 0, estimated))
            except PaperlineError as error:  # all that was reserved stays charged; the vectors are not thrown away
                log.warning("call_not_settled", call=call.id, reason=str(error))

    def _reserved(self, tokens: int) -> PlannedCall:
        account = paying_account() or self._run
        budgets = self._limits.budgets(account)
        call = PlannedCall(
            id=uuid4().hex, at=self._now(), run=account.run, key=account.key, purpose=PURPOSE, endpoint=self._endpoint,
            model=self._model, reserved_nano_usd=(self._price or FREE).cost(tokens, 0), priced=self._price is not None,
        )  # fmt: skip
        try:
            if self._price is None and budgets:
                raise price_unknown(self._model, self._endpoint)
            with self._records.writing() as unit:
                shortfall = unit.ledger.reserve(call, budgets)
            if shortfall is not None:
                raise budget_spent(shortfall, call)
        except ModelFailed as error:
            raise EncoderUnavailable(str(error)) from error
        except PaperlineError as error:
            raise EncoderUnavailable(f"What a call costs cannot be written down, so none is made. {error}") from error
        return call
