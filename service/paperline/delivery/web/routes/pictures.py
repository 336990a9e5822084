"""The pages of pictures: a day as a map, and the last days side by side."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from paperline.delivery.api.dependencies import ServicesOf
from paperline.delivery.web.errors import PageRoute
from paperline.delivery.web.pages import page
from paperline.delivery.web.pictures.day_map import HEIGHT, WIDTH, day_map
from paperline.delivery.web.pictures.history import history
from paperline.domain.scopes import parse_day

router = APIRouter(route_class=PageRoute)


@router.get("/days/{day}/map")
def one_map(request: Request, services: ServicesOf, day: str) -> Response:
    """The day's papers as points, those that are alike beside each other."""
    found = services.read.day(parse_day(day))
    drawn = day_map(found, services.map_day.run(found.entry.date))
    return page(request, "pictures/map.html", day=found, map=drawn, width=WIDTH, height=HEIGHT)


@router.get("/history")
def one_history(request: Request, services: ServicesOf) -> Response:
    """How many papers the last days held, and their themes."""
    return page(request, "pictures/history.html", history=history(services))
