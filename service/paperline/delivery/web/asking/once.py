"""Once: a form that is sent twice in a moment, by a double click without scripts, is answered once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future

from paperline.domain.answers import Answer

_MOMENT_SECONDS = 5.0
_MOST = 256


class AnsweredOnce:
    """The answers that are being made or were just made, by who asks what of which papers. Safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._asked: dict[Hashable, tuple[Future[Answer], float | None]] = {}

    def answer(self, asked: Hashable, ask: Callable[[], Answer]) -> Answer:
        """What `ask` answers; of two that ask the same within a moment the second waits for the first's answer, or error."""
        with self._lock:
            self._forget()
            if waiting := self._asked.get(asked):
                return_of = waiting[0]
            else:
                return_of = Future()
                self._asked[asked] = (return_of, None)
        if waiting:
            return return_of.result()
        try:
            return_of.set_result(ask())
        except BaseException as error:  # noqa: BLE001  (whoever waits must learn of it)
            return_of.set_exception(error)
        with self._lock:
            self._asked[asked] = (return_of, self._clock() + _MOMENT_SECONDS)
        return return_of.result()

    def _forget(self) -> None:
        now = self._clock()
        for asked in [asked for asked, (_, until) in self._asked.items() if until is not None and until < now]:
            del self._asked[asked]
        done = [asked for asked, (_, until) in self._asked.items() if until is not None]
        for asked in done[: max(0, len(self._asked) - _MOST)]:
            del self._asked[asked]
