"""POST /v1/ingest: a body becomes a job that stores and indexes its papers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from paperline.delivery.api import schemas
from paperline.delivery.api.dependencies import Now, RawBody, ServicesOf, WorkerOf, json_response
from paperline.delivery.api.jobs import job_document
from paperline.delivery.api.openapi import IDEMPOTENCY_KEY, example, problem_responses
from paperline.delivery.api.problems import ENCODING, INVALID, OF_ERROR, TOO_LARGE
from paperline.delivery.api.schemas.examples import INGEST_REQUEST, QUEUED_JOB
from paperline.delivery.api.schemas.responses import Job
from paperline.delivery.api.schemas.text import FormatName
from paperline.domain.errors import BadSource, KeyReused, QueueFull, StillAnswering, UnknownFormat
from paperline.domain.jobs import IngestRequest

router = APIRouter(prefix="/v1", tags=["ingest"])
_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "JSON lines, a Hugging Face daily list, an arXiv feed or the text of a daily-papers page.",
        "content": {
            "application/x-ndjson": {**_TEXT, "example": INGEST_REQUEST},
            "application/json": {"schema": {}},
            **dict.fromkeys(("application/atom+xml", "application/rss+xml", "text/plain"), _TEXT),
        },
    }
}
_PROBLEMS = problem_responses(
    TOO_LARGE, ENCODING, INVALID, OF_ERROR[BadSource], OF_ERROR[UnknownFormat], OF_ERROR[QueueFull],
    OF_ERROR[KeyReused], OF_ERROR[StillAnswering],
)  # fmt: skip


@router.post(
    "/ingest",
    status_code=202,
    response_model=Job,
    responses={**example(QUEUED_JOB, 202, "The job; Location is where to follow it."), **_PROBLEMS},
    openapi_extra={**_BODY, **IDEMPOTENCY_KEY},
)
def ingest(
    raw: RawBody,
    services: ServicesOf,
    worker: WorkerOf,
    now: Now,
    form: Annotated[FormatName, Query(alias="format")] = "auto",
    day: Annotated[schemas.text.Day | None, Query(description="The day to list the papers in.")] = None,
    summarise: Annotated[bool, Query(description="Also summarise what was ingested.")] = False,
) -> Response:  # fmt: skip
    """Store and index the papers of the body, as a job. A body that cannot be read is a problem at once, not a job."""
    request = IngestRequest(form, day, summarise)
    services.open_body(raw, request).read(now)
    job = services.jobs.ingest(raw, request, now=now)
    worker.wake()
    return json_response(job_document(job), status=202, headers={"Location": f"/v1/jobs/{job.id}"})
