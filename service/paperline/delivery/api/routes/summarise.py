"""POST /v1/summarise and its batch: summaries of texts that are not stored."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.responses import Response

from paperline.bootstrap import Services
from paperline.delivery.api.dependencies import Now, ServicesOf, json_response, require_json
from paperline.delivery.api.handlers import field_errors, invalid_detail
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import INVALID, MALFORMED, MEDIA, OF_ERROR, TOO_LARGE, kind_of, problem_core
from paperline.delivery.api.schemas.examples import BATCH_RESULTS, SUMMARY
from paperline.delivery.api.schemas.requests import BatchRequest, SummariseRequest
from paperline.delivery.api.schemas.responses import BatchResults
from paperline.delivery.documents import Document, summary_document
from paperline.domain.errors import BadText, EngineUnavailable, PaperlineError
from paperline.domain.summaries import Summary
from paperline.pipeline.summarise import require_engine

router = APIRouter(prefix="/v1", tags=["summarise"], dependencies=[Depends(require_json)])
_PROBLEMS = problem_responses(
    MALFORMED, TOO_LARGE, MEDIA, INVALID, OF_ERROR[BadText], OF_ERROR[EngineUnavailable]
)  # fmt: skip


@router.post("/summarise", response_model=Summary, responses={**example(SUMMARY), **_PROBLEMS})
def summarise(body: SummariseRequest, services: ServicesOf, now: Now) -> Response:
    """Answer with the line, the claims and the keywords of one abstract; its spans index the strings as sent."""
    return json_response(_summarised(services, body, now))


@router.post("/summarise/batch", response_model=BatchResults, responses={**example(BATCH_RESULTS), **_PROBLEMS})
def summarise_batch(body: BatchRequest, services: ServicesOf, now: Now) -> Response:
    """Answer with one result per paper, in order: a summary, or the problem of that paper alone."""
    papers: list[object] = list(body.papers)
    return json_response({"results": [_item(services, index, paper, now) for index, paper in enumerate(papers)]})


def _item(services: Services, index: int, paper: object, now: datetime) -> Document:
    head: Document = {"index": index, "id": _echoed_id(paper)}
    try:
        request = SummariseRequest.model_validate(paper)
        return {**head, "summary": _summarised(services, request, now)}
    except ValidationError as error:
        found = field_errors({**item, "loc": ("body", *item["loc"])} for item in error.errors())
        return {**head, "problem": problem_core(INVALID, invalid_detail(found), found)}
    except PaperlineError as error:
        return {**head, "problem": problem_core(kind_of(error), str(error))}


def _summarised(services: Services, request: SummariseRequest, now: datetime) -> Document:
    summary = services.summarise.text(
        request.title or "", request.abstract, now=now, paper_id=request.id, engine=require_engine(request.engine)
    )
    return summary_document(summary)


def _echoed_id(paper: object) -> str | None:
    """The id of an item as given, where it is one that could be accepted."""
    given = paper.get("id") if isinstance(paper, dict) else None
    return given if isinstance(given, str) and given.encode("utf-8", "replace").decode() == given else None
