"""Summarises papers that nobody stores, one by one: each has a summary, or the problem of that paper alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import ValidationError

from paperline.bootstrap import Services
from paperline.delivery.api.problems import INVALID, kind_of, problem_core
from paperline.delivery.api.schemas.requests import SummariseRequest
from paperline.delivery.api.validation import field_errors, invalid_detail
from paperline.delivery.documents import Document, summary_document
from paperline.domain.errors import PaperlineError
from paperline.pipeline.summarise import require_engine


def summary_or_problem(services: Services, paper: object, now: datetime) -> Document:
    """`{summary}` of what is a SummariseRequest, else `{problem}` with the offending fields."""
    try:
        return {"summary": summarised(services, SummariseRequest.model_validate(paper), now)}
    except ValidationError as error:
        found = field_errors({**item, "loc": ("body", *item["loc"])} for item in error.errors())
        return {"problem": problem_core(INVALID, invalid_detail(found), found)}
    except PaperlineError as error:
        return {"problem": problem_core(kind_of(error), str(error))}


def summarised(services: Services, request: SummariseRequest, now: datetime) -> Document:
    """The summary of the request's text; its spans index the strings as sent."""
    summary = services.summarise.text(
        request.title or "", request.abstract, now=now, paper_id=request.id, engine=require_engine(request.engine)
    )
    return summary_document(summary)


def echoed_id(paper: Mapping[str, object]) -> str | int | float | None:
    """The id as given; one that is neither text nor a number, or is not Unicode, counts as none."""
    given = paper.get("id")
    if isinstance(given, str):
        return given if given.encode("utf-8", "replace").decode() == given else None
    return given if isinstance(given, int | float) and not isinstance(given, bool) else None
