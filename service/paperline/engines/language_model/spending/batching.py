"""Batching: calls that a model answers within a day for less, reserved and collected so that none is paid twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from uuid import uuid4

from paperline.domain.errors import ModelUnavailable
from paperline.domain.prices import FREE
from paperline.domain.spending import Account, PendingBatch, PlannedCall, Settlement
from paperline.engines.language_model.spending.budgets import Limits, budget_spent, price_unknown
from paperline.engines.language_model.spending.metering import reply_key
from paperline.engines.language_model.spending.pricing import Prices
from paperline.engines.language_model.spending.tokens import TokenBounds
from paperline.observability.events import log
from paperline.ports import (
    BatchState,
    BatchStatus,
    Completion,
    CompletionRequest,
    Finish,
    ModelBatches,
    Records,
    paying_account,
)

_SETTLED_TOGETHER = 50


class MeteredBatches:
    """Submits requests within budgets and keeps their replies, where the meter before single calls finds them."""

    def __init__(
        self, batches: ModelBatches, records: Records, prices: Prices, limits: Limits, tokens: TokenBounds,
        *, run: str, now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        """`run` pays where no account does."""
        self._batches = batches
        self._records = records
        self._limits = limits
        self._tokens = tokens
        self._run = Account(run)
        self._now = now
        self._price = prices.of(batches.name, batches.endpoint)

    def close(self) -> None:
        """Every connection is closed."""
        self._batches.close()

    def keeps(self, request: CompletionRequest) -> bool:
        """Whether a reply to the request is kept."""
        with self._records.reading() as unit:
            return unit.replies.get(self._key(request)) is not None

    def pending(self) -> list[PendingBatch]:
        """The batches that are to be collected, oldest first."""
        with self._records.reading() as unit:
            return unit.batches.pending(self._batches.endpoint, self._batches.name)

    def submit(self, requests: Sequence[CompletionRequest]) -> int:
        """One batch of the requests whose replies are neither kept nor pending; returns how many there are.

        All of them are reserved, at the price of a batch, before anything is sent; where one has no room, nothing is sent.
        The batch is known here before the endpoint has it, so that nothing that it makes is lost.
        """
        under_way = {key for batch in self.pending() for key in batch.calls.values()}
        wanted = {self._key(request): request for request in requests}
        wanted = {key: request for key, request in wanted.items() if key not in under_way and not self.keeps(request)}
        if not wanted:
            return 0
        batch, named = self._reserved(wanted)
        self._send(batch, named)
        return len(named)

    def step(self, batch: PendingBatch) -> BatchStatus:
        """How far a batch is; one that ended is collected, one that failed or never began is released, and both forgotten."""
        remote_id = batch.remote_id or self._batches.find(batch.tag)
        if remote_id is None:
            self._forget(batch, list(batch.calls))
            return BatchStatus(BatchState.FAILED, 0, 0, len(batch.calls), "it was never begun")
        status = self._batches.status(remote_id)
        if status.state is BatchState.ENDED:
            self._collect(batch, remote_id)
        elif status.state is BatchState.FAILED:
            self._forget(batch, list(batch.calls))
        return status

    def _reserved(self, wanted: dict[str, CompletionRequest]) -> tuple[PendingBatch, dict[str, CompletionRequest]]:
        account = paying_account() or self._run
        budgets = self._limits.budgets(account)
        if self._price is None and budgets:
            raise price_unknown(self._batches.name, self._batches.endpoint)
        calls: dict[str, str] = {}
        named: dict[str, CompletionRequest] = {}
        with self._records.writing() as unit:
            for key, request in wanted.items():
                call = self._planned(request, account)
                if (shortfall := unit.ledger.reserve(call, budgets)) is not None:
                    raise budget_spent(shortfall, call)
                calls[call.id] = key
                named[call.id] = request
            batch = PendingBatch(
                f"paperline-{uuid4().hex}", self._now(), self._batches.endpoint, self._batches.name, calls
            )
            unit.batches.put(batch)
        return batch, named

    def _planned(self, request: CompletionRequest, account: Account) -> PlannedCall:
        prompt, completion = self._tokens.most(request)
        return PlannedCall(
            id=uuid4().hex, at=self._now(), run=account.run, key=account.key, purpose=request.schema_name,
            endpoint=self._batches.endpoint, model=self._batches.name, priced=self._price is not None,
            reserved_nano_usd=(self._price or FREE).cost(prompt, completion, in_batch=True),
        )  # fmt: skip

    def _send(self, batch: PendingBatch, named: dict[str, CompletionRequest]) -> None:
        try:
            remote_id = self._batches.submit(named, batch.tag)
        except ModelUnavailable as error:
            if error.unpaid:
                self._forget(batch, list(batch.calls))
            raise
        with self._records.writing() as unit:
            unit.batches.put(replace(batch, remote_id=remote_id))
        log.info("batch_sent", batch=remote_id, requests=len(named))

    def _collect(self, batch: PendingBatch, remote_id: str) -> None:
        """Every reply is settled and kept; what has none is released. Collecting twice changes nothing."""
        waiting = dict(batch.calls)
        replies = self._batches.replies(remote_id)
        while some := list(islice(replies, _SETTLED_TOGETHER)):
            with self._records.writing() as unit:
                for call_id, reply in some:
                    key = waiting.get(call_id)
                    if key is None or reply is None:
                        continue
                    del waiting[call_id]
                    if not reply.usage.estimated:  # else all that was reserved stays charged
                        unit.ledger.settle(call_id, self._settlement(reply))
                    if reply.finish is Finish.STOP:
                        unit.replies.put(key, reply, self._now())
        self._forget(batch, list(waiting))
        log.info("batch_collected", batch=remote_id, replies=len(batch.calls) - len(waiting), failed=len(waiting))

    def _forget(self, batch: PendingBatch, unpaid: Sequence[str]) -> None:
        with self._records.writing() as unit:
            for call_id in unpaid:
                unit.ledger.release(call_id)
            unit.batches.remove(batch.tag)

    def _settlement(self, reply: Completion) -> Settlement:
        usage = reply.usage
        cost = (self._price or FREE).cost(usage.prompt, usage.completion, cached=usage.cached, in_batch=True)
        return Settlement(cost, usage.prompt, usage.cached, usage.completion, usage.estimated)

    def _key(self, request: CompletionRequest) -> str:
        return reply_key(self._batches.endpoint, self._batches.name, request)
