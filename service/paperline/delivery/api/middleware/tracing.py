"""Traces every request under its route's template, within the caller's trace where its headers name one."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paperline.delivery.api.middleware.measuring import METHODS, route_of
from paperline.delivery.api.problems import request_id
from paperline.observability import tracing

_QUIET = "/healthz"
_CONTEXT = (b"traceparent", b"tracestate")


class Traced:
    """Outside of all that answers; a /healthz is left out, for it is asked all day."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on within a span, which is named once the route is known."""
        if scope["type"] != "http" or scope["path"] == _QUIET:
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        method = scope["method"] if scope["method"] in METHODS else "other"
        context = {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in _CONTEXT}
        status = 500

        async def watched_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with tracing.request_span(method, context) as span:
            try:
                await self.app(scope, receive, watched_send)
            finally:
                route = route_of(scope)
                span.rename(f"{method} {route}")
                span.tell(
                    http__request__method=method, http__route=route, http__response__status_code=status,
                    paperline__request_id=request_id(scope),
                )  # fmt: skip
                if status >= 500:
                    span.fail(str(status))
