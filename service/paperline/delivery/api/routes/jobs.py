"""GET /v1/jobs, and single jobs: followed by polling or as a stream, and cancelled."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from paperline.delivery.api.dependencies import Now, ServicesOf, StoppingOf, WatchOf, json_response
from paperline.delivery.api.jobs import job_document, job_list_document
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import INVALID, OF_ERROR
from paperline.delivery.api.schemas.examples import JOB, JOB_LIST
from paperline.delivery.api.schemas.responses import Job, JobList
from paperline.delivery.api.schemas.text import CleanText
from paperline.delivery.api.streams.events import wants_events
from paperline.delivery.api.streams.jobs import job_stream
from paperline.domain.errors import JobFinished, JobNotFound

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
_PROBLEMS = problem_responses(OF_ERROR[JobNotFound], INVALID)
_STREAM: dict[str, Any] = {
    "text/event-stream": {
        "schema": {"type": "string"},
        "example": "event: progress\ndata: {…}\n\nevent: done\ndata: {…}\n\n",
    }
}
_FOLLOWED = example(JOB, description="A Job; as events progress…, done or error where the Accept header asks for them.")
_FOLLOWED[200]["content"].update(_STREAM)
_JobId = Annotated[CleanText, Path(max_length=100)]


@router.get("", response_model=JobList, responses={**example(JOB_LIST), **problem_responses(INVALID)})
def list_jobs(services: ServicesOf, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> Response:
    """Answer with the newest jobs, newest first, without their results."""
    return json_response(job_list_document(services.jobs.listed(limit)), headers={"Cache-Control": "no-store"})


@router.get("/{job_id}", response_model=Job, responses={**_FOLLOWED, **_PROBLEMS})
async def get_job(
    job_id: _JobId,
    request: Request,
    services: ServicesOf,
    watch: WatchOf,
    stopping: StoppingOf,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Answer with how far a job is; with `Accept: text/event-stream` whenever that changes, until it is finished."""
    job = await run_in_threadpool(services.jobs.get, job_id)
    if wants_events(accept):
        return job_stream(request.scope, job, watch, stopping)
    return json_response(job_document(job), headers={"Cache-Control": "no-store"})


@router.delete(
    "/{job_id}",
    response_model=Job,
    responses={**example(JOB), **_PROBLEMS, **problem_responses(OF_ERROR[JobFinished])},
)
def cancel_job(job_id: _JobId, services: ServicesOf, now: Now) -> Response:
    """Cancel a job and answer with it; 409 where it is done or failed.

    A queued job is never begun. A running one stops after the batch that it is at, and what is stored stays. A job that
    is cancelled already is answered as it is.
    """
    return json_response(job_document(services.jobs.cancel(job_id, now=now)))
