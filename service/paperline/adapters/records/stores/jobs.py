"""Jobs in SQL: whoever claims one does so in one statement, so that no two workers ever have the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from paperline.adapters.records.schema import tables
from paperline.adapters.records.schema.encoding import from_json, to_json
from paperline.adapters.records.scoping import batches
from paperline.domain.jobs import (
    FINAL,
    ClaimedJob,
    Failure,
    IngestRequest,
    IngestResult,
    Job,
    JobKind,
    JobStatus,
    Stage,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_STORED = tables.jobs.c
_Stages = dict[str, Stage]
_HEAD = (
    _STORED.id,
    _STORED.kind,
    _STORED.request,
    _STORED.created_at,
    _STORED.updated_at,
    _STORED.status,
    _STORED.stages,
)
_WHOLE = (*_HEAD, _STORED.result, _STORED.failure)
_LET_GO: dict[str, None] = {"worker": None, "leased_until": None}
_FINISHED: dict[str, None] = {"body": None, **_LET_GO}


class SqlJobRecords:
    """Jobs within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, job: Job, body: bytes) -> None:
        """The job waits, with the body that it is about."""
        request = to_json(IngestRequest, job.request)
        fixed = {"id": job.id, "kind": job.kind.value, "request": request, "created_at": job.created_at, "attempts": 0}
        self._connection.execute(insert(tables.jobs).values(**fixed, **_state(job), body=body))

    def get(self, job_id: str) -> Job | None:
        """The job with that id; ids that no text can hold have none."""
        return next(iter(self.get_many([job_id])), None)

    def get_many(self, job_ids: Sequence[str]) -> list[Job]:
        """Those of the jobs that are stored, in no order."""
        return [
            _job(row)
            for batch in batches(job_ids)
            for row in self._connection.execute(select(*_WHOLE).where(_STORED.id.in_(batch)))
        ]

    def listed(self, limit: int) -> list[Job]:
        """The newest jobs, newest first, without their results."""
        query = select(*_HEAD).order_by(_STORED.created_at.desc(), _STORED.id.desc()).limit(limit)
        return [_job(row) for row in self._connection.execute(query)]

    def waiting(self) -> tuple[int, int]:
        """How many jobs are queued, and the bytes of their bodies."""
        size = func.coalesce(func.sum(func.length(_STORED.body)), 0)
        query = select(func.count(), size).where(_STORED.status == JobStatus.QUEUED.value)
        count, size_bytes = self._connection.execute(query).one()
        return int(count), int(size_bytes)

    def oldest(self) -> dict[tuple[JobKind, JobStatus], datetime]:
        """When the oldest unfinished job of each kind and status was asked for."""
        unfinished = _STORED.status.not_in([status.value for status in FINAL])
        query = select(_STORED.kind, _STORED.status, func.min(_STORED.created_at)).where(unfinished)
        rows = self._connection.execute(query.group_by(_STORED.kind, _STORED.status))
        return {(JobKind(kind), JobStatus(status)): created_at for kind, status, created_at in rows}

    def due(self, now: datetime) -> bool:
        """Whether a job can be claimed."""
        return self._connection.execute(select(_STORED.id).where(_is_due(now)).limit(1)).first() is not None

    def claim(self, worker: str, now: datetime, until: datetime) -> ClaimedJob | None:
        """The oldest job that is queued, or whose worker's time is over, is this worker's until then, and running."""
        oldest = select(_STORED.id).where(_is_due(now)).order_by(_STORED.created_at, _STORED.id).limit(1)
        claimed = self._connection.execute(
            update(tables.jobs)
            .where(_STORED.id == oldest.scalar_subquery())
            .values(status=JobStatus.RUNNING.value, worker=worker, leased_until=until, updated_at=now,
                    attempts=_STORED.attempts + 1)
            .returning(*_WHOLE, _STORED.body, _STORED.attempts)
        ).one_or_none()  # fmt: skip
        return None if claimed is None else ClaimedJob(_job(claimed[:-2]), claimed.body or b"", claimed.attempts)

    def beat(
        self, job_id: str, worker: str, now: datetime, until: datetime, stages: Mapping[str, Stage] | None = None
    ) -> bool:
        """The job, so far (stages None: as before), is the worker's until then; False where it no longer is the worker's."""
        counted = {} if stages is None else {"stages": to_json(_Stages, dict(stages)), "updated_at": now}
        return self._changed(_belongs(job_id, worker), leased_until=until, **counted)

    def finish(self, job: Job, worker: str) -> bool:
        """The job is as given and its body dropped; False, and nothing changed, where it no longer is the worker's."""
        return self._changed(_belongs(job.id, worker), **_state(job), **_FINISHED)

    def hand_back(self, job_id: str, worker: str, now: datetime) -> None:
        """The job is queued again, as if this attempt had not been, where it is still the worker's."""
        queued = {"status": JobStatus.QUEUED.value, "attempts": _STORED.attempts - 1, "updated_at": now}
        self._changed(_belongs(job_id, worker), **queued, **_LET_GO)

    def free(self, now: datetime) -> None:
        """Every running job can be claimed: whoever had it is gone."""
        self._changed(_STORED.status == JobStatus.RUNNING.value, leased_until=now)

    def cancel(self, job_id: str, now: datetime) -> bool:
        """The job is cancelled and its body dropped; False where it was not queued or running."""
        open_ = _STORED.status.in_([status.value for status in JobStatus if not status.is_final])
        cancelled = {"status": JobStatus.CANCELLED.value, "updated_at": now}
        return any(
            self._changed(_STORED.id.in_(batch) & open_, **cancelled, **_FINISHED) for batch in batches([job_id])
        )

    def prune(self, keep: int, before: datetime) -> None:
        """Finished jobs last changed before that time, or beyond the newest `keep`, are gone."""
        final = _STORED.status.in_([status.value for status in FINAL])
        newest = select(_STORED.id).where(final).order_by(_STORED.updated_at.desc(), _STORED.id.desc()).limit(keep)
        old = or_(_STORED.updated_at < before, _STORED.id.not_in(newest))
        self._connection.execute(delete(tables.jobs).where(final, old))

    def _changed(self, which: ColumnElement[bool], **values: object) -> bool:
        return self._connection.execute(update(tables.jobs).where(which).values(**values)).rowcount > 0


def _is_due(now: datetime) -> ColumnElement[bool]:
    left = and_(_STORED.status == JobStatus.RUNNING.value, _STORED.leased_until <= now)
    return or_(_STORED.status == JobStatus.QUEUED.value, left)


def _belongs(job_id: str, worker: str) -> ColumnElement[bool]:
    return and_(_STORED.id == job_id, _STORED.worker == worker, _STORED.status == JobStatus.RUNNING.value)


def _state(job: Job) -> dict[str, Any]:
    return {
        "status": job.status.value,
        "stages": to_json(_Stages, dict(job.stages)),
        "result": job.result and to_json(IngestResult, job.result),
        "failure": job.failure and to_json(Failure, job.failure),
        "updated_at": job.updated_at,
    }


def _job(row: Sequence[Any]) -> Job:
    job_id, kind, request, created_at, updated_at, status, stages = row[: len(_HEAD)]
    result, failure = row[len(_HEAD) :] or (None, None)
    return Job(
        job_id, JobKind(kind), from_json(IngestRequest, request), created_at, updated_at, JobStatus(status),
        from_json(_Stages, stages), result and from_json(IngestResult, result), failure and from_json(Failure, failure),
    )  # fmt: skip
