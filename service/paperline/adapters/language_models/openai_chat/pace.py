"""The pace of calls to one endpoint: how many at once, fewer after a 429 and more again after successes (AIMD)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from paperline.domain.errors import ModelUnavailable

_CUT = 0.5
_LONGEST_PAUSE_SECONDS = 20.0  # whoever reads would rather have another engine's output than wait for longer


class Pace:
    """Additive increase, multiplicative decrease (Chiu and Jain, 1989) of the calls under way; for one event loop."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        """`most` calls at once at the best of times; `clock` gives seconds."""
        self.limit = float(most)
        self._most = most
        self._clock = clock
        self._active = 0
        self._changed = asyncio.Condition()
        self._paused_until = 0.0
        self._cut_at = 0.0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[float]:
        """One of the calls that may be under way; gives the time at which it may begin, which is now.

        ModelUnavailable where the endpoint asked to be left alone for longer than anybody waits.
        """
        async with self._changed:
            await self._changed.wait_for(lambda: self._active < max(1, int(self.limit)))
            self._active += 1
        try:
            await self._pause_over()
            yield self._clock()
        finally:
            self._active -= 1
            async with self._changed:
                self._changed.notify()

    async def _pause_over(self) -> None:
        wait = self._paused_until - self._clock()
        if wait > _LONGEST_PAUSE_SECONDS:
            raise ModelUnavailable(f"The language model's endpoint asks for no call for {wait:.0f} s.", unpaid=True)
        if wait > 0:
            await asyncio.sleep(wait)
            await self._pause_over()  # another call may have been told to wait for longer meanwhile

    def slower(self, began: float, pause_seconds: float = 0.0) -> None:
        """A call that began then was told that it was one too many; nobody begins one before the pause is over."""
        if began >= self._cut_at:  # those that were under way at the last cut say nothing of the pace since
            self.limit = max(1.0, self.limit * _CUT)
            self._cut_at = self._clock()
        self._paused_until = max(self._paused_until, self._clock() + pause_seconds)

    async def faster(self) -> None:
        """A call went well: after as many as the limit, one more may be under way."""
        if self.limit < self._most:
            self.limit = min(float(self._most), self.limit + 1 / self.limit)
            async with self._changed:
                self._changed.notify()
