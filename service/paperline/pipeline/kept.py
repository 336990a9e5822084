"""Kept: what was made for the things asked for last, so that it is not made again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Made = TypeVar("_Made")


class Kept(Generic[_Key, _Made]):
    """At most so many values; those asked for longest ago go first. Thread-safe.

    What is made from the store has its revision in the key: a newer one asks for something else.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[_Key, _Made] = OrderedDict()
        self._lock = Lock()

    def get(self, key: _Key) -> _Made | None:
        """The value, if it is kept."""
        with self._lock:
            if key not in self._made:
                return None
            self._made.move_to_end(key)
            return self._made[key]

    def put(self, key: _Key, made: _Made) -> None:
        """The value is kept."""
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
