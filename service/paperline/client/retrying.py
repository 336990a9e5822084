"""When a request is sent again, and how long is waited before."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from paperline.client.errors import ClientError, Refused, Unreachable

_CHANCE = secrets.SystemRandom()
_OVERLOADED = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Retrying:
    """Up to `times` more tries. `Retry-After` is honoured up to `most_seconds`; else waits double, with jitter."""

    times: int = 3
    first_seconds: float = 0.5
    most_seconds: float = 60.0

    def pause(self, error: ClientError, tried: int, *, repeatable: bool) -> float | None:
        """The seconds to wait before the next try, or None where another cannot help or might do harm.

        `tried` counts the tries so far. A 503 is tried again only where the server says when.
        """
        if tried > self.times:
            return None
        backoff = min(self.first_seconds * 2 ** (tried - 1), self.most_seconds)
        if isinstance(error, Refused):
            return self._pause_of(error, backoff, repeatable=repeatable)
        if isinstance(error, Unreachable) and (repeatable or not error.sent):
            return _CHANCE.uniform(backoff / 2, backoff)
        return None

    def _pause_of(self, error: Refused, backoff: float, *, repeatable: bool) -> float | None:
        if error.status not in _OVERLOADED:
            return None
        if error.retry_after_seconds is not None:
            return error.retry_after_seconds if error.retry_after_seconds <= self.most_seconds else None
        if error.status == 429 or (error.status in (502, 504) and repeatable):
            return _CHANCE.uniform(backoff / 2, backoff)
        return None
