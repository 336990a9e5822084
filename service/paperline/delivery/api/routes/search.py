"""GET /v1/search: ranked papers with the sentences that match."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from paperline.delivery.api.dependencies import ServicesOf, json_response
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import INVALID, OF_ERROR
from paperline.delivery.api.schemas.examples import SEARCH_PAGE
from paperline.delivery.api.schemas.requests import SearchQuery
from paperline.delivery.api.schemas.responses import SearchPage
from paperline.delivery.documents import search_document
from paperline.domain.errors import BadCursor, BadScope, BadText
from paperline.pipeline.asking.search import SearchFilters

router = APIRouter(prefix="/v1", tags=["search"])
_PROBLEMS = problem_responses(OF_ERROR[BadCursor], INVALID, OF_ERROR[BadScope], OF_ERROR[BadText])


@router.get("/search", response_model=SearchPage, responses={**example(SEARCH_PAGE), **_PROBLEMS})
def search(wanted: Annotated[SearchQuery, Query()], services: ServicesOf) -> Response:
    """Answer with the papers that match, best first; without a day or range everything stored is searched."""
    filters = SearchFilters(
        category=wanted.category, author=wanted.author, has_code=wanted.has_code, source=wanted.source
    )
    page = services.search.run(
        wanted.q, scope=wanted.as_scope(), filters=filters, limit=wanted.limit, cursor=wanted.cursor
    )
    return json_response(search_document(page))
