"""Repeats: a request that bears a key is answered once; sent again, it gets the same reply."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from paperline.domain.errors import KeyReused, StillAnswering
from paperline.domain.repeats import Reply, RequestKey
from paperline.ports import Records

KEPT = timedelta(hours=24)
IN_FLIGHT = timedelta(seconds=30)
RENEWED_SECONDS = 10.0
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Taken:
    """A key that belongs to one request until it is answered, forgotten, or no longer renewed."""

    key: RequestKey
    token: str


@dataclass(frozen=True, slots=True)
class RepeatedRequests:
    """Replies are kept for a day, the newest 10,000 of them; they survive the process."""

    records: Records

    def take(self, key: RequestKey, fingerprint: str, now: datetime) -> Taken | Reply:
        """The key for the caller to answer, or the reply that was given to the same request.

        StillAnswering where that is not yet known; KeyReused where the key named another request. A process that dies
        while it answers holds its keys for half a minute.
        """
        taken = Taken(key, secrets.token_hex(8))
        with self.records.writing() as unit:
            unit.repeats.prune(MOST_KEPT, now)
            known = unit.repeats.claim(key, fingerprint, taken.token, now, now + IN_FLIGHT)
        if known is None:
            return taken
        if known.fingerprint != fingerprint:
            raise KeyReused(
                "This Idempotency-Key came with another request before. Give every request a key of its own."
            )
        if known.reply is None:
            raise StillAnswering("The first request with this Idempotency-Key is still being answered. Ask again.")
        return known.reply

    def renew(self, taken: Taken, now: datetime) -> None:
        """The request is still being answered."""
        with self.records.writing() as unit:
            unit.repeats.renew(taken.key, taken.token, now + IN_FLIGHT)

    def save(self, taken: Taken, reply: Reply, now: datetime) -> None:
        """Whoever sends the request again within a day gets this reply."""
        with self.records.writing() as unit:
            unit.repeats.save(taken.key, taken.token, reply, now + KEPT)

    def forget(self, taken: Taken) -> None:
        """The request can be sent again as if it had not been."""
        with self.records.writing() as unit:
            unit.repeats.forget(taken.key, taken.token)
