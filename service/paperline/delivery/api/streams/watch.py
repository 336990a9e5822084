"""Watching jobs: one look at the store, a few times a second while somebody follows, for all who do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from paperline.delivery.api.jobs import job_document
from paperline.delivery.api.problems import OF_ERROR, problem_core
from paperline.delivery.api.streams.events import event
from paperline.domain.errors import JobNotFound, PaperlineError
from paperline.domain.jobs import Job
from paperline.observability.events import log
from paperline.pipeline.jobs.queue import JobQueue

LOOK_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class News:
    """What stands in a job's stream, written once for all who follow it; `last` where nothing comes after."""

    data: bytes
    last: bool


@dataclass(eq=False, slots=True)
class JobFollower:
    """One reader of a job's stream. News that it was too slow to read gives way to newer."""

    _news: News | None = None
    _told: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, news: News | None) -> None:
        """The news is the next that the reader gets; None only wakes it."""
        self._news = news or self._news
        self._told.set()

    async def next(self, seconds: float) -> News | None:
        """What is new; None where nothing was for so long, or the reader is only woken."""
        try:
            await asyncio.wait_for(self._told.wait(), seconds)
        except TimeoutError:
            return None
        news, self._news = self._news, None
        self._told.clear()
        return news


class JobWatch:
    """Who follows which job. No follower costs a thread or a look of its own; used in the event loop only."""

    def __init__(self, queue: JobQueue) -> None:
        self._queue = queue
        self._followers: dict[str, set[JobFollower]] = {}
        self._seen: dict[str, Job] = {}
        self._looking: asyncio.Task[None] | None = None

    @contextmanager
    def following(self, job: Job) -> Iterator[JobFollower]:
        """Within, the follower is told how far the job is, first of all at once."""
        follower = JobFollower()
        follower.tell(news_of(job))
        self._followers.setdefault(job.id, set()).add(follower)
        self._seen.setdefault(job.id, job)
        if self._looking is None:
            self._looking = asyncio.get_running_loop().create_task(self._look())
        try:
            yield follower
        finally:
            self._followers[job.id].discard(follower)
            if not self._followers[job.id]:
                del self._followers[job.id], self._seen[job.id]

    async def _look(self) -> None:
        try:
            while self._followers:
                await asyncio.sleep(LOOK_SECONDS)
                try:
                    found = await run_in_threadpool(self._queue.get_many, list(self._followers))
                except PaperlineError as error:
                    log.warning("jobs_not_watched", reason=str(error))
                else:
                    self._tell({job.id: job for job in found})
        finally:
            self._looking = None

    def _tell(self, found: dict[str, Job]) -> None:
        for job_id, followers in self._followers.items():
            job = found.get(job_id)
            if job and job == self._seen[job_id]:
                continue
            news = news_of(job) if job else _GONE
            for follower in followers:
                follower.tell(news)
            if job:
                self._seen[job_id] = job


def news_of(job: Job) -> News:
    """`progress` with the Job while more is to come, `done` with the Job at its end."""
    return News(event("done" if job.status.is_final else "progress", job_document(job)), job.status.is_final)


_GONE = News(event("error", problem_core(OF_ERROR[JobNotFound], "The job is no longer kept.")), last=True)
