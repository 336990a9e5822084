"""Turns Paperline's errors into readable pages with the status that the API would answer with."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paperline.delivery.api.problems import MEDIA_TYPE, RETRY_AFTER_SECONDS, kind_of
from paperline.delivery.web.day.absence import Absence
from paperline.delivery.web.pages import page, rendered
from paperline.domain.errors import PaperlineError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_FOR_PROGRAMS = ("/v1/", "/docs/", "/static/", "/problems/")
_FOR_PROGRAMS_ALONE = frozenset({"/v1", "/healthz", "/readyz", "/metrics", "/openapi.json"})
_REPLACED = frozenset({b"content-type", b"content-length"})


class PageRoute(APIRoute):
    """A route whose errors are pages, not JSON problems."""

    def get_route_handler(self) -> Handler:
        """The route's handler within the translation."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await inner(request)
            except PaperlineError as error:
                return error_page(request, error)

        return handle


def error_page(
    request: Request, error: PaperlineError, nearest: tuple[date, ...] = (), absence: Absence | None = None
) -> Response:
    """What went wrong, in words, with a way on."""
    kind = kind_of(error)
    told = {
        "code": kind.status, "title": kind.title, "message": str(error), "nearest": nearest, "absence": absence,
        "retryable": error.retryable,
    }  # fmt: skip
    response = page(request, "error.html", status=kind.status, **told)
    if error.retryable:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


class ReadableProblems:
    """What the router or other middleware refuses is a page for a browser that asked for one, under the same headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a problem is held until it is whole, and sent as a page."""
        if scope["type"] != "http" or not _is_for_a_reader(scope):
            await self.app(scope, receive, send)
            return
        held: Message | None = None
        body = b""

        async def send_readable(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start" and _is_problem(message):
                held = message
            elif held is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await _send_page(held, body, send)

        await self.app(scope, receive, send_readable)


def _is_for_a_reader(scope: Scope) -> bool:
    """Whether a browser shows the answer; HEAD has no body that could be read."""
    path = scope["path"]
    programs = path in _FOR_PROGRAMS_ALONE or path.startswith(_FOR_PROGRAMS)
    return not programs and scope["method"] != "HEAD" and "text/html" in Headers(scope=scope).get("accept", "")


def _is_problem(start: Message) -> bool:
    return (b"content-type", MEDIA_TYPE.encode()) in start["headers"]


async def _send_page(start: Message, problem: bytes, send: Send) -> None:
    told = from_json(problem)
    words = {"code": told["status"], "title": told["title"], "message": told["detail"]}
    body = rendered("error.html", **words, nearest=(), absence=None, retryable=False)
    kept = [pair for pair in start["headers"] if pair[0].lower() not in _REPLACED]
    made = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({**start, "headers": [*kept, *made]})
    await send({"type": "http.response.body", "body": body})
