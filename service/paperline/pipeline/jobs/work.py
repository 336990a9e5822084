"""Working on jobs: one after the other, each resumed where its process died."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from paperline.domain.errors import Abandoned, PaperlineError
from paperline.domain.jobs import ClaimedJob, Failure, IngestRequest, IngestResult, Job, JobStatus
from paperline.domain.keys import Caller
from paperline.observability.events import log
from paperline.pipeline.access.callers import calling_as
from paperline.pipeline.ingest import IngestPapers
from paperline.pipeline.jobs.hold import LEASE, HeldJob
from paperline.pipeline.take_in import TakeInPapers
from paperline.ports import PaperSource, Records

MOST_ATTEMPTS = 5


def _own_name() -> str:
    return f"{os.getpid()}-{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class WorkOnJobs:
    """A worker. What it does is idempotent, so that a job that is begun again changes nothing that is already there."""

    records: Records
    ingest: IngestPapers
    take_in: TakeInPapers
    open_body: Callable[[bytes, IngestRequest], PaperSource]
    worker: str = field(default_factory=_own_name)

    def free(self) -> None:
        """Jobs that another process left running can be claimed at once; only for the one that owns the store."""
        with self.records.writing() as unit:
            unit.jobs.free(datetime.now(UTC))

    def run_next(self, stopping: Callable[[], bool]) -> bool:
        """One job is done, failed or given up; False where none waits. When `stopping`, the job waits for the next worker."""
        claimed = self._claim()
        if claimed is None:
            return False
        job = claimed.job
        log.info("job_started", job_id=job.id, kind=job.kind.value, attempt=claimed.attempts)
        try:
            with HeldJob(self.records, job, self.worker, stopping) as held:
                ended = self._ended(claimed, held)
        except Abandoned:
            with self.records.writing() as unit:
                unit.jobs.hand_back(job.id, self.worker, datetime.now(UTC))
            log.info("job_given_up", job_id=job.id)
            return True
        with self.records.writing() as unit:
            known = unit.jobs.finish(ended, self.worker)
        log.info("job_ended", job_id=job.id, status=ended.status.value if known else "lost")
        return True

    def _claim(self) -> ClaimedJob | None:
        now = datetime.now(UTC)
        with self.records.reading() as unit:
            if not unit.jobs.due(now):
                return None
        with self.records.writing() as unit:
            return unit.jobs.claim(self.worker, now, now + LEASE)

    def _ended(self, claimed: ClaimedJob, held: HeldJob) -> Job:
        """The job with its result or its failure."""
        if claimed.attempts > MOST_ATTEMPTS:
            tried = f"The process that worked on it ended {MOST_ATTEMPTS} times before it was done."
            return _failed(held.job, PaperlineError(tried))
        try:
            result = self._ingested(claimed, held)
        except Abandoned:
            raise
        except PaperlineError as error:
            return _failed(held.job, error)
        except Exception:  # noqa: BLE001  (the worker goes on with the next job)
            log.exception("job_failed", job_id=claimed.job.id)
            return _failed(held.job, PaperlineError(f"The fault is logged under the job's id {claimed.job.id}."))
        return replace(held.job, status=JobStatus.DONE, result=result, updated_at=datetime.now(UTC))

    def _ingested(self, claimed: ClaimedJob, held: HeldJob) -> IngestResult:
        """As of the time when the body came, so that a job that goes on after midnight lists nothing in two days."""
        job = claimed.job
        source, day = self.open_body(claimed.body, job.request), job.request.day
        with calling_as(self._caller(job.request)):
            if job.request.summarise:
                return self.take_in.run(source, now=job.created_at, day=day, progress=held.progress)[0]
            return self.ingest.run(source, now=job.created_at, day=day, progress=held.progress)

    def _caller(self, request: IngestRequest) -> Caller:
        """Whoever asked for it, who pays for it too."""
        if request.owner is None:
            return Caller()
        with self.records.reading() as unit:
            return Caller(unit.keys.get(request.owner))


def _failed(job: Job, error: PaperlineError) -> Job:
    failure = Failure(type(error).__name__, str(error))
    return replace(job, status=JobStatus.FAILED, failure=failure, updated_at=datetime.now(UTC))
