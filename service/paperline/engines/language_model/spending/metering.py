"""The meter: a language model that is asked within budgets only, each call on the ledger, and nothing twice for money."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4
from weakref import WeakValueDictionary

from paperline.domain.errors import ModelFailed, ModelUnavailable, PaperlineError
from paperline.domain.prices import FREE
from paperline.domain.spending import CALL_EXPIRES_AFTER, Account, PlannedCall, Settlement, as_usd
from paperline.engines.language_model.spending.budgets import Limits, budget_spent, price_unknown
from paperline.engines.language_model.spending.joining import JoinedWriting
from paperline.engines.language_model.spending.pricing import Prices
from paperline.engines.language_model.spending.tokens import TokenBounds
from paperline.observability.events import log
from paperline.observability.metrics import MODEL_CALLS, MODEL_COST
from paperline.observability.tracing import call_span
from paperline.ports import (
    Completion,
    CompletionRequest,
    Finish,
    Follow,
    LanguageModel,
    Records,
    TokenUsage,
    UnitOfWork,
    paying_account,
)


class MeteredModel:
    """Asks another model. Thread-safe, and safe beside other processes over the same records.

    Before a call is sent, the most that it may cost is reserved; afterwards it is charged with what it did cost. Where
    nobody knows that (no reply, no usage), it is charged with an estimate, or with all that was reserved; with nothing
    only where the failure says that it is `unpaid`. A reply to a `cache_key` is kept and given again without a call.
    """

    def __init__(
        self, model: LanguageModel, records: Records, prices: Prices, limits: Limits, tokens: TokenBounds,
        *, run: str, now: Callable[[], datetime], replies_kept: timedelta | None = None,
    ) -> None:  # fmt: skip
        """`run` pays where no account does; replies older than `replies_kept` go before the first call (None: none does)."""
        self._model = model
        self._records = records
        self._limits = limits
        self._tokens = tokens
        self._run = Account(run)
        self._now = now
        self._replies_kept = replies_kept
        self._price = prices.of(model.name, model.endpoint)
        self._writing = JoinedWriting(records)
        self._turns = threading.Lock()
        self._asking: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
        self._swept = False

    @property
    def name(self) -> str:
        """The model that is asked."""
        return self._model.name

    @property
    def endpoint(self) -> str:
        """Where it is asked."""
        return self._model.endpoint

    def close(self) -> None:
        """No call is under way and every connection is closed."""
        self._model.close()

    def complete(self, request: CompletionRequest, follow: Follow | None = None) -> Completion:
        """The model's reply with its cost, or the one that is kept; BudgetSpent or PriceUnknown before anything is sent."""
        if request.cache_key is None:
            return self._paid(request, follow, None)
        key = reply_key(self.endpoint, self.name, request)
        with self._alone(key):
            kept = self._kept(key, request)
            if kept is None:
                return self._paid(request, follow, key)
        if follow is not None:
            follow(kept.text)
        return kept

    def keeps(self, request: CompletionRequest) -> bool:
        """Whether a reply to the request is kept, so that asking costs nothing."""
        with self._records.reading() as unit:
            return (
                request.cache_key is not None
                and unit.replies.get(reply_key(self.endpoint, self.name, request)) is not None
            )

    def _paid(self, request: CompletionRequest, follow: Follow | None, key: str | None) -> Completion:
        call = self._reserved(request)
        heard: list[str] = []

        def listen(piece: str) -> None:
            heard.append(piece)
            if follow is not None:
                follow(piece)

        try:
            with call_span(
                f"chat {self.name}", gen_ai__operation__name="chat", gen_ai__request__model=self.name
            ) as calling:
                completion = self._model.complete(request, None if follow is None else listen)
                calling.tell(
                    gen_ai__usage__input_tokens=completion.usage.prompt,
                    gen_ai__usage__output_tokens=completion.usage.completion,
                    gen_ai__output__type="json",
                    paperline__purpose=request.schema_name,
                )
        except ModelFailed as error:
            self._end(call, None if error.unpaid else self._all_of(call, request))
            raise
        except BaseException:
            usage = self._tokens.heard(request, "".join(heard))
            self._end(call, self._all_of(call, request) if follow is None else self._settlement(usage))
            raise
        settlement = self._settlement(self._tokens.used(request, completion))
        keep = key if completion.finish is Finish.STOP else None
        self._end(call, settlement, keep, completion)
        if settlement.cost_nano_usd > call.reserved_nano_usd:
            log.warning("call_cost_more_than_reserved", model=self.name, cost=settlement.cost_nano_usd)
        return replace(completion, usage=_usage(settlement))

    def _reserved(self, request: CompletionRequest) -> PlannedCall:
        account = paying_account() or self._run
        budgets = self._limits.budgets(account)
        if self._price is None and budgets:
            raise price_unknown(self.name, self.endpoint)
        call = self._planned(request, account, (self._price or FREE).cost(*self._tokens.most(request)))
        try:
            if not self._swept:
                self._writing.run(lambda unit: self._sweep(unit, call.at))
            shortfall = self._writing.run(lambda unit: unit.ledger.reserve(call, budgets))
        except PaperlineError as error:
            raise ModelUnavailable(
                f"What a call costs cannot be written down, so none is made. {error}", unpaid=True
            ) from error
        self._swept = True
        if shortfall is not None:
            raise budget_spent(shortfall, call)
        return call

    def _sweep(self, unit: UnitOfWork, now: datetime) -> None:
        """What an earlier process left: calls that never ended, and replies that have had their time."""
        unit.ledger.settle_expired(now - CALL_EXPIRES_AFTER)
        if self._replies_kept is not None:
            unit.replies.prune(now - self._replies_kept)

    def _planned(self, request: CompletionRequest, account: Account, most_nano_usd: int) -> PlannedCall:
        return PlannedCall(
            id=uuid4().hex, at=self._now(), run=account.run, key=account.key, purpose=request.schema_name,
            endpoint=self.endpoint, model=self.name, reserved_nano_usd=most_nano_usd, priced=self._price is not None,
        )  # fmt: skip

    def _end(
        self, call: PlannedCall, settlement: Settlement | None, keep: str | None = None, reply: Completion | None = None
    ) -> None:
        """The call is settled, and its reply kept, in one transaction; without a settlement it is released.

        Where that cannot be written, all that was reserved stays charged: the reply is paid for and is not thrown away.
        """

        def end(unit: UnitOfWork) -> None:
            if settlement is None:
                unit.ledger.release(call.id)
                return
            unit.ledger.settle(call.id, settlement)
            if keep is not None and reply is not None:
                unit.replies.put(keep, reply, self._now())

        try:
            self._writing.run(end)
        except PaperlineError as error:
            log.warning("call_not_settled", call=call.id, reason=str(error))
        if settlement is not None:
            MODEL_COST.add(amount=settlement.cost_nano_usd)

    def _settlement(self, usage: TokenUsage) -> Settlement:
        cost = (self._price or FREE).cost(usage.prompt, usage.completion, cached=usage.cached)
        return Settlement(cost, usage.prompt, usage.cached, usage.completion, usage.estimated)

    def _all_of(self, call: PlannedCall, request: CompletionRequest) -> Settlement:
        return Settlement(call.reserved_nano_usd, self._tokens.about(request), 0, 0, estimated=True)

    def _kept(self, key: str, request: CompletionRequest) -> Completion | None:
        try:
            with self._records.reading() as unit:
                kept = unit.replies.get(key)
            if kept is None:
                return None
            call = self._planned(request, paying_account() or self._run, 0)
            self._writing.run(lambda unit: unit.ledger.reuse(call))
        except PaperlineError as error:
            raise ModelUnavailable(f"What is kept of earlier calls cannot be read. {error}", unpaid=True) from error
        MODEL_CALLS.add("reused")
        return replace(kept, usage=TokenUsage())

    @contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        """Only one thread at a time asks for a reply that is kept: the others find it."""
        with self._turns:
            turn = self._asking.setdefault(key, _Turn())
        with turn.lock:
            yield


def reply_key(endpoint: str, model: str, request: CompletionRequest) -> str:
    """What was asked, of whom and how. The prompt's length is part of it: what is drawn at random leaves it the same,
    a repair, which tells the model more under the same `cache_key`, does not.
    """
    length = len(request.system) + len(request.user)
    asked = [
        endpoint, model, request.reply_format.value, request.schema_name, request.schema,
        request.most_output_tokens, length, request.cache_key,
    ]  # fmt: skip
    return sha256(json.dumps(asked).encode()).hexdigest()


class _Turn:
    """Whose turn it is to ask; forgotten when nobody waits for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


def _usage(settlement: Settlement) -> TokenUsage:
    return TokenUsage(
        settlement.prompt_tokens, settlement.completion_tokens, settlement.cached_tokens,
        as_usd(settlement.cost_nano_usd), settlement.estimated,
    )  # fmt: skip
