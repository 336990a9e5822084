"""An answer as server-sent events: scope, evidence, sentence…, done; or error, a problem."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Scope

from paperline.delivery.api.problems import INTERNAL, kind_of, problem_document, request_id
from paperline.delivery.documents import Document, answer_document, coverage_document, json_bytes
from paperline.domain.answers import Answer
from paperline.domain.errors import PaperlineError
from paperline.observability.events import log

_PING_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def wants_events(accept: str) -> bool:
    """True where the Accept header asks for an event stream."""
    offers = (offer.split(";") for offer in accept.lower().split(","))
    return any(
        kind.strip() == "text/event-stream" and not any(part.strip() in ("q=0", "q=0.0") for part in rest)
        for kind, *rest in offers
    )


def event_response(scope: Scope, compute: Callable[[], Answer]) -> StreamingResponse:
    """The answer that `compute` gives, in a thread, as a stream that stays alive meanwhile."""
    return StreamingResponse(_events(scope, compute), headers=_HEADERS, media_type="text/event-stream")


async def _events(scope: Scope, compute: Callable[[], Answer]) -> AsyncIterator[bytes]:
    task = asyncio.ensure_future(run_in_threadpool(compute))
    while not (await asyncio.wait({task}, timeout=_PING_SECONDS))[0]:
        yield KEEPALIVE_COMMENT
    try:
        answer = task.result()
    except PaperlineError as error:
        yield _event("error", problem_document(scope, kind_of(error), str(error)))
        return
    except Exception:  # noqa: BLE001  (the response has begun; the boundary can no longer answer)
        log.exception("stream_failed", request_id=request_id(scope))
        detail = f"The fault is logged under the request id {request_id(scope)}."
        yield _event("error", problem_document(scope, INTERNAL, detail))
        return
    for event in _answer_events(answer):
        yield event


def _answer_events(answer: Answer) -> Iterator[bytes]:
    """Every part is checked before it is sent; the last event is the whole Answer."""
    document = answer_document(answer)
    yield _event("scope", coverage_document(answer.coverage))
    yield _event("evidence", {"papers": _evidence(document)})
    sentences = document["sentences"]
    for sentence in sentences if isinstance(sentences, list) else []:
        yield _event("sentence", sentence)
    yield _event("done", document)


def _evidence(document: Document) -> list[object]:
    """The cited and the matching papers, each once, in the order of the answer."""
    sentences, matches = document["sentences"], document["matches"]
    found: dict[str, object] = {}
    cited = [citation for sentence in _items(sentences) for citation in _items(sentence["citations"])]
    for entry in (*cited, *_items(matches)):
        found.setdefault(str(entry["paper_id"]), entry)
    return list(found.values())


def _items(value: object) -> list[Document]:
    return value if isinstance(value, list) else []


def _event(name: str, document: object) -> bytes:
    return format_sse_event(event=name, data_str=json_bytes(document).decode())
