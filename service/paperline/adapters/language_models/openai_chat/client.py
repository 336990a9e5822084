"""The client of OpenAI's package over an HTTP client of ours: its own retries off, bodies bounded, proxies honoured."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx2
from openai import AsyncOpenAI

from paperline.domain.errors import ReplyUnreadable
from paperline.observability.events import log

ANY_MODEL = "default"
MOST_REPLY_BYTES = 1_000_000
_CONNECT_SECONDS = 5.0
_LISTING_SECONDS = 3.0
_KEPT_ALIVE_SECONDS = (
    3.0  # shorter than any server's, so that no call is lost on a connection that has just been closed
)


def open_client(key: str | None, base_url: str | None, *, read_seconds: float, connections: int) -> AsyncOpenAI:
    """A client for one endpoint; local servers need no key."""
    http = httpx2.AsyncClient(
        timeout=httpx2.Timeout(read_seconds, connect=_CONNECT_SECONDS),
        limits=httpx2.Limits(max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=_KEPT_ALIVE_SECONDS),
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_bound]},
        follow_redirects=False,
    )  # fmt: skip
    return AsyncOpenAI(api_key=key or "none", base_url=base_url, max_retries=0, http_client=http)


def first_offered(key: str | None, base_url: str) -> str:
    """The first model that the endpoint lists; most that list none serve one, under any name."""
    headers = {"Authorization": f"Bearer {key or 'none'}"}
    try:
        reply = httpx2.get(f"{base_url.rstrip('/')}/models", headers=headers, timeout=_LISTING_SECONDS)
        name = reply.raise_for_status().json()["data"][0]["id"]
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        log.warning("models_not_listed", reason=type(error).__name__)
        return ANY_MODEL
    return name if isinstance(name, str) and 0 < len(name) <= 200 and name.isprintable() else ANY_MODEL


def without_secrets(address: str) -> str:
    """The address without user, password, query or closing stroke."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path.rstrip('/')}"


async def _bound(response: httpx2.Response) -> None:
    """The body, when it is read, ends with an error where it is longer than any reply or was compressed unasked."""
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise ReplyUnreadable("The language model's endpoint sends a compressed reply, which was not asked for.")
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for chunk in self._stream:
            received += len(chunk)
            if received > MOST_REPLY_BYTES:
                raise ReplyUnreadable(f"The language model's endpoint sent more than {MOST_REPLY_BYTES:,} bytes.")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
