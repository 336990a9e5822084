"""Jobs as the API's documents: a failure is told as the problem that a request would have met."""

from __future__ import annotations

from collections.abc import Sequence

from paperline.delivery.api.problems import kind_named, problem_core
from paperline.delivery.documents import Document, ingest_document
from paperline.domain.jobs import Job


def job_document(job: Job) -> Document:
    """The contract's Job."""
    failure = job.failure
    return {
        **_head(job),
        "result": job.result and ingest_document(job.result),
        "problem": failure and problem_core(kind_named(failure.error), failure.detail),
    }


def job_list_document(jobs: Sequence[Job]) -> Document:
    """Jobs without what came of them."""
    return {"jobs": [_head(job) for job in jobs]}


def _head(job: Job) -> Document:
    return {
        "id": job.id,
        "kind": job.kind.value,
        "status": job.status.value,
        "stages": {name: {"done": stage.done, "total": stage.total} for name, stage in job.stages.items()},
        "created_at": job.created_at,
        "updated_at": job.updated_at,
    }
