"""Server-sent events line by line (WHATWG), read into the events of an answer."""

from __future__ import annotations

from paperline.client import reading
from paperline.client.values import AnswerEvent


class EventLines:
    """Takes the lines of a stream as they come and gives an event at the blank line that ends one."""

    def __init__(self) -> None:
        self._name = ""
        self._data: list[str] = []

    def take(self, line: str) -> AnswerEvent | None:
        """The event that this line completes, if it does; comments and unknown events are passed over."""
        if not line:
            name, data = self._name, "\n".join(self._data)
            self._name, self._data = "", []
            return reading.event(name, data) if name and data else None
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            self._name = value
        elif field == "data":
            self._data.append(value)
        return None
