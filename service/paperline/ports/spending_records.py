"""Records of spending: calls to language models, their replies, and batches of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from paperline.domain.spending import Budget, PendingBatch, PlannedCall, Settlement, Shortfall, SpendingBy, SpendingRow
from paperline.ports.models import Completion, ReplyFormat


class LedgerRecords(Protocol):
    """Every call to a language model and what it cost; what a call may cost is charged until its cost is known."""

    def reserve(self, call: PlannedCall, budgets: Sequence[Budget]) -> Shortfall | None:
        """The call is charged with what it may cost at most, in one statement, or the budget without room is returned.

        A call that costs nothing needs no room.
        """

    def settle(self, call_id: str, settlement: Settlement) -> None:
        """The call is charged with what it cost, also where its reservation had expired. A call is settled or released once."""

    def release(self, call_id: str) -> None:
        """The call cost nothing."""

    def reuse(self, call: PlannedCall) -> None:
        """The call was not made: its reply was kept from an earlier one."""

    def settle_expired(self, before: datetime) -> int:
        """Calls reserved before that moment and never settled are settled at what was reserved; how many those were."""

    def spending(self, by: SpendingBy, first: date | None = None, last: date | None = None) -> list[SpendingRow]:
        """What the calls of a range of UTC days cost, added up, the labels sorted; calls without a key are labelled ""."""


class ReplyRecords(Protocol):
    """Replies of language models that may be given again, and the format in which each model's can be read."""

    def put(self, key: str, completion: Completion, now: datetime) -> None:
        """The reply is kept under the key, in place of an earlier one."""

    def get(self, key: str) -> Completion | None:
        """The reply that is kept under the key."""

    def prune(self, before: datetime) -> int:
        """Replies that were stored before then are gone; how many there were."""

    def put_format(self, endpoint: str, model: str, found: ReplyFormat, now: datetime) -> None:
        """The format is the one to ask the model for, in place of an earlier one."""

    def format_of(self, endpoint: str, model: str, *, since: datetime) -> ReplyFormat | None:
        """The format to ask the model for, where it was found since then."""


class BatchRecords(Protocol):
    """Batches that were begun and are to be collected."""

    def put(self, batch: PendingBatch) -> None:
        """The batch is stored under its tag, in place of what was known of it."""

    def pending(self, endpoint: str, model: str) -> list[PendingBatch]:
        """The batches of a model at an endpoint, oldest first."""

    def remove(self, tag: str) -> None:
        """The batch is done with."""
