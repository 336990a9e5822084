"""A chat completions endpoint on this machine that behaves as badly as it is told, over real sockets."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

USAGE = {"prompt_tokens": 40, "completion_tokens": 10, "total_tokens": 50}
MODEL = "hostile-1"
JSON_TYPE = "application/json"
EVENTS_TYPE = "text/event-stream"
_REASONS = {
    200: "OK",
    204: "No Content",
    302: "Found",
    307: "Temporary Redirect",
    400: "Bad Request",
    401: "Unauthorized",
}

Honest = Callable[[dict[str, Any]], str]


@dataclass(frozen=True)
class Exchange:
    """One request, and the ways to reply to it. `attempt` counts the requests since the behaviour was set, from 1."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    attempt: int
    honest: Honest
    reader: asyncio.StreamReader = field(repr=False)
    writer: asyncio.StreamWriter = field(repr=False)

    @property
    def streamed(self) -> bool:
        """Whether the reply was asked for as a stream."""
        return bool(self.body.get("stream"))

    @property
    def key(self) -> str:
        """The key that the client sent."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    def content(self) -> str:
        """What a model that means well would reply."""
        return self.honest(self.body)

    async def raw(self, data: bytes) -> None:
        """These bytes, as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: int, content_type: str, *headers: str, length: int | None = None) -> None:
        """A status line and headers; without a length the body ends with the connection."""
        size = [f"Content-Length: {length}"] if length is not None else ["Connection: close"]
        lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Other')}", f"Content-Type: {content_type}", *size, *headers]
        await self.raw("\r\n".join([*lines, "", ""]).encode("latin-1"))

    async def send(self, status: int, body: bytes, *headers: str, content_type: str = JSON_TYPE) -> None:
        """A whole response."""
        await self.head(status, content_type, *headers, length=len(body))
        await self.raw(body)

    async def error(self, status: int, message: str, *headers: str, **more: object) -> None:
        """An error as OpenAI's API words it."""
        told = {"message": message, "type": "invalid_request_error", "param": None, "code": None} | more
        await self.send(status, json.dumps({"error": told}).encode(), *headers)

    async def whole(self, document: object) -> None:
        """A JSON document."""
        await self.send(200, json.dumps(document).encode())

    async def events(self, *documents: object, done: bool = True, end: bool = True) -> None:
        """Documents as a stream of events."""
        await self.head(200, EVENTS_TYPE)
        for document in documents:
            await self.event(document)
        if done:
            await self.raw(b"data: [DONE]\n\n")
        if end:
            self.writer.close()

    async def event(self, document: object) -> None:
        """One event of a stream that has begun."""
        await self.raw(b"data: " + json.dumps(document).encode() + b"\n\n")

    async def reply(self, content: object, finish: object = "stop", usage: object = USAGE, **message: object) -> None:
        """A completion, whole or streamed as it was asked for."""
        if self.streamed:
            await self.events(*pieces(content, finish, usage, **message))
        else:
            await self.whole(completion(content, finish, usage, **message))

    async def silence(self) -> None:
        """Nothing more, until the client leaves."""
        await self.reader.read()

    def reset(self) -> None:
        """The connection is torn down by a reset instead of an end."""
        inner = self.writer.get_extra_info("socket")
        inner.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Act = Callable[[Exchange], Awaitable[None]]


def completion(content: object, finish: object = "stop", usage: object = USAGE, **message: object) -> dict[str, Any]:
    """A completion as a whole document."""
    said = {"role": "assistant", "content": content, "refusal": None} | message
    choice = {"index": 0, "finish_reason": finish, "message": said, "logprobs": None}
    document = {"id": "c", "object": "chat.completion", "created": 0, "model": MODEL, "choices": [choice]}
    return document | ({"usage": usage} if usage is not None else {})


def pieces(content: object, finish: object = "stop", usage: object = USAGE, **message: object) -> list[dict[str, Any]]:
    """A completion as the documents of a stream."""
    cuts = [content[at : at + 40] for at in range(0, len(content), 40)] if isinstance(content, str) else [content]
    deltas: list[dict[str, object]] = [{"role": "assistant"} | message]
    deltas += [{"content": cut} for cut in cuts]
    documents = [chunk(delta) for delta in deltas] + [chunk({}, finish)]
    return documents + ([{**chunk({}), "choices": [], "usage": usage}] if usage is not None else [])


def chunk(delta: dict[str, object], finish: object = None) -> dict[str, Any]:
    """One document of a stream."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": MODEL, "choices": [choice]}


class HostileServer:
    """Serves from a thread of its own; `behaves` sets what it does from now on, `requests` is what it was asked since."""

    def __init__(self) -> None:
        self.requests: list[Exchange] = []
        self.connections = 0
        self._act: Act | None = None
        self._honest: Honest = lambda _: "{}"
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[Any] | None] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="hostile-server", daemon=True)
        self._thread.start()
        serving = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._served, "127.0.0.1", 0), self._loop)
        self._server = serving.result(10)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    def behaves(self, act: Act, honest: Honest | None = None) -> None:
        """It does this from now on; `honest` is what a model that means well would reply to a request's body."""
        self._act, self.requests = act, []
        self._honest = honest or (lambda _: '{"said": "yes"}')

    def close(self) -> None:
        """Nothing of it runs any more."""
        asyncio.run_coroutine_threadsafe(self._ended(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _ended(self) -> None:
        self._server.close()
        waiting = [task for task in self._tasks if task is not None]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            while not writer.is_closing() and (asked := await self._asked(reader, writer)) is not None:
                assert self._act is not None
                await self._act(asked)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client left, or the test is over
        finally:
            self.connections -= 1
            self._tasks.discard(task)
            writer.close()

    async def _asked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Exchange | None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        sent = await reader.readexactly(int(headers.get("content-length", 0)))
        body = json.loads(sent) if sent else {}
        asked = Exchange(first.split()[1], headers, body, len(self.requests) + 1, self._honest, reader, writer)
        self.requests.append(asked)
        return asked
