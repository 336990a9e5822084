"""GET /v1/papers/{id} and what hangs on it: summary, similar papers, versions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from paperline.delivery.api.dependencies import ServicesOf, json_response
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import INVALID, NOT_ACCEPTABLE, OF_ERROR
from paperline.delivery.api.representations.contents import paper_content
from paperline.delivery.api.representations.negotiation import (
    PAPER_FORMATS,
    Accept,
    PaperFormat,
    chosen_format,
    written_response,
)
from paperline.delivery.api.schemas.examples import PAPER_WITH_SUMMARY, SEARCH_PAGE, SUMMARY, VERSIONS
from paperline.delivery.api.schemas.responses import PaperVersions, PaperWithSummary, SearchPage
from paperline.delivery.api.schemas.text import EngineName, PaperId
from paperline.delivery.documents import search_document, summary_document, version_document
from paperline.domain.errors import NotFound, PaperNotFound
from paperline.domain.summaries import Summary
from paperline.pipeline.summarise import require_engine

router = APIRouter(prefix="/v1/papers/{paper_id}", tags=["papers"])
_PROBLEMS = problem_responses(OF_ERROR[PaperNotFound], INVALID)


@router.get(
    "",
    response_model=PaperWithSummary,
    responses={
        **example(PAPER_WITH_SUMMARY, formats=PAPER_FORMATS),
        **problem_responses(OF_ERROR[PaperNotFound], NOT_ACCEPTABLE, INVALID),
    },
)
def get_paper(paper_id: PaperId, services: ServicesOf, form: PaperFormat = None, accept: Accept = "") -> Response:
    """Answer with a paper in its newest version, and its summary."""
    written = chosen_format(accept, PAPER_FORMATS, form)
    return written_response(paper_content(services.read.paper(paper_id), written), written, name="paperline-paper")


@router.get(
    "/summary",
    response_model=Summary,
    responses={**example(SUMMARY), **problem_responses(OF_ERROR[PaperNotFound], OF_ERROR[NotFound], INVALID)},
)
def get_paper_summary(paper_id: PaperId, services: ServicesOf, engine: EngineName = "auto") -> Response:
    """Answer with the stored summary of a paper; `auto` prefers the language model's."""
    paper = services.read.paper(paper_id).paper
    with services.records.reading() as unit:
        found = unit.summaries.get(paper.id, require_engine(engine))
    if found is None:
        by = "" if engine == "auto" else f" by the engine {engine}"
        raise NotFound(f"{paper.id} has no summary{by} yet. `paperline summarise --paper {paper.id}` writes one.")
    return json_response(summary_document(found))


@router.get("/similar", response_model=SearchPage, responses={**example(SEARCH_PAGE), **_PROBLEMS})
def list_similar_papers(
    paper_id: PaperId, services: ServicesOf, limit: Annotated[int, Query(ge=1, le=100)] = 10
) -> Response:
    """Answer with the papers most like this one, best first, over everything stored."""
    return json_response(search_document(services.search.similar(paper_id, limit=limit)))


@router.get("/versions", response_model=PaperVersions, responses={**example(VERSIONS), **_PROBLEMS})
def list_paper_versions(paper_id: PaperId, services: ServicesOf) -> Response:
    """Answer with every stored wording of a paper, oldest first."""
    paper = services.read.paper(paper_id).paper
    with services.records.reading() as unit:
        versions = unit.papers.versions(paper.id)
    return json_response({"id": paper.id, "versions": [version_document(version) for version in versions]})
