"""Writes one line for every answered request; never a path's values, a query, a body or a key's secret."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paperline.delivery.api.middleware.measuring import METHODS, route_of
from paperline.delivery.api.problems import request_id
from paperline.observability.events import log

_QUIET = "/healthz"


class AccessLog:
    """Outermost; `with_address` adds the client's address. A good /healthz is left out, for it is asked all day."""

    def __init__(self, app: ASGIApp, *, with_address: bool) -> None:
        self.app = app
        self._with_address = with_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and write the line once the answer is sent or failed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        status, size, began = 500, 0, time.perf_counter()

        async def watched_send(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        finally:
            route = route_of(scope)
            if route != _QUIET or status >= 400:
                log.info(
                    "request_answered", method=scope["method"] if scope["method"] in METHODS else "other", route=route,
                    status=status, bytes=size, duration_ms=round((time.perf_counter() - began) * 1000, 2),
                    request_id=request_id(scope), **self._told_of_caller(scope),
                )  # fmt: skip

    def _told_of_caller(self, scope: Scope) -> dict[str, str]:
        told = {"key": str(scope["state"]["key_id"])} if "key_id" in scope["state"] else {}
        client = scope.get("client")
        return {**told, "address": str(client[0])} if self._with_address and client else told
