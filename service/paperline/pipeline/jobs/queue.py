"""The queue of jobs: what is asked for, how far it is, and that it is no longer wanted."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from paperline.domain.errors import JobFinished, JobNotFound, QueueFull
from paperline.domain.jobs import IngestRequest, Job, JobKind, JobStatus
from paperline.pipeline.access.callers import current_caller
from paperline.ports import Records, UnitOfWork

MOST_WAITING = 100
MOST_WAITING_BYTES = 512 * 1024 * 1024
KEPT_FINISHED = 256
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class JobQueue:
    """Jobs as their callers see them; whoever works on them takes them from the store."""

    records: Records

    def ingest(self, body: bytes, request: IngestRequest, *, now: datetime) -> Job:
        """A queued job that ingests the body; it survives this process. QueueFull where too much waits already."""
        asked = replace(request, owner=current_caller().owner)
        job = Job(f"j_{secrets.token_hex(8)}", JobKind.INGEST, asked, now, now)
        with self.records.writing() as unit:
            _require_room(unit, len(body))
            unit.jobs.prune(KEPT_FINISHED, now - KEPT)
            unit.jobs.put(job, body)
        return job

    def get(self, job_id: str) -> Job:
        """The job with that id; JobNotFound where there is none that the caller may see, or none any longer."""
        with self.records.reading() as unit:
            return _known(unit, job_id)

    def get_many(self, job_ids: Sequence[str]) -> list[Job]:
        """Those of the jobs that are stored, in no order."""
        with self.records.reading() as unit:
            return unit.jobs.get_many(job_ids)

    def listed(self, limit: int) -> list[Job]:
        """The newest jobs that the caller may see, newest first, without their results."""
        with self.records.reading() as unit:
            every = unit.jobs.listed(KEPT_FINISHED + MOST_WAITING)
        return [job for job in every if current_caller().sees(job.request.owner)][:limit]

    def ages(self, now: datetime) -> dict[tuple[JobKind, JobStatus], float]:
        """For each kind, how many seconds ago the oldest queued and the oldest running job was asked for; 0 for none."""
        with self.records.reading() as unit:
            oldest = unit.jobs.oldest()
        return {
            (kind, status): max(0.0, (now - oldest.get((kind, status), now)).total_seconds())
            for kind in JobKind
            for status in (JobStatus.QUEUED, JobStatus.RUNNING)
        }

    def cancel(self, job_id: str, *, now: datetime) -> Job:
        """The job is cancelled, also where it was before; JobFinished where it is done or failed.

        A queued job is never begun. A running one stops after the batch that it is at; what is stored stays.
        """
        with self.records.writing() as unit:
            _known(unit, job_id)
            unit.jobs.cancel(job_id, now)
            job = _known(unit, job_id)
        if job.status is not JobStatus.CANCELLED:
            raise JobFinished(f"The job {job.id} is {job.status}; only a queued or running job can be cancelled.")
        return job


def _known(unit: UnitOfWork, job_id: str) -> Job:
    job = unit.jobs.get(job_id)
    if job is None or not current_caller().sees(job.request.owner):
        raise JobNotFound(
            f"There is no job {job_id[:40]!r}. Finished jobs are kept for {KEPT.days} days, the newest {KEPT_FINISHED} of them."
        )
    return job


def _require_room(unit: UnitOfWork, size_bytes: int) -> None:
    """The queue is bounded in number and bytes, so that no caller fills the disk with what nobody works on."""
    count, waiting_bytes = unit.jobs.waiting()
    if count >= MOST_WAITING or (count and waiting_bytes + size_bytes > MOST_WAITING_BYTES):
        raise QueueFull(
            f"{count} jobs with {waiting_bytes:,} bytes wait already; at most {MOST_WAITING} jobs and "
            f"{MOST_WAITING_BYTES:,} bytes may. Try again once some are done."
        )
