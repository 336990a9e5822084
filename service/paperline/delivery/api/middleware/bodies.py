"""Caps the bytes of a body as they stream in, counted after decoding, and the time that they may take."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paperline.delivery.api.problems import ENCODING, MALFORMED, SLOW_BODY, TOO_LARGE, HttpProblem, problem_response

_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class BodyLimit:
    """Refuses a body of more than `max_bytes` (or of the smaller cap of its path), slower than `seconds`."""

    def __init__(self, app: ASGIApp, *, max_bytes: int, caps: Mapping[str, int], seconds: float = 120.0) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.caps = caps
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with a guarded `receive`, or answer 413 or 415 before a byte is read."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = min(self.max_bytes, self.caps.get(scope["path"], self.max_bytes))
        headers = Headers(scope=scope)
        encoding = headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip", ""):
            detail = f"Content-Encoding {encoding[:40]!r} is not supported. Send the body plain or with gzip."
            response = problem_response(scope, ENCODING, detail, headers={"Accept-Encoding": "gzip, identity"})
            await response(scope, receive, send)
            return
        if _declared(headers) > limit:
            await problem_response(scope, TOO_LARGE, _too_large(limit).detail)(scope, receive, send)
            return
        decoder = _Gzip(limit) if encoding == "gzip" else None
        if decoder:
            hidden = (b"content-encoding", b"content-length")
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in hidden]}
        await self.app(scope, _Guarded(receive, limit, decoder, self.seconds), send)


class _Guarded:
    """A `receive` that raises where the body grows too large, is not what it says, or takes too long."""

    def __init__(self, receive: Receive, limit: int, decoder: _Gzip | None, seconds: float) -> None:
        self.receive = receive
        self.limit = limit
        self.decoder = decoder
        self.seconds = seconds
        self.deadline: float | None = None
        self.total = 0
        self.done = False

    async def __call__(self) -> Message:
        if self.done:
            return await self.receive()
        self.deadline = self.deadline or anyio.current_time() + self.seconds
        with anyio.CancelScope(deadline=self.deadline):
            message = await self.receive()
            return message if message["type"] != "http.request" else await self._counted(message)
        raise HttpProblem(SLOW_BODY, f"The body did not arrive within {self.seconds:g} seconds.")

    async def _counted(self, message: Message) -> Message:
        body = message.get("body", b"")
        self.done = not message.get("more_body", False)
        if self.decoder:
            body = await run_in_threadpool(self.decoder.feed, body, last=self.done)
        self.total += len(body)
        if self.total > self.limit:
            raise _too_large(self.limit)
        return {**message, "body": body}


class _Gzip:
    """Decodes a gzip body piece by piece and never holds more than the limit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.total = 0
        self.member = zlib.decompressobj(_GZIP_WINDOW)

    def feed(self, piece: bytes, *, last: bool) -> bytes:
        """What the piece decodes to; the last piece must end the last member."""
        made = bytearray()
        while piece:
            if self.member.eof:
                self.member = zlib.decompressobj(_GZIP_WINDOW)
            try:
                made += self.member.decompress(piece, self.limit - self.total - len(made) + 1)
            except zlib.error as error:
                raise HttpProblem(MALFORMED, "The body is not the gzip that Content-Encoding says it is.") from error
            if self.member.unconsumed_tail or self.total + len(made) > self.limit:
                raise _too_large(self.limit)
            piece = self.member.unused_data
        if last and not self.member.eof:
            raise HttpProblem(MALFORMED, "The gzip body is cut off.")
        self.total += len(made)
        return bytes(made)


def _declared(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


def _too_large(limit: int) -> HttpProblem:
    return HttpProblem(TOO_LARGE, f"The body may have at most {limit:,} bytes, counted after decoding.")
