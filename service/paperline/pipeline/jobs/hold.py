"""Holding a job: while it is worked on, the store hears that its worker lives and how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from paperline.domain.errors import Abandoned, PaperlineError
from paperline.domain.jobs import Job, Stage
from paperline.observability.events import log
from paperline.ports import Records

LEASE = timedelta(seconds=15)
BEAT_SECONDS = 0.25
_QUIET_SECONDS = 1.0


class HeldJob:
    """A claimed job within a `with`; a thread beats for it, for the work itself may be within a transaction.

    Counts are written at most four times a second. `progress` raises Abandoned once the job is cancelled, has become
    another worker's, or the worker is to stop.
    """

    def __init__(self, records: Records, job: Job, worker: str, stopping: Callable[[], bool]) -> None:
        self._records, self._job, self._worker, self._stopping = records, job, worker, stopping
        self._stages: dict[str, Stage] = {}
        self._lock = threading.Lock()
        self._lost = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="job-beat", daemon=True)

    def progress(self, stage: str, done: int, total: int) -> None:
        """The stage is this far; Abandoned where the work is to end here."""
        if self._lost.is_set() or self._stopping():
            raise Abandoned(f"The job {self._job.id} was cancelled or given up.")
        with self._lock:
            self._stages[stage] = Stage(done, total)

    @property
    def job(self) -> Job:
        """The job so far."""
        with self._lock:
            return replace(self._job, stages=dict(self._stages))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        told, beaten = dict(self._job.stages), time.monotonic()
        while not self._ended.wait(BEAT_SECONDS):
            stages = dict(self.job.stages)
            changed = stages != told
            if not changed and time.monotonic() - beaten < _QUIET_SECONDS:
                continue
            now = datetime.now(UTC)
            try:
                with self._records.writing() as unit:
                    alive = unit.jobs.beat(self._job.id, self._worker, now, now + LEASE, stages if changed else None)
            except PaperlineError as error:
                log.warning("job_beat_missed", job_id=self._job.id, reason=str(error))
                continue
            if not alive:
                self._lost.set()
                return
            told, beaten = stages, time.monotonic()
