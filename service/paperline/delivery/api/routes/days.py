"""GET /v1/days and single days, with validators that let pollers ask cheaply."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from paperline.delivery.api import schemas
from paperline.delivery.api.cursors import day_cursor, read_day_cursor
from paperline.delivery.api.dependencies import ServicesOf, json_response
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import INVALID, OF_ERROR
from paperline.delivery.api.schemas.examples import DAY, DAY_LIST
from paperline.delivery.api.schemas.responses import Day, DayList
from paperline.delivery.api.schemas.text import CleanText
from paperline.delivery.documents import day_document, day_entry_document, day_lines_document
from paperline.domain.errors import BadCursor, DayNotFound

router = APIRouter(prefix="/v1/days", tags=["days"])
_DAY_RESPONSES = {
    **example(DAY),
    304: {"description": "Not changed since the bytes of If-None-Match."},
    **problem_responses(OF_ERROR[DayNotFound], INVALID),
}
_Fields = Annotated[Literal["all", "tldr"], Query(description="`tldr`: of every paper only id, title and line")]


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
def get_latest_day(services: ServicesOf, fields: _Fields = "all") -> Response:
    """Answer with the newest day that has papers."""
    return _day_response(services, None, fields)


@router.get("/{date}", response_model=Day, responses=_DAY_RESPONSES)
def get_day(date: schemas.text.Day, services: ServicesOf, fields: _Fields = "all") -> Response:
    """Answer with a day, its papers in the order of its sources, and their summaries; `fields=tldr` for the lines alone."""
    return _day_response(services, date, fields)


def _day_response(services: ServicesOf, wanted: date | None, fields: str) -> Response:
    """What `DayBytes` did not answer: a day that is not stored, or a query that says more than it knows."""
    day = services.read.day(wanted)
    return json_response(day_lines_document(day) if fields == "tldr" else day_document(day))
