"""Formats: in which format a model's replies can be read, remembered over restarts so that no run pays to find out again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from paperline.ports import Records, ReplyFormat

REMEMBERED = timedelta(days=30)
"""After so long a model is asked by the strictest format again: endpoints learn."""


class RememberedFormats:
    """The format by (endpoint, model): of this process, else as the store has it."""

    def __init__(self, records: Records, now: Callable[[], datetime]) -> None:
        self._records, self._now = records, now
        self._found: dict[tuple[str, str], ReplyFormat] = {}

    def get(self, place: tuple[str, str]) -> ReplyFormat | None:
        """The format that is known to work there, if any was found of late."""
        if place not in self._found:
            with self._records.reading() as unit:
                kept = unit.replies.format_of(*place, since=self._now() - REMEMBERED)
            if kept is None:
                return None
            self._found[place] = kept
        return self._found[place]

    def __setitem__(self, place: tuple[str, str], found: ReplyFormat) -> None:
        self._found[place] = found
        with self._records.writing() as unit:
            unit.replies.put_format(*place, found, self._now())
