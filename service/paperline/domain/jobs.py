"""A job: work that goes on after the request that asked for it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from paperline.domain.papers import Rejection


class JobKind(StrEnum):
    """What a job does."""

    INGEST = "ingest"


class JobStatus(StrEnum):
    """How far a job has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Nothing more will come of the job."""
        return self in FINAL


FINAL = frozenset({JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a stage of a job is."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """How a body is to be ingested: read as which format, listed in which day, and whether it is summarised too.

    `owner` is the key that asked for it, None where none was used.
    """

    format: str = "auto"
    day: date | None = None
    summarise: bool = False
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What ingesting did: `found` records were read, each new, updated, unchanged or rejected."""

    found: int
    new: int
    updated: int
    unchanged: int
    rejected: tuple[Rejection, ...]
    repairs: int
    day: date | None
    ids: tuple[str, ...]
    days: tuple[date, ...] = ()
    embedded: int = 0
    notes: tuple[str, ...] = ()
    empty_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed: the name of the error's class, and what it says."""

    error: str
    detail: str


@dataclass(frozen=True, slots=True)
class Job:
    """The state of one job; `result` once it is done, `failure` where it failed."""

    id: str
    kind: JobKind
    request: IngestRequest
    created_at: datetime
    updated_at: datetime
    status: JobStatus = JobStatus.QUEUED
    stages: Mapping[str, Stage] = field(default_factory=dict)
    result: IngestResult | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that one worker alone may do now, with the body it is about; `attempts` counts this one too."""

    job: Job
    body: bytes
    attempts: int
