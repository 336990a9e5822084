"""POST /v1/summarise and its batch: summaries of texts that are not stored."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Depends
from starlette.responses import Response

from paperline.bootstrap import Services
from paperline.delivery.api.dependencies import Now, ServicesOf, json_response, require_json
from paperline.delivery.api.openapi import IDEMPOTENCY_KEY, example, problem_responses
from paperline.delivery.api.problems import INVALID, MALFORMED, MEDIA, OF_ERROR, TOO_LARGE
from paperline.delivery.api.schemas.examples import BATCH_RESULTS, SUMMARY
from paperline.delivery.api.schemas.requests import BatchRequest, SummariseRequest
from paperline.delivery.api.schemas.responses import BatchResults
from paperline.delivery.documents import Document
from paperline.delivery.loose_papers import echoed_id, summarised, summary_or_problem
from paperline.delivery.ordered import in_order
from paperline.domain.errors import BadText, EngineUnavailable, KeyReused, StillAnswering
from paperline.domain.summaries import Summary

router = APIRouter(prefix="/v1", tags=["summarise"], dependencies=[Depends(require_json)])
_KINDS = (MALFORMED, TOO_LARGE, MEDIA, INVALID, OF_ERROR[BadText], OF_ERROR[EngineUnavailable])
_PROBLEMS = problem_responses(*_KINDS)
_BATCH_PROBLEMS = problem_responses(*_KINDS, OF_ERROR[KeyReused], OF_ERROR[StillAnswering])


@router.post("/summarise", response_model=Summary, responses={**example(SUMMARY), **_PROBLEMS})
def summarise(body: SummariseRequest, services: ServicesOf, now: Now) -> Response:
    """Answer with the line, the claims and the keywords of one abstract; its spans index the strings as sent."""
    return json_response(summarised(services, body, now))


@router.post(
    "/summarise/batch",
    response_model=BatchResults,
    responses={**example(BATCH_RESULTS), **_BATCH_PROBLEMS},
    openapi_extra=IDEMPOTENCY_KEY,
)
def summarise_batch(body: BatchRequest, services: ServicesOf, now: Now) -> Response:
    """Answer with one result per paper, in order: a summary, or the problem of that paper alone."""
    papers: list[object] = list(body.papers)
    answers = in_order(lambda paper: _item(services, paper, now), papers, services.texts_at_once)
    return json_response({"results": [{"index": index, **answer} for index, answer in enumerate(answers)]})


def _item(services: Services, paper: object, now: datetime) -> Document:
    given_id = echoed_id(paper) if isinstance(paper, dict) else None
    given_id = given_id if isinstance(given_id, str) else None
    return {"id": given_id, **summary_or_problem(services, paper, now)}
