"""Turns whatever a request raises into its problem."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Mount

from paperline.delivery.api.problems import (
    INVALID,
    MALFORMED,
    OF_STATUS,
    RETRY_AFTER_SECONDS,
    HttpProblem,
    ProblemType,
    kind_of,
    problem_response,
)
from paperline.delivery.api.validation import field_errors, invalid_detail
from paperline.domain.errors import PaperlineError

_DETAILS = {
    400: "The body cannot be parsed: it is not valid UTF-8, or nested too deeply.",
    404: "There is nothing at this path. /docs lists the paths.",
}


def add_handlers(app: FastAPI) -> None:
    """Every error that a route, a dependency or the router raises becomes a problem."""
    app.add_exception_handler(PaperlineError, _paperline_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)


def retry_headers(error: PaperlineError) -> dict[str, str]:
    """`Retry-After` where a retry can help."""
    return {"Retry-After": str(RETRY_AFTER_SECONDS)} if error.retryable else {}


async def _paperline_error(request: Request, error: Exception) -> Response:
    known = cast("PaperlineError", error)
    return problem_response(request.scope, kind_of(known), str(known), headers=retry_headers(known))


async def _invalid_request(request: Request, error: Exception) -> Response:
    raw = cast("RequestValidationError", error).errors()
    if any(found["type"] == "json_invalid" for found in raw):
        detail = f"The body is not JSON: {raw[0].get('ctx', {}).get('error', 'it cannot be parsed')}."
        return problem_response(request.scope, MALFORMED, detail)
    found = field_errors(raw)
    return problem_response(request.scope, INVALID, invalid_detail(found), found)


async def _http_error(request: Request, error: Exception) -> Response:
    known = cast("HTTPException", error)
    headers = dict(known.headers or {})
    if isinstance(known, HttpProblem):
        return problem_response(request.scope, known.kind, known.detail, known.errors, headers)
    if known.status_code in (204, 304):
        return Response(status_code=known.status_code, headers=headers)
    if known.status_code == 405:
        headers["Allow"] = ", ".join(_allowed(request))
    kind = OF_STATUS.get(known.status_code) or _plain(known.status_code)
    detail = f"{request.method} is not allowed here." if known.status_code == 405 else None
    return problem_response(request.scope, kind, detail or _DETAILS.get(known.status_code, kind.meaning), (), headers)


def _allowed(request: Request) -> list[str]:
    """The methods of the path; the router's own answer names those of one route only. HEAD goes wherever GET does."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    found = {
        method
        for method in ("DELETE", "GET", "PATCH", "POST", "PUT")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    } or {"GET"}
    return sorted(found | {"HEAD"} if "GET" in found else found)


def _plain(status: int) -> ProblemType:
    phrase = HTTPStatus(status).phrase
    return ProblemType("http-error", status, phrase, phrase + ".")
