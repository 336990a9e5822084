"""GET /v1/days and single days, with validators that let pollers ask cheaply."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import PlainTextResponse, Response

from paperline.delivery.api import schemas
from paperline.delivery.api.cursors import day_cursor, read_day_cursor
from paperline.delivery.api.dependencies import ServicesOf, json_response
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import INVALID, NOT_ACCEPTABLE, OF_ERROR
from paperline.delivery.api.representations.contents import day_content, day_file
from paperline.delivery.api.representations.negotiation import (
    PAPER_FORMATS,
    Accept,
    PaperFormat,
    chosen_format,
    written_response,
)
from paperline.delivery.api.schemas.examples import DAY, DAY_LIST
from paperline.delivery.api.schemas.responses import Day, DayLines, DayList
from paperline.delivery.api.schemas.text import CleanText
from paperline.delivery.documents import day_entry_document
from paperline.delivery.exports.formats import Format
from paperline.domain.errors import BadCursor, DayNotFound

router = APIRouter(prefix="/v1/days", tags=["days"])
files = APIRouter(tags=["days"])
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "Not changed since the bytes of If-None-Match."}}
_DAY_RESPONSES = {
    **example(DAY, formats=PAPER_FORMATS),
    **_UNCHANGED,
    **problem_responses(OF_ERROR[DayNotFound], NOT_ACCEPTABLE, INVALID),
}
_MARKDOWN: dict[int | str, dict[str, Any]] = {
    200: {"description": "Done.", "content": {"text/markdown": {"schema": {"type": "string"}}}}
}
_Fields = Annotated[
    Literal["all", "tldr"], Query(description="`tldr`: in JSON, of every paper only id, title and line")
]


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


@router.get("/latest", response_model=Day | DayLines, responses=_DAY_RESPONSES)
def get_latest_day(
    services: ServicesOf, fields: _Fields = "all", form: PaperFormat = None, accept: Accept = ""
) -> Response:
    """Answer with the newest day that has papers."""
    return _day_response(services, None, chosen_format(accept, PAPER_FORMATS, form), short=fields == "tldr")


@router.get("/{date}", response_model=Day | DayLines, responses=_DAY_RESPONSES)
def get_day(
    date: schemas.text.Day,
    services: ServicesOf,
    fields: _Fields = "all",
    form: PaperFormat = None,
    accept: Accept = "",
) -> Response:
    """Answer with a day, its papers in the order of its sources, and their summaries; `fields=tldr` for the lines alone."""
    return _day_response(services, date, chosen_format(accept, PAPER_FORMATS, form), short=fields == "tldr")


@files.get(
    "/days/{date}.md",
    response_class=PlainTextResponse,
    responses={**_MARKDOWN, **_UNCHANGED, **problem_responses(OF_ERROR[DayNotFound], INVALID)},
)
def get_day_file(date: schemas.text.Day, services: ServicesOf) -> Response:
    """Answer with a day as Markdown, at an address that needs no header."""
    return _day_response(services, date, Format.MARKDOWN)


def _day_response(services: ServicesOf, wanted: date | None, written: Format, *, short: bool = False) -> Response:
    """What `DayBytes` did not answer: a day that is not stored, or a query that says more than it knows."""
    day = services.read.day(wanted)
    return written_response(day_content(day, written, short=short), written, name=day_file(day))
