"""Refuses requests for hosts that are not ours, and writes that another site's page sent."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from paperline.delivery.api.problems import HOST, ORIGIN, problem_response

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class HostAllowList:
    """Only the listed hosts are answered, whatever the port, which defeats DNS rebinding; `*` allows every host."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(_bare_host(host if host.count(":") < 2 else f"[{host.strip('[]')}]") for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 421."""
        if scope["type"] not in ("http", "websocket") or "*" in self.hosts:
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist("host")
        if len(given) == 1 and _bare_host(given[0]) in self.hosts:
            await self.app(scope, receive, send)
            return
        named = repr(given[0][:80]) if given else "none"
        detail = f"The Host header is {named}. Add the host to PAPERLINE_ALLOWED_HOSTS, or use the printed address."
        await problem_response(scope, HOST, detail)(scope, receive, send)


class SameOriginWrites:
    """A browser's page of another site can read nothing (no CORS) and, with this, change nothing either."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 403."""
        if scope["type"] == "http" and scope["method"] not in _SAFE_METHODS and _foreign(Headers(scope=scope)):
            detail = (
                "The Origin header names another site. Send the request from a program, or from this server's page."
            )
            await problem_response(scope, ORIGIN, detail)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _foreign(headers: Headers) -> bool:
    """True for a request that a browser says, or whose Origin shows, to come from another site."""
    if fetch_site := headers.get("sec-fetch-site"):
        return fetch_site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def _bare_host(host: str) -> str:
    """The host without its port, in lower case; an IPv6 address keeps its brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].rstrip(".")
