"""Turns Paperline's errors into readable pages with the status that the API would answer with."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from paperline.delivery.api.problems import RETRY_AFTER_SECONDS, kind_of
from paperline.delivery.web.pages import page
from paperline.domain.errors import PaperlineError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


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


def error_page(request: Request, error: PaperlineError, nearest: tuple[date, ...] = ()) -> Response:
    """What went wrong, in words, with a way on."""
    kind = kind_of(error)
    told = {"code": kind.status, "title": kind.title, "message": str(error), "nearest": nearest}
    response = page(request, "error.html", status=kind.status, **told)
    if error.retryable:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
