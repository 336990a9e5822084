"""The LanguageModel port over OpenAI's chat completions, or those of any endpoint that speaks like it."""

from __future__ import annotations

import time
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from paperline.adapters.language_models.openai_chat.breaker import Breaker
from paperline.adapters.language_models.openai_chat.calling import Calling
from paperline.adapters.language_models.openai_chat.client import first_offered, open_client, without_secrets
from paperline.adapters.language_models.openai_chat.dialect import OWN_HOST, Dialect
from paperline.adapters.language_models.openai_chat.loop import LoopThread
from paperline.adapters.language_models.openai_chat.pace import Pace
from paperline.domain.errors import ModelUnavailable

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from paperline.ports import Completion, CompletionRequest, Follow

DEFAULT_MODEL = "gpt-4.1-mini"  # follows a schema, needs no hidden thoughts that would be paid for, and is cheap
_LOOK_SECONDS = 0.25  # how soon a call ends after whoever follows it has left


class OpenAiLanguageModel:
    """One client for the process; every call runs on one event loop, whichever thread makes it."""

    def __init__(
        self, client: AsyncOpenAI, *, name: str, most_at_once: int = 16, deadline_seconds: float = 60.0
    ) -> None:
        """`most_at_once` calls are under way at the best of times; each has `deadline_seconds` once its turn has come."""
        self.name = name
        self.endpoint = without_secrets(str(client.base_url))
        self._client = client
        self._loop = LoopThread("language-model")
        self._calling = Calling(
            client, Dialect(self.endpoint, name), Pace(most_at_once, time.monotonic), Breaker(time.monotonic),
            deadline_seconds, name,
        )  # fmt: skip

    def complete(self, request: CompletionRequest, follow: Follow | None = None) -> Completion:
        """The reply; while none comes, `follow` is told an empty piece now and then, so that it may end the call."""
        try:
            completion = self._completed(request, follow)
            return replace(completion, model=self.name) if self._client.api_key in completion.model else completion
        except CancelledError as error:
            raise ModelUnavailable("The connection to the language model was closed.") from error

    def close(self) -> None:
        """Calls under way are cancelled and the connections closed."""
        self._loop.close(self._client.close())

    def _completed(self, request: CompletionRequest, follow: Follow | None) -> Completion:
        if follow is None:
            return _awaited(self._loop.submit(self._calling.complete(request, None)))
        pieces: SimpleQueue[str | None] = SimpleQueue()
        future = self._loop.submit(_closing(self._calling.complete(request, pieces.put), pieces))
        try:
            while True:
                try:
                    piece = pieces.get(timeout=_LOOK_SECONDS)
                except Empty:
                    piece = ""
                if piece is None:
                    return future.result()
                follow(piece)
        finally:
            future.cancel()


async def _closing(call: Coroutine[Any, Any, Completion], pieces: SimpleQueue[str | None]) -> Completion:
    """The call's reply; its end closes the pieces."""
    try:
        return await call
    finally:
        pieces.put(None)


def _awaited(future: Future[Completion]) -> Completion:
    try:
        return future.result()
    finally:
        future.cancel()  # where whoever waits was interrupted


def open_openai_model(
    key: str | None, *, base_url: str | None, name: str | None, most_at_once: int = 16, deadline_seconds: float = 60.0
) -> OpenAiLanguageModel:
    """The model behind an endpoint; one without a name is OpenAI's default, or the first that another endpoint offers."""
    client = open_client(key, base_url, read_seconds=deadline_seconds, connections=most_at_once)
    if not name:
        name = DEFAULT_MODEL if OWN_HOST in str(client.base_url) else first_offered(key, str(client.base_url))
    return OpenAiLanguageModel(client, name=name, most_at_once=most_at_once, deadline_seconds=deadline_seconds)
