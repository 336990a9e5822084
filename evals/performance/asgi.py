"""An app asked in this process, without a socket: what is measured is the app's own."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any, TypeAlias

from paperline.observability.events import configure_logging

Message: TypeAlias = MutableMapping[str, Any]
App: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]


@contextmanager
def logging_nowhere() -> Iterator[None]:
    """Events are written as a server writes them, JSON lines, to nowhere."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        configure_logging(json_lines=True)
        yield


async def answer_of(
    app: App, path: str, headers: Sequence[tuple[bytes, bytes]] = (), *, method: str = "GET", body: bytes = b""
) -> list[Message]:
    """What an app sends for a request."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 5000),
        "headers": [(b"host", b"127.0.0.1:8000"), *headers], "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    return sent
