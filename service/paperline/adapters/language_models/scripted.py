"""The test language model: replies as it was told to, reaches nothing, and remembers what it was asked."""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import TypeAlias

from paperline.domain.errors import ModelFailed, ModelUnavailable
from paperline.ports import Completion, CompletionRequest, Finish, Follow, TokenUsage

Reply: TypeAlias = str | Mapping[str, object] | Completion | ModelFailed
Script: TypeAlias = Reply | Callable[[CompletionRequest], Reply]
_PIECE = re.compile(r"\s*\S+|\s+")


class ScriptedModel:
    """Gives the enqueued replies in their order, each once; without one left it is unavailable.

    A reply is a text, a mapping that is sent as JSON, a whole completion, an error to raise, or a function of the
    request that returns one of these. Words stand for tokens.
    """

    name = "scripted"
    endpoint = "script"

    def __init__(self) -> None:
        self.history: list[CompletionRequest] = []
        self._replies: deque[Script] = deque()
        self._lock = threading.Lock()

    def enqueue(self, *replies: Script) -> None:
        """These replies come after those that wait already."""
        with self._lock:
            self._replies.extend(replies)

    def close(self) -> None:
        """Nothing is open."""

    def complete(self, request: CompletionRequest, follow: Follow | None = None) -> Completion:
        """The next reply of the script; one that is followed comes word by word."""
        completion = self._next(request)
        if follow is not None:
            for piece in _PIECE.findall(completion.text):
                follow(piece)
        return completion

    def _next(self, request: CompletionRequest) -> Completion:
        with self._lock:
            self.history.append(request)
            script = (
                self._replies.popleft() if self._replies else ModelUnavailable("The script holds no further reply.")
            )
        reply = script(request) if callable(script) else script
        if isinstance(reply, ModelFailed):
            raise reply
        if isinstance(reply, Completion):
            return reply
        text = reply if isinstance(reply, str) else json.dumps(reply)
        prompt = len(request.system.split()) + len(request.user.split())
        return Completion(text, Finish.STOP, TokenUsage(prompt, len(text.split())), self.name)
