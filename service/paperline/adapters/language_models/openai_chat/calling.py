"""One call as one or several attempts: the one place where calls to a language model are retried."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx2
from openai import APIConnectionError, APIStatusError, APITimeoutError, AsyncOpenAI, AsyncStream, OpenAIError

from paperline.adapters.language_models.openai_chat.breaker import Breaker
from paperline.adapters.language_models.openai_chat.outcomes import (
    can_be_retried,
    choice_of,
    complaint_of,
    completed,
    completion_of,
    failure_of,
    model_of,
    parsed,
    text_of,
    usage_of,
    wait_asked_for,
)
from paperline.adapters.language_models.openai_chat.pace import Pace
from paperline.domain.errors import ModelUnavailable, ReplyUnreadable
from paperline.ports import Completion, TokenUsage

if TYPE_CHECKING:
    from paperline.adapters.language_models.openai_chat.dialect import Dialect
    from paperline.ports import CompletionRequest

_PATH = "/chat/completions"
_MOST_ATTEMPTS = 5
_FIRST_DELAY_SECONDS = 0.5
_LONGEST_DELAY_SECONDS = 8.0
_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)

Piece = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Calling:
    """Calls of one endpoint, on one event loop."""

    client: AsyncOpenAI
    dialect: Dialect
    pace: Pace
    breaker: Breaker
    deadline_seconds: float
    model: str

    async def complete(self, request: CompletionRequest, piece: Piece | None) -> Completion:
        """The reply to a request; the time in which it waits for its turn is not counted against its deadline."""
        left = self.deadline_seconds
        for attempt in range(_MOST_ATTEMPTS):
            self.breaker.admit()
            async with self.pace.slot() as began:
                wait = await self._attempted(request, piece, left, began, last=attempt == _MOST_ATTEMPTS - 1)
            if isinstance(wait, Completion):
                return wait
            left -= time.monotonic() - began + wait
            await asyncio.sleep(wait)
        raise ModelUnavailable(
            f"The language model's endpoint did not answer in {_MOST_ATTEMPTS} attempts.", unpaid=True
        )

    async def _attempted(
        self, request: CompletionRequest, piece: Piece | None, left: float, began: float, *, last: bool
    ) -> Completion | float:
        """The reply, or after how many seconds the call is worth another attempt."""
        started = False

        def passed_on(text: str) -> None:
            nonlocal started
            started = True
            if piece is not None:
                piece(text)

        try:
            async with asyncio.timeout(left):
                body = self.dialect.body(request, streamed=piece is not None)
                while True:
                    try:
                        reply = await (self._streamed(body, passed_on) if piece else self._whole(body))
                        break
                    except APIStatusError as error:
                        if error.status_code not in {400, 422} or not self.dialect.gives_up(body, complaint_of(error)):
                            raise
                        body = self.dialect.body(request, streamed=piece is not None)
        except APIStatusError as error:
            return self._worth_waiting_for(error, request, left - (time.monotonic() - began), began, last=last)
        except TimeoutError:
            self.breaker.failed()
            raise ModelUnavailable(f"The language model did not answer within {self.deadline_seconds:.0f} s.") from None
        except APITimeoutError as error:
            return self._unreached(error, "did not answer in time", last=last or started)
        except APIConnectionError as error:
            return self._unreached(error, "cannot be reached", last=last or started)
        except OpenAIError as error:
            raise ReplyUnreadable("The language model's endpoint reports an error.") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            self.breaker.failed()
            raise ModelUnavailable(f"The language model's reply broke off ({type(error).__name__}).") from error
        self.breaker.succeeded()
        await self.pace.faster()
        return reply

    def _worth_waiting_for(
        self, error: APIStatusError, request: CompletionRequest, left: float, began: float, *, last: bool
    ) -> float:
        """The seconds to wait after an error response; it is raised where waiting does not help."""
        asked = wait_asked_for(error, datetime.now(UTC))
        if error.status_code == 429:
            self.pace.slower(began, asked or 0.0)
        delay = asked if asked is not None else _delay(self.deadline_seconds - left)
        if not can_be_retried(error) or last or delay >= left:
            failure = failure_of(error, request.reply_format)
            if error.status_code != 429 and isinstance(failure, ModelUnavailable):
                self.breaker.failed()
            raise failure from None
        return delay

    def _unreached(self, error: APIConnectionError, what: str, *, last: bool) -> float:
        """The seconds to wait where nothing can have been sent; a call that may be paid for is not made twice."""
        cause = error.__cause__
        unsent = isinstance(cause, _NOT_SENT)
        if unsent and not last:
            return _delay(0.0)
        self.breaker.failed()
        raise ModelUnavailable(
            f"The language model {what} ({type(cause or error).__name__}).", unpaid=unsent
        ) from error

    async def _whole(self, body: dict[str, object]) -> Completion:
        response = await self.client.post(_PATH, cast_to=httpx2.Response, body=body)
        return completion_of(parsed(response.content), self.model)

    async def _streamed(self, body: dict[str, object], piece: Piece) -> Completion:
        """The reply of a stream, its pieces passed on; one that ends without saying why it stopped is none."""
        texts: list[str] = []
        finish, refused, usage, model = None, False, TokenUsage(estimated=True), self.model
        stream = await self.client.post(_PATH, cast_to=object, body=body, stream=True, stream_cls=AsyncStream[object])
        async with stream:
            try:
                async for document in stream:
                    model = model_of(document) or model
                    found = usage_of(document)
                    usage = usage if found.estimated else found
                    if not (isinstance(document, dict) and document.get("choices") == [] and not document.get("error")):
                        choice = choice_of(document)
                        delta = choice.get("delta")
                        told = delta if isinstance(delta, dict) else {}
                        refused = refused or bool(told.get("refusal"))
                        finish = choice.get("finish_reason") or finish
                        if text := text_of(told.get("content")):
                            texts.append(text)
                            piece(text)
            except (ValueError, RecursionError) as error:
                raise ReplyUnreadable("The language model's stream holds something that is not JSON.") from error
        if finish is None and not refused:
            raise ModelUnavailable("The language model's reply broke off before its end.")
        return completed("".join(texts), finish, usage, model, refused=refused)


def _delay(waited: float) -> float:
    """Exponential backoff with jitter: about as long again as the call has taken so far."""
    return random.uniform(0.5, 1.0) * min(_LONGEST_DELAY_SECONDS, _FIRST_DELAY_SECONDS + waited)  # noqa: S311
