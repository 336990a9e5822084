"""Server-sent events: how one is written, who wants them, and the response that sends them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi.sse import format_sse_event
from starlette.responses import StreamingResponse
from starlette.types import Scope

from paperline.delivery.api.problems import STOPPING, problem_document
from paperline.delivery.documents import json_bytes

PING_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def wants_events(accept: str) -> bool:
    """True where the Accept header asks for an event stream."""
    offers = (offer.split(";") for offer in accept.lower().split(","))
    return any(
        kind.strip() == "text/event-stream" and not any(part.strip() in ("q=0", "q=0.0") for part in rest)
        for kind, *rest in offers
    )


def event(name: str, document: object) -> bytes:
    """One event with the document as its data."""
    return format_sse_event(event=name, data_str=json_bytes(document).decode())


def stopping_event(scope: Scope) -> bytes:
    """The problem that ends a stream before its time, because the server stops."""
    return event("error", problem_document(scope, STOPPING, "The server is stopping. Ask again once it is back."))


def stream(events: AsyncIterator[bytes]) -> StreamingResponse:
    """The events as they come; no proxy keeps them back."""
    return StreamingResponse(events, headers=_HEADERS, media_type="text/event-stream")
