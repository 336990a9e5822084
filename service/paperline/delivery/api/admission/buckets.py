"""Buckets: how many requests a caller has left, refilled as time goes by; and how many it has open at once."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from paperline.domain.keys import Rate

_MOST_CALLERS = 10_000
_ROUNDING = 1e-9  # a bucket that has just refilled is not refused for an error of rounding


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands after a request: whether it was within the rate, what is left and when all of it is back."""

    name: str
    rate: Rate
    within: bool
    remaining: int
    full_in_seconds: int
    wait_seconds: int

    def headers(self) -> list[tuple[bytes, bytes]]:
        """The fields of draft-ietf-httpapi-ratelimit-headers-10; those of several limits make one list (RFC 9651)."""
        policy = f'"{self.name}";q={self.rate.count};w={self.rate.seconds}'
        left = f'"{self.name}";r={self.remaining};t={self.full_in_seconds}'
        return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", left.encode())]


class TokenBuckets:
    """A bucket for each caller, which holds a rate's count at most and refills evenly. Of one thread only.

    A bucket is one number: the moment when it will be full again (the generic cell rate algorithm). Of 10,000 callers
    those seen last are remembered, so that memory is bounded whoever comes; one who is forgotten has a full bucket.
    """

    def __init__(self, name: str, clock: Callable[[], float], most: int = _MOST_CALLERS) -> None:
        self._name = name
        self._clock = clock
        self._most = most
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, caller: str, rate: Rate) -> Standing:
        """One request is taken out of the caller's bucket, or none where it holds less than one."""
        now, each = self._clock(), rate.seconds / rate.count
        full_in = max(0.0, self._full_at.get(caller, now) - now)
        wait = full_in + each - rate.seconds
        within = wait <= each * _ROUNDING
        if within:
            full_in += each
        self._full_at[caller] = now + full_in
        self._full_at.move_to_end(caller)
        if len(self._full_at) > self._most:
            self._full_at.popitem(last=False)
        remaining = max(0, math.floor((rate.seconds - full_in) / each + _ROUNDING))
        return Standing(self._name, rate, within, remaining, math.ceil(full_in), max(0, math.ceil(wait)))


class Slots:
    """How many requests each caller has open. Of one thread only; who has none open is not remembered."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._open: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    def take(self, caller: str) -> bool:
        """One more request of the caller is open, unless it has as many as it may."""
        if self._open[caller] >= self.most:
            return False
        self._open[caller] += 1
        return True

    def give_back(self, caller: str) -> None:
        """One request of the caller is done."""
        self._open[caller] -= 1
        if not self._open[caller]:
            del self._open[caller]
