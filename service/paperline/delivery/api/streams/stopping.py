"""Stopping: whoever holds a connection open hears that the server is about to stop, and ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stopping:
    """Begins once, in the server's event loop; an open stream would otherwise keep the process for ever."""

    def __init__(self) -> None:
        self.begun = False
        self._listeners: set[Callable[[], None]] = set()

    def begin(self) -> None:
        """Every listener is called; later ones are called at once."""
        self.begun = True
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def heard_by(self, listener: Callable[[], None]) -> Iterator[None]:
        """Within, the listener is called when the server begins to stop, or at once where it has."""
        self._listeners.add(listener)
        try:
            if self.begun:
                listener()
            yield
        finally:
            self._listeners.discard(listener)
