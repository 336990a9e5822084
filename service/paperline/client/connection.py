"""What both clients say to the server and how they read it: headers, time limits, and httpx's errors in our own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx2

from paperline.client import reading
from paperline.client.calls import Call
from paperline.client.errors import Unreachable

DEFAULT_ADDRESS = "http://127.0.0.1:8000"
_Read = TypeVar("_Read")
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)


def settings(address: str, api_key: str | None, timeout_seconds: float, *, use_proxy: bool) -> dict[str, Any]:
    """What a connection is opened with. Redirects are not followed: they would take the key elsewhere."""
    headers = {"Accept": "application/json", "User-Agent": "paperline-client"}
    if api_key:
        headers["Authorization"] = f"Bearer {api_key}"
    timeout = httpx2.Timeout(timeout_seconds, connect=min(timeout_seconds, 10.0))
    return {"base_url": address.rstrip("/"), "headers": headers, "timeout": timeout, "trust_env": use_proxy}


def request(call: Call[Any]) -> dict[str, Any]:
    """The call as httpx takes it."""
    told: dict[str, Any] = {"method": call.method, "url": call.path, "params": call.query, "headers": call.headers}
    if call.query.get("format") and call.method == "GET":
        told["headers"] = {**call.headers, "Accept": "*/*"}
    if call.json is not None:
        told["json"] = call.json
    if call.content is not None:
        told["content"] = call.content
    return told


def streamed(call: Call[Any]) -> dict[str, Any]:
    """The same question, answered as events."""
    told = request(call)
    return {**told, "json": {**told["json"], "stream": True}, "headers": {"Accept": "text/event-stream"}}


def read_response(call: Call[_Read], response: httpx2.Response) -> _Read:
    """The answer; a problem is raised."""
    if not response.is_success:
        raise refusal(response.status_code, response.content, response.headers)
    return call.read(response.content)


def refusal(status: int, content: bytes, headers: Mapping[str, str]) -> Exception:
    """The error that a response is."""
    return reading.refusal(status, content, headers.get("retry-after"))


@contextmanager
def translated(address: str) -> Iterator[None]:
    """Within, httpx's errors become Unreachable."""
    try:
        yield
    except httpx2.TimeoutException as error:
        sent = not isinstance(error, _NEVER_SENT)
        raise Unreachable(f"{address} did not answer in time.", sent=sent) from error
    except httpx2.TransportError as error:
        sent = not isinstance(error, _NEVER_SENT)
        raise Unreachable(f"{address} cannot be reached: {str(error) or type(error).__name__}.", sent=sent) from error
