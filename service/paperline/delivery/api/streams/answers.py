"""An answer as server-sent events: scope, evidence, sentence…, done; or error, a problem."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from fastapi.sse import KEEPALIVE_COMMENT
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Scope

from paperline.delivery.api.problems import INTERNAL, kind_of, problem_document, request_id
from paperline.delivery.api.streams.events import PING_SECONDS, event, stopping_event, stream
from paperline.delivery.api.streams.stopping import Stopping
from paperline.delivery.documents import Document, answer_document, found_documents, sentence_document
from paperline.domain.answers import Answer, AnswerSentence
from paperline.domain.errors import Abandoned, PaperlineError
from paperline.observability.events import log
from paperline.pipeline.asking.ask import Follower, Found


def event_response(scope: Scope, compute: Callable[[Follower], Answer], stopping: Stopping) -> StreamingResponse:
    """The answer that `compute` gives, in a thread, as a stream that stays alive meanwhile and ends with its reader."""
    return stream(_events(scope, compute, stopping))


class _Reader:
    """The reader of a stream as the answering thread sees them: told what is found and written, and perhaps gone."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[Found | AnswerSentence | None] = asyncio.Queue()
        self.sentences = 0
        self._loop = asyncio.get_running_loop()
        self._left = threading.Event()

    def proceed(self) -> None:
        if self._left.is_set():
            raise Abandoned("The reader left before the answer was made.")

    def found(self, found: Found) -> None:
        self._loop.call_soon_threadsafe(self.told.put_nowait, found)

    def written(self, sentence: AnswerSentence) -> None:
        self.sentences += 1
        self._loop.call_soon_threadsafe(self.told.put_nowait, sentence)

    def leave(self) -> None:
        self._left.set()

    def finished(self, task: asyncio.Future[Answer]) -> None:
        """The stream need not wait any more; where it has ended before, what became of the work is logged."""
        self.told.put_nowait(None)
        if self._left.is_set() and not task.cancelled():
            error = task.exception()
            log.info("stream_left", outcome=type(error).__name__ if error else "answered")


async def _events(scope: Scope, compute: Callable[[Follower], Answer], stopping: Stopping) -> AsyncIterator[bytes]:
    """Scope and evidence as soon as they are known, sentences once they are checked, the answer when it is stored."""
    reader = _Reader()
    task = asyncio.ensure_future(run_in_threadpool(compute, reader))
    task.add_done_callback(reader.finished)
    try:
        with stopping.heard_by(lambda: reader.told.put_nowait(None)):
            while (told := await _next(reader.told)) is not None:
                yield told
        if not task.done():
            yield stopping_event(scope)
            return
        for told in _ending(scope, task, reader.sentences):
            yield told
    finally:
        reader.leave()


async def _next(told: asyncio.Queue[Found | AnswerSentence | None]) -> bytes | None:
    """What was found or written, or a sign of life where that takes long; None after the end of the work, or where the server stops."""
    try:
        found = await asyncio.wait_for(told.get(), PING_SECONDS)
    except TimeoutError:
        return KEEPALIVE_COMMENT
    if found is None:
        return None
    if isinstance(found, AnswerSentence):
        return event("sentence", sentence_document(found))
    coverage, papers = found_documents(found)
    return event("scope", coverage) + event("evidence", {"papers": papers})


def _ending(scope: Scope, task: asyncio.Future[Answer], told: int) -> Iterator[bytes]:
    """The sentences beyond those that were told, and the whole Answer; or the problem that prevented them."""
    try:
        document = answer_document(task.result())
    except PaperlineError as error:
        yield event("error", problem_document(scope, kind_of(error), str(error)))
    except Exception:  # noqa: BLE001  (the response has begun; the boundary can no longer answer)
        log.exception("stream_failed", request_id=request_id(scope))
        detail = f"The fault is logged under the request id {request_id(scope)}."
        yield event("error", problem_document(scope, INTERNAL, detail))
    else:
        for sentence in _items(document["sentences"])[told:]:
            yield event("sentence", sentence)
        yield event("done", document)


def _items(value: object) -> list[Document]:
    return value if isinstance(value, list) else []
