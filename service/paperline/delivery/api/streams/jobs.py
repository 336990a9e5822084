"""A job as server-sent events: progress whenever its counts change, then done with the final job."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi.sse import KEEPALIVE_COMMENT
from starlette.responses import StreamingResponse
from starlette.types import Scope

from paperline.delivery.api.streams.events import PING_SECONDS, stopping_event, stream
from paperline.delivery.api.streams.stopping import Stopping
from paperline.delivery.api.streams.watch import JobWatch
from paperline.domain.jobs import Job


def job_stream(scope: Scope, job: Job, watch: JobWatch, stopping: Stopping) -> StreamingResponse:
    """The job until it is final, its reader leaves or the server stops."""
    return stream(_events(scope, job, watch, stopping))


async def _events(scope: Scope, job: Job, watch: JobWatch, stopping: Stopping) -> AsyncIterator[bytes]:
    with watch.following(job) as follower, stopping.heard_by(lambda: follower.tell(None)):
        while True:
            news = await follower.next(PING_SECONDS)
            if news:
                yield news.data
            if news and news.last:
                return
            if stopping.begun:
                yield stopping_event(scope)
                return
            if news is None:
                yield KEEPALIVE_COMMENT
