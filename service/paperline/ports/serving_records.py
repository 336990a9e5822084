"""Records of serving: keys of callers, jobs that outlive their request, and requests that are sent again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from paperline.domain.jobs import ClaimedJob, Job, JobKind, JobStatus, Stage
from paperline.domain.keys import ApiKey
from paperline.domain.repeats import KnownRequest, Reply, RequestKey


class KeyRecords(Protocol):
    """Keys, without their secrets."""

    def put(self, key: ApiKey) -> None:
        """The new key is stored."""

    def get(self, key_id: str) -> ApiKey | None:
        """The key with that id, whatever its state."""

    def listed(self) -> list[ApiKey]:
        """Every key, newest first, then by id."""

    def revoke(self, key_id: str, now: datetime) -> None:
        """The key is revoked, at the moment it was first; nothing where there is none."""


class JobRecords(Protocol):
    """Jobs, each done by at most one worker at a time, whatever dies meanwhile."""

    def put(self, job: Job, body: bytes) -> None:
        """The job waits, with the body that it is about."""

    def get(self, job_id: str) -> Job | None:
        """The job with that id."""

    def get_many(self, job_ids: Sequence[str]) -> list[Job]:
        """Those of the jobs that are stored, in no order."""

    def listed(self, limit: int) -> list[Job]:
        """The newest jobs, newest first, without their results."""

    def waiting(self) -> tuple[int, int]:
        """How many jobs are queued, and the bytes of their bodies."""

    def oldest(self) -> dict[tuple[JobKind, JobStatus], datetime]:
        """When the oldest unfinished job of each kind and status was asked for."""

    def due(self, now: datetime) -> bool:
        """Whether a job can be claimed."""

    def claim(self, worker: str, now: datetime, until: datetime) -> ClaimedJob | None:
        """The oldest job that is queued, or whose worker's time is over, is this worker's until then, and running."""

    def beat(
        self, job_id: str, worker: str, now: datetime, until: datetime, stages: Mapping[str, Stage] | None = None
    ) -> bool:
        """The job, so far (stages None: as before), is the worker's until then; False where it no longer is the worker's."""

    def finish(self, job: Job, worker: str) -> bool:
        """The job is as given and its body dropped; False, and nothing changed, where it no longer is the worker's."""

    def hand_back(self, job_id: str, worker: str, now: datetime) -> None:
        """The job is queued again, as if this attempt had not been, where it is still the worker's."""

    def free(self, now: datetime) -> None:
        """Every running job can be claimed: whoever had it is gone."""

    def cancel(self, job_id: str, now: datetime) -> bool:
        """The job is cancelled and its body dropped; False where it was not queued or running."""

    def prune(self, keep: int, before: datetime) -> None:
        """Finished jobs last changed before that time, or beyond the newest `keep`, are gone."""


class RepeatRecords(Protocol):
    """Answers to requests that bear a key, so that the same request sent again is not done again."""

    def claim(
        self, key: RequestKey, fingerprint: str, token: str, now: datetime, until: datetime
    ) -> KnownRequest | None:
        """None where the key is new or expired, and belongs to this token's request until then; else what is known of it."""

    def renew(self, key: RequestKey, token: str, until: datetime) -> bool:
        """The key belongs to the token's request until then; False where it no longer does."""

    def save(self, key: RequestKey, token: str, reply: Reply, until: datetime) -> bool:
        """The key answers with the reply until then; False, and nothing changed, where it is not the token's."""

    def forget(self, key: RequestKey, token: str) -> None:
        """The key is free, where it is the token's and has no reply."""

    def prune(self, keep: int, now: datetime) -> None:
        """Whatever expired, or lies beyond the `keep` that expire last, is gone."""
