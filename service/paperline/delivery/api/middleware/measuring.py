"""Counts and times every request under its route's template, so that no path a caller makes up becomes a label."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paperline.observability.metrics import HTTP_REQUESTS, HTTP_SECONDS

UNMATCHED = "unmatched"
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_NOTED = "route_template"


class Measured:
    """Outermost, so that what other middleware refuses is counted too; needs `RouteNoted` innermost."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count once the answer is sent or failed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        method = scope["method"] if scope["method"] in METHODS else "other"
        status, began = 500, time.perf_counter()

        async def watched_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        finally:
            route = route_of(scope)
            HTTP_REQUESTS.add(route, method, str(status))
            HTTP_SECONDS.observe(time.perf_counter() - began, route)


class RouteNoted:
    """Innermost: hands the template that the router chose outwards in the state, which every copy of a scope shares."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and note the template whatever comes of it."""
        root = scope.get("root_path", "")
        try:
            await self.app(scope, receive, send)
        finally:
            if scope["type"] == "http" and (template := _template(scope, root)):
                scope.setdefault("state", {})[_NOTED] = template


def route_of(scope: Scope) -> str:
    """The template that was noted for the request; `unmatched` where no route has its path."""
    return str(scope["state"].get(_NOTED, UNMATCHED))


def _template(scope: Scope, root: str) -> str | None:
    if path := getattr(scope.get("route"), "path", None):
        return str(path)
    mounted = str(scope.get("root_path", "")).removeprefix(root)
    return f"{mounted}/*" if mounted else None
