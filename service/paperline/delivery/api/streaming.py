"""An answer as server-sent events: scope, evidence, sentence…, done; or error, a problem."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Scope

from paperline.delivery.api.problems import INTERNAL, kind_of, problem_document, request_id
from paperline.delivery.documents import Document, answer_document, found_documents, json_bytes
from paperline.domain.answers import Answer
from paperline.domain.errors import Abandoned, PaperlineError
from paperline.observability.events import log
from paperline.pipeline.asking.ask import Follower, Found

_PING_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def wants_events(accept: str) -> bool:
    """True where the Accept header asks for an event stream."""
    offers = (offer.split(";") for offer in accept.lower().split(","))
    return any(
        kind.strip() == "text/event-stream" and not any(part.strip() in ("q=0", "q=0.0") for part in rest)
        for kind, *rest in offers
    )


def event_response(scope: Scope, compute: Callable[[Follower], Answer]) -> StreamingResponse:
    """The answer that `compute` gives, in a thread, as a stream that stays alive meanwhile and ends with its reader."""
    return StreamingResponse(_events(scope, compute), headers=_HEADERS, media_type="text/event-stream")


class _Reader:
    """The reader of a stream as the answering thread sees them: told what is found, and perhaps gone."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[Found | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._left = threading.Event()

    def proceed(self) -> None:
        if self._left.is_set():
            raise Abandoned("The reader left before the answer was made.")

    def found(self, found: Found) -> None:
        self._loop.call_soon_threadsafe(self.told.put_nowait, found)

    def leave(self) -> None:
        self._left.set()

    def finished(self, task: asyncio.Future[Answer]) -> None:
        """The stream need not wait any more; where it has ended before, what became of the work is logged."""
        self.told.put_nowait(None)
        if self._left.is_set() and not task.cancelled():
            error = task.exception()
            log.info("stream_left", outcome=type(error).__name__ if error else "answered")


async def _events(scope: Scope, compute: Callable[[Follower], Answer]) -> AsyncIterator[bytes]:
    """Scope and evidence as soon as they are known; sentences once they are checked and the answer is stored."""
    reader = _Reader()
    task = asyncio.ensure_future(run_in_threadpool(compute, reader))
    task.add_done_callback(reader.finished)
    try:
        while (event := await _next(reader.told)) is not None:
            yield event
        for event in _ending(scope, task):
            yield event
    finally:
        reader.leave()


async def _next(told: asyncio.Queue[Found | None]) -> bytes | None:
    """What was found, or a sign of life where that takes long; None after the end of the work."""
    try:
        found = await asyncio.wait_for(told.get(), _PING_SECONDS)
    except TimeoutError:
        return KEEPALIVE_COMMENT
    if found is None:
        return None
    coverage, papers = found_documents(found)
    return _event("scope", coverage) + _event("evidence", {"papers": papers})


def _ending(scope: Scope, task: asyncio.Future[Answer]) -> Iterator[bytes]:
    """Every sentence, checked, and the whole Answer; or the problem that prevented them."""
    try:
        document = answer_document(task.result())
    except PaperlineError as error:
        yield _event("error", problem_document(scope, kind_of(error), str(error)))
    except Exception:  # noqa: BLE001  (the response has begun; the boundary can no longer answer)
        log.exception("stream_failed", request_id=request_id(scope))
        detail = f"The fault is logged under the request id {request_id(scope)}."
        yield _event("error", problem_document(scope, INTERNAL, detail))
    else:
        for sentence in _items(document["sentences"]):
            yield _event("sentence", sentence)
        yield _event("done", document)


def _items(value: object) -> list[Document]:
    return value if isinstance(value, list) else []


def _event(name: str, document: object) -> bytes:
    return format_sse_event(event=name, data_str=json_bytes(document).decode())
