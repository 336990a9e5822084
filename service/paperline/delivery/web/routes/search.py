"""The page of a search."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from paperline.bootstrap import Services
from paperline.delivery.api.dependencies import ServicesOf
from paperline.delivery.web.errors import PageRoute
from paperline.delivery.web.finding.highlighting import wanted_terms
from paperline.delivery.web.finding.spelling import unknown_words
from paperline.delivery.web.forms import SearchForm
from paperline.delivery.web.pages import page
from paperline.domain.errors import BadInput
from paperline.domain.ranking.terms import term_set
from paperline.domain.scopes import Scope
from paperline.pipeline.asking.search import SearchPage

_HITS_A_PAGE = 20
_NEAREST_DAYS = 3

router = APIRouter(route_class=PageRoute)


@router.get("/search")
def search(request: Request, services: ServicesOf, form: Annotated[SearchForm, Query()]) -> Response:
    """Papers that fit the words, with the sentences that match."""
    if not form.q.strip():
        return page(request, "search.html", form=form, found=None, message=None)
    try:
        scope, cursor = form.chosen_scope() or Scope(), form.cursor or None
        found = services.search.run(
            form.q, scope=scope, filters=form.filters(), limit=_HITS_A_PAGE, cursor=cursor, order=form.order
        )
    except BadInput as error:
        return page(request, "search.html", status=422, form=form, found=None, message=str(error))
    wanted = wanted_terms(form.q)
    return page(
        request,
        "search.html",
        form=form,
        found=found,
        message=None,
        wanted=wanted,
        unknown=[] if _holds(found, wanted) else unknown_words(services.records, form.q),
        nearest=_nearest(services, scope) if not found.coverage.papers_in_scope else (),
    )


def _holds(found: SearchPage, wanted: frozenset[str]) -> bool:
    """Whether a hit holds a word that was looked for: where none does, meaning alone has found them."""
    return any(wanted & term_set(f"{hit.paper.title} {hit.paper.abstract}") for hit in found.hits)


def _nearest(services: Services, scope: Scope) -> tuple[date, ...]:
    with services.records.reading() as unit:
        latest = unit.days.latest()
        first, last = scope.first or scope.last or latest, scope.last or scope.first or latest
        return tuple(unit.days.nearest(first, last, _NEAREST_DAYS)) if first and last else ()
