"""The pages of days: the latest, any other, and what is said where none is stored."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from paperline.delivery.api.dependencies import Now, ServicesOf
from paperline.delivery.web.day.absence import reason_of
from paperline.delivery.web.day.page import day_page
from paperline.delivery.web.day.wanted import WantedPage
from paperline.delivery.web.errors import PageRoute, error_page
from paperline.delivery.web.pages import page
from paperline.domain.errors import DayNotFound
from paperline.domain.scopes import parse_day

router = APIRouter(route_class=PageRoute)


@router.get("/")
def home(request: Request, services: ServicesOf) -> Response:
    """The latest day that has papers, or how to get one."""
    with services.records.reading() as unit:
        latest = unit.days.latest()
    if latest is None:
        return page(request, "empty.html")
    return _answer(day_page(services, services.read.day(latest), WantedPage.of(request.url.query)))


@router.get("/days/{day}")
def one_day(request: Request, services: ServicesOf, day: str, now: Now) -> Response:
    """A day with its papers."""
    wanted = parse_day(day)
    try:
        return _answer(day_page(services, services.read.day(wanted), WantedPage.of(request.url.query)))
    except DayNotFound as error:
        with services.records.reading() as unit:
            nearest = tuple(unit.days.nearest(wanted, wanted, 3))
        return error_page(request, error, nearest, reason_of(wanted, None, today=now.date()))


@router.get("/stars")
def stars(request: Request) -> Response:
    """The reader's stars, which this server does not know: the browser fills the page."""
    return page(request, "stars.html")


def _answer(body: bytes) -> Response:
    """What `DayBytes` did not answer: an address that is longer than it reads."""
    return HTMLResponse(body, headers={"Cache-Control": "no-cache"})
