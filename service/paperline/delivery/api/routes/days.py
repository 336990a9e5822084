"""GET /v1/days and single days, with validators that let pollers ask cheaply."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from paperline.delivery.api import schemas
from paperline.delivery.api.cursors import day_cursor, read_day_cursor
from paperline.delivery.api.dependencies import ServicesOf, json_response
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import INVALID, OF_ERROR
from paperline.delivery.api.schemas.examples import DAY, DAY_LIST
from paperline.delivery.api.schemas.responses import Day, DayList
from paperline.delivery.api.schemas.text import CleanText
from paperline.delivery.documents import day_document, day_entry_document, json_bytes
from paperline.domain.errors import BadCursor, DayNotFound

router = APIRouter(prefix="/v1/days", tags=["days"])
_DAY_RESPONSES = {
    **example(DAY),
    304: {"description": "Not changed since the bytes of If-None-Match."},
    **problem_responses(OF_ERROR[DayNotFound], INVALID),
}
_IfNoneMatch = Annotated[str, Header(include_in_schema=False)]


@router.get(
    "", response_model=DayList, responses={**example(DAY_LIST), **problem_responses(OF_ERROR[BadCursor], INVALID)}
)  # fmt: skip
def list_days(
    services: ServicesOf,
    limit: Annotated[int, Query(ge=1, le=366)] = 30,
    cursor: Annotated[CleanText | None, Query(max_length=200)] = None,
) -> Response:
    """Answer with the stored days, newest first; `next_cursor` is null on the last page."""
    before = read_day_cursor(cursor) if cursor is not None else None
    with services.records.reading() as unit:
        found = unit.days.listed(before, limit + 1)
    shown = found[:limit]
    following = day_cursor(shown[-1].date) if len(found) > limit else None
    return json_response({"days": [day_entry_document(entry) for entry in shown], "next_cursor": following})


@router.get("/latest", response_model=Day, responses=_DAY_RESPONSES)
def get_latest_day(services: ServicesOf, if_none_match: _IfNoneMatch = "") -> Response:
    """Answer with the newest day that has papers."""
    return _day_response(services, None, if_none_match)


@router.get("/{date}", response_model=Day, responses=_DAY_RESPONSES)
def get_day(date: schemas.text.Day, services: ServicesOf, if_none_match: _IfNoneMatch = "") -> Response:
    """Answer with a day, its papers in the order of its sources, and their summaries."""
    return _day_response(services, date, if_none_match)


def _day_response(services: ServicesOf, wanted: date | None, if_none_match: str) -> Response:
    body = json_bytes(day_document(services.read.day(wanted)))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if _matches(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def _matches(if_none_match: str, tag: str) -> bool:
    """True where one of the listed tags is this one; If-None-Match compares weakly (RFC 9110, 13.1.2)."""
    listed = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return "*" in listed or tag in listed
