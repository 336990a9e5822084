"""Jobs of this process, newest last, kept in memory until jobs become rows."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from paperline.delivery.documents import Document
from paperline.domain.errors import NotFound

_MAX_JOBS = 256


@dataclass(frozen=True, slots=True)
class Job:
    """The state of one job; `result` once it is done, `problem` where it failed."""

    id: str
    kind: Literal["ingest"]
    created_at: datetime
    updated_at: datetime
    status: Literal["queued", "running", "done", "failed", "cancelled"] = "running"
    stages: dict[str, dict[str, int]] = field(default_factory=dict)
    result: Document | None = None
    problem: Document | None = None

    def document(self) -> Document:
        """The contract's Job."""
        return {
            "id": self.id,
            "kind": self.kind,
            "status": self.status,
            "stages": self.stages,
            "result": self.result,
            "problem": self.problem,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }


class JobBoard:
    """The last 256 jobs. Safe to use from several threads."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, kind: Literal["ingest"]) -> Job:
        """A running job, on the board."""
        now = datetime.now(UTC)
        job = Job(f"j_{secrets.token_hex(8)}", kind, now, now)
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > _MAX_JOBS:
                self._jobs.popitem(last=False)
        return job

    def count(self, job_id: str, stage: str, done: int, total: int) -> None:
        """The job's stage is this far."""
        with self._lock:
            if job := self._jobs.get(job_id):
                stages = {**job.stages, stage: {"done": done, "total": total}}
                self._jobs[job_id] = replace(job, stages=stages, updated_at=datetime.now(UTC))

    def finish(self, job_id: str, *, result: Document | None = None, problem: Document | None = None) -> Job:
        """The job is failed where it has a problem, else done."""
        with self._lock:
            job = replace(
                self._jobs[job_id],
                status="failed" if problem else "done",
                result=result,
                problem=problem,
                updated_at=datetime.now(UTC),
            )
            self._jobs[job_id] = job
        return job

    def forget(self, job_id: str) -> None:
        """The job is no longer on the board."""
        with self._lock:
            self._jobs.pop(job_id, None)

    def get(self, job_id: str) -> Job:
        """The job with that id; NotFound where there is none, or none any longer."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise NotFound(f"There is no job {job_id[:40]!r}. Jobs are kept until the server stops.")
        return job
