"""GET /v1/search: ranked papers with the sentences that match."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from paperline.delivery.api.dependencies import ServicesOf
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import INVALID, NOT_ACCEPTABLE, OF_ERROR
from paperline.delivery.api.representations.contents import search_content
from paperline.delivery.api.representations.negotiation import (
    SEARCH_FORMATS,
    Accept,
    chosen_format,
    next_link,
    written_response,
)
from paperline.delivery.api.schemas.examples import SEARCH_PAGE
from paperline.delivery.api.schemas.requests import SearchQuery
from paperline.delivery.api.schemas.responses import SearchPage
from paperline.domain.errors import BadCursor, BadScope, BadText
from paperline.domain.filters import SearchFilters
from paperline.pipeline.asking.search import SearchOrder

router = APIRouter(prefix="/v1", tags=["search"])
_PROBLEMS = problem_responses(OF_ERROR[BadCursor], NOT_ACCEPTABLE, INVALID, OF_ERROR[BadScope], OF_ERROR[BadText])


@router.get(
    "/search", response_model=SearchPage, responses={**example(SEARCH_PAGE, formats=SEARCH_FORMATS), **_PROBLEMS}
)  # fmt: skip
def search(
    wanted: Annotated[SearchQuery, Query()], request: Request, services: ServicesOf, accept: Accept = ""
) -> Response:
    """Answer with the papers that match, best or newest first; without a day or range everything stored is searched.

    The address of the next page stands in `Link` too, for formats that have no room for a cursor.
    """
    written = chosen_format(accept, SEARCH_FORMATS, wanted.form)
    filters = SearchFilters(
        category=wanted.category, author=wanted.author, has_code=wanted.has_code, source=wanted.source
    )
    page = services.search.run(
        wanted.q, scope=wanted.as_scope(), filters=filters, limit=wanted.limit, cursor=wanted.cursor,
        order=SearchOrder(wanted.sort),
    )  # fmt: skip
    headers = {"Link": next_link(request.url, page.next_cursor)} if page.next_cursor else {}
    return written_response(search_content(page, written), written, name="paperline-search", headers=headers)
