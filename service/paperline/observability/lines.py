"""Lines of the log on their way out: handed to a thread that writes them, so that no reader of the log stops the server."""

from __future__ import annotations

import os
import threading
from collections import deque

from paperline.observability.metrics import LOG_LINES_DROPPED

_MOST_LINES = 10_000
_GATHERED_SECONDS = 0.05  # a wake-up for each line would cost more than the line


class BackgroundLines:
    """Writes lines to a file descriptor in their order, a twentieth of a second later; safe to use from many threads.

    What is written while more than `most_lines` wait is dropped and counted: whoever logs never waits.
    """

    def __init__(self, descriptor: int, *, most_lines: int = _MOST_LINES) -> None:
        self._descriptor = descriptor
        self._most = most_lines
        self._lines: deque[str] = deque()
        self._some = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def write(self, line: str) -> int:
        """The line, with its end, is written soon or counted as dropped."""
        if len(self._lines) >= self._most:
            LOG_LINES_DROPPED.add()
        else:
            self._lines.append(line)
            if not self._some.is_set():
                self._some.set()
        return len(line)

    def flush(self) -> None:
        """Nothing is waited for: see `close`."""

    def close(self, most_seconds: float = 1.0) -> None:
        """All lines are written, but for those that nobody takes within the time."""
        self._closing.set()
        self._some.set()
        self._thread.join(most_seconds)

    def _run(self) -> None:
        while not (self._closing.is_set() and not self._lines):
            self._some.wait()
            self._closing.wait(_GATHERED_SECONDS)
            self._some.clear()
            self._write([self._lines.popleft() for _ in range(len(self._lines))])

    def _write(self, lines: list[str]) -> None:
        """Past Python's own file object, whose lock a thread that waits for ever would keep while the process ends."""
        left = memoryview("".join(lines).encode("utf-8", "backslashreplace"))
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError:  # the reader is gone
            LOG_LINES_DROPPED.add(amount=len(lines))
