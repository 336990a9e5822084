"""Idempotency-Key: of equal requests with one key one is done, and the others get its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paperline.delivery.api.handlers import retry_headers
from paperline.delivery.api.problems import INVALID, FieldError, HttpProblem, kind_of, problem_response
from paperline.domain.errors import PaperlineError
from paperline.domain.repeats import Reply, RequestKey
from paperline.observability.events import log
from paperline.pipeline.repeats import RENEWED_SECONDS, RepeatedRequests, Taken

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
MOST_CHARACTERS = 255
REPEATABLE = frozenset({"/v1/ingest", "/v1/summarise/batch"})
_KEPT_HEADERS = frozenset({"content-type", "location", "cache-control"})
_OF_THE_MOMENT = frozenset({401, 403, 408, 409, 429})


def nobody(scope: Scope) -> str:  # noqa: ARG001  (the shape of what tells owners apart)
    """Every caller shares one set of keys."""
    return ""


class Repeats:
    """For the paths that change something or cost much. Answers of the server's own failures are not kept.

    A request is the same where method, path, query and body are. `owner` tells whose keys those of a request are.
    """

    def __init__(
        self, app: ASGIApp, repeats: RepeatedRequests, *, owner: Callable[[Scope], str] = nobody
    ) -> None:  # fmt: skip
        self.app = app
        self._repeats = repeats
        self._owner = owner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request without a key; answer one that has it, from what is kept or by passing it on once."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] not in REPEATABLE:
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist(HEADER)
        if not given:
            await self.app(scope, receive, send)
            return
        try:
            key = RequestKey(self._owner(scope), _checked(given))
            body = await _read(receive)
            if body is None:
                return
            taken = await run_in_threadpool(self._repeats.take, key, _fingerprint(scope, body), datetime.now(UTC))
        except HttpProblem as refused:
            response = problem_response(scope, refused.kind, refused.detail, refused.errors, refused.headers)
            await response(scope, receive, send)
        except PaperlineError as error:
            await problem_response(scope, kind_of(error), str(error), headers=retry_headers(error))(
                scope, receive, send
            )
        else:
            if isinstance(taken, Reply):
                await _replayed(taken)(scope, receive, send)
            else:
                await self._answer(taken, _Replayed(body, receive), scope, send)

    async def _answer(self, taken: Taken, receive: Receive, scope: Scope, send: Send) -> None:
        """The request is answered, and the answer kept before a byte of it is sent."""
        answer = _Answer()
        renewing = asyncio.create_task(self._renew(taken))
        try:
            await self.app(scope, receive, answer.receive)
        finally:
            renewing.cancel()
            reply = answer.reply()
            await asyncio.shield(run_in_threadpool(self._keep, taken, reply))
        for message in answer.messages:
            await send(message)

    def _keep(self, taken: Taken, reply: Reply | None) -> None:
        """A store that fails here must not take the answer from the caller; the key is free again after half a minute."""
        try:
            if reply:
                self._repeats.save(taken, reply, datetime.now(UTC))
            else:
                self._repeats.forget(taken)
        except PaperlineError as error:
            log.warning("reply_not_kept", reason=str(error))

    async def _renew(self, taken: Taken) -> None:
        while True:
            await asyncio.sleep(RENEWED_SECONDS)
            with suppress(PaperlineError):
                await run_in_threadpool(self._repeats.renew, taken, datetime.now(UTC))


@dataclass(slots=True)
class _Answer:
    """The messages of one response, held back until they are kept."""

    messages: list[Message] = field(default_factory=list)

    async def receive(self, message: Message) -> None:
        self.messages.append(message)

    def reply(self) -> Reply | None:
        """What to keep; None where the server failed, where the answer is true for a moment only, or is not whole."""
        if not self.messages or self.messages[-1].get("more_body", False):
            return None
        start, *parts = self.messages
        if not parts or start["status"] >= 500 or start["status"] in _OF_THE_MOMENT:
            return None
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in start.get("headers", ())
            if name.decode("latin-1").lower() in _KEPT_HEADERS
        )
        return Reply(start["status"], headers, b"".join(part.get("body", b"") for part in parts))


class _Replayed:
    """A `receive` that gives a body which was read already, then what comes after it."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None where the caller left before its end."""
    parts: list[bytes] = []
    while (message := await receive())["type"] == "http.request":
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)
    return None


def _checked(given: list[str]) -> str:
    key = given[0]
    if len(given) == 1 and 1 <= len(key) <= MOST_CHARACTERS and all("!" <= char <= "~" for char in key):
        return key
    message = f"Must be one key of 1 to {MOST_CHARACTERS} visible ASCII characters without spaces."
    error = FieldError(field=HEADER, location="header", message=message)
    raise HttpProblem(INVALID, f"{HEADER}: {message}", errors=[error])


def _fingerprint(scope: Scope, body: bytes) -> str:
    query = scope.get("query_string", b"")
    named = sha256(b"\0".join((scope["method"].encode(), scope["path"].encode("utf-8", "surrogateescape"), query, b"")))
    named.update(body)
    return named.hexdigest()


def _replayed(reply: Reply) -> Response:
    response = Response(reply.body, reply.status, dict(reply.headers))
    response.headers[REPLAYED] = "true"
    return response
