"""The last line of a request: an unforeseen error becomes a problem that tells nothing of it, HEAD a GET unsaid."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paperline.delivery.api.problems import INTERNAL, problem_response, request_id
from paperline.observability.events import log


class ErrorBoundary:
    """Inside the headers' middleware, so that a 500 carries them; Starlette's own boundary stands outside."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 500 where nothing was sent yet; otherwise let the server break the connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except Exception:
            log.exception("request_failed", request_id=request_id(scope), path=scope.get("path"))
            if started:
                raise
            detail = f"The fault is logged under the request id {request_id(scope)}."
            await problem_response(scope, INTERNAL, detail)(scope, receive, send)


class HeadAsGet:
    """HEAD works wherever GET does: the same headers, no body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer HEAD with what GET would send, without its body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_without_body)
