"""POST /v1/ingest and the jobs that it makes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from paperline.bootstrap import Services
from paperline.delivery.api import jobs, schemas
from paperline.delivery.api.dependencies import JobsOf, Now, RawBody, ServicesOf, json_response
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import (
    CONFLICT,
    ENCODING,
    INVALID,
    OF_ERROR,
    TOO_LARGE,
    HttpProblem,
    kind_of,
    problem_core,
)
from paperline.delivery.api.schemas.examples import INGEST_REQUEST, JOB
from paperline.delivery.api.schemas.responses import Job
from paperline.delivery.api.schemas.text import CleanText, FormatName
from paperline.delivery.documents import Document, ingest_document
from paperline.domain.errors import BadInput, BadSource, NotFound, PaperlineError, UnknownFormat

router = APIRouter(prefix="/v1", tags=["ingest"])
_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "JSON lines, a Hugging Face daily list, an arXiv feed or the text of a daily-papers page.",
        "content": {
            "application/x-ndjson": {**_TEXT, "example": INGEST_REQUEST},
            **dict.fromkeys(("application/json", "application/atom+xml", "application/rss+xml", "text/plain"), _TEXT),
        },
    }
}
_INGEST_PROBLEMS = problem_responses(TOO_LARGE, ENCODING, INVALID, OF_ERROR[BadSource], OF_ERROR[UnknownFormat])
_JOB_PROBLEMS = problem_responses(OF_ERROR[NotFound], INVALID)
_JobId = Annotated[CleanText, Path(max_length=100)]


@router.post(
    "/ingest",
    status_code=202,
    response_model=Job,
    responses={**example(JOB, 202, "The job."), **_INGEST_PROBLEMS},
    openapi_extra=_BODY,
)
def ingest(
    raw: RawBody,
    services: ServicesOf,
    board: JobsOf,
    now: Now,
    form: Annotated[FormatName, Query(alias="format")] = "auto",
    day: Annotated[schemas.text.Day | None, Query(description="The day to list the papers in.")] = None,
    summarise: Annotated[bool, Query(description="Also summarise what was ingested.")] = False,
) -> Response:  # fmt: skip
    """Store and index the papers of the body. A body that cannot be read is a problem at once, not a job."""
    job = board.start("ingest")
    try:
        result = _ingest(services, raw, form, day, now, board, job, summarise=summarise)
        job = board.finish(job.id, result=result)
    except BadInput:
        board.forget(job.id)
        raise
    except PaperlineError as error:
        job = board.finish(job.id, problem=problem_core(kind_of(error), str(error)))
    except Exception:
        board.forget(job.id)
        raise
    return json_response(job.document(), status=202, headers={"Location": f"/v1/jobs/{job.id}"})


@router.get("/jobs/{job_id}", response_model=Job, responses={**example(JOB), **_JOB_PROBLEMS})
def get_job(job_id: _JobId, board: JobsOf) -> Response:
    """Answer with how far a job is."""
    return json_response(board.get(job_id).document())


@router.delete(
    "/jobs/{job_id}", response_model=Job, responses={**example(JOB), **_JOB_PROBLEMS, **problem_responses(CONFLICT)}
)  # fmt: skip
def cancel_job(job_id: _JobId, board: JobsOf) -> Response:
    """Refuse: a job runs within its own request, so that it is finished once its id is known."""
    job = board.get(job_id)
    raise HttpProblem(CONFLICT, f"The job {job.id} is {job.status}; only a queued job can be cancelled.")


def _ingest(
    services: Services,
    raw: bytes,
    form: str,
    day: date | None,
    now: datetime,
    board: jobs.JobBoard,
    job: jobs.Job,
    *,
    summarise: bool,
) -> Document:  # fmt: skip
    def progress(stage: str, done: int, total: int) -> None:
        board.count(job.id, stage, done, total)

    source = services.body_source(raw, format=form, name="the request body", day=day)
    if summarise:
        result, _ = services.take_in.run(source, now=now, day=day, progress=progress)
    else:
        result = services.ingest.run(source, now=now, day=day, progress=progress)
    return ingest_document(result)
