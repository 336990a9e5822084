"""What routes ask for: the services, the time, the body's type, and JSON responses."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import Message
from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from paperline.bootstrap import Services
from paperline.delivery.api.problems import MEDIA, HttpProblem
from paperline.delivery.api.streams.stopping import Stopping
from paperline.delivery.api.streams.watch import JobWatch
from paperline.delivery.api.worker import JobWorker
from paperline.delivery.documents import json_bytes


async def services_of(request: Request) -> Services:
    """The services that the app was made with."""
    return cast("Services", request.app.state.services)


async def worker_of(request: Request) -> JobWorker:
    """The worker of this process."""
    return cast("JobWorker", request.app.state.worker)


async def watch_of(request: Request) -> JobWatch:
    """Who follows which job."""
    return cast("JobWatch", request.app.state.watch)


async def stopping_of(request: Request) -> Stopping:
    """What tells open streams that the server stops."""
    return cast("Stopping", request.app.state.stopping)


async def current_time() -> datetime:
    """The time of the request, in UTC."""
    return datetime.now(UTC)


async def require_json(request: Request) -> None:
    """A body that is not called JSON is refused, which also keeps other sites' forms out."""
    given = Message()
    given["content-type"] = request.headers.get("content-type", "")
    subtype = given.get_content_subtype()
    if given.get_content_maintype() != "application" or not (subtype == "json" or subtype.endswith("+json")):
        named = repr(request.headers["content-type"][:80]) if "content-type" in request.headers else "missing"
        raise HttpProblem(
            MEDIA, f"The Content-Type is {named}. Send application/json.", headers={"Accept": "application/json"}
        )


async def raw_body(request: Request) -> bytes:
    """The whole body, within the server's cap."""
    return await request.body()


def json_response(document: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """The document as JSON, serialised once and validated nowhere."""
    return Response(json_bytes(document), status, headers, "application/json")


ServicesOf = Annotated[Services, Depends(services_of)]
WorkerOf = Annotated[JobWorker, Depends(worker_of)]
WatchOf = Annotated[JobWatch, Depends(watch_of)]
StoppingOf = Annotated[Stopping, Depends(stopping_of)]
Now = Annotated[datetime, Depends(current_time)]
RawBody = Annotated[bytes, Depends(raw_body)]
