"""The app: routes, problems and middleware around the services it is given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TypedDict

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from paperline.bootstrap import Services
from paperline.delivery.api.handlers import add_handlers
from paperline.delivery.api.middleware.access_log import AccessLog
from paperline.delivery.api.middleware.admission import Admission
from paperline.delivery.api.middleware.bodies import BodyLimit
from paperline.delivery.api.middleware.boundary import ErrorBoundary, HeadAsGet
from paperline.delivery.api.middleware.days import DayBytes
from paperline.delivery.api.middleware.headers import ResponseHeaders
from paperline.delivery.api.middleware.hosts import HostAllowList, SameOriginWrites
from paperline.delivery.api.middleware.measuring import Measured, RouteNoted
from paperline.delivery.api.middleware.repeats import Repeats
from paperline.delivery.api.middleware.tracing import Traced
from paperline.delivery.api.openapi import DESCRIPTION, PaperlineAPI, operation_id
from paperline.delivery.api.routes import ask, days, docs, ingest, jobs, operations, papers, search, summarise
from paperline.delivery.api.streams.stopping import Stopping
from paperline.delivery.api.streams.watch import JobWatch
from paperline.delivery.api.worker import JobWorker
from paperline.delivery.web import routes as pages
from paperline.delivery.web import static_files
from paperline.delivery.web.asking.once import AnsweredOnce
from paperline.delivery.web.errors import ReadableProblems
from paperline.observability import tracing
from paperline.pipeline.access.callers import current_caller

_SMALL_BODY_BYTES = 1024 * 1024
_BODY_CAPS = dict.fromkeys(("/v1/summarise", "/v1/ask", "/reports"), _SMALL_BODY_BYTES)

# FastAPI's own spans and logs would carry query strings, addresses and messages: ours are those of `observability`.
_NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)


class LifespanState(TypedDict):
    """What every request finds in its state."""

    services: Services


def create_app(services: Services) -> FastAPI:
    """The whole HTTP side of Paperline; jobs are worked on and the services closed as the server starts and stops."""
    worker, stopping = JobWorker(services), Stopping()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[LifespanState]:  # noqa: ARG001  (the framework passes it)
        worker.start()
        try:
            with stopping.heard_by(worker.stop):
                yield {"services": services}
        finally:
            worker.stop()
            await run_in_threadpool(worker.join)
            await run_in_threadpool(services.close)

    app = PaperlineAPI(
        title="Paperline",
        version=version("paperline"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
        lifespan=lifespan,
        telemetry=_NO_TELEMETRY,
        middleware=_middleware(services),
    )
    app.state.services = services
    app.state.worker = worker
    app.state.stopping = stopping
    app.state.answered_once = AnsweredOnce()
    app.state.watch = JobWatch(services.jobs)
    add_handlers(app)
    for route in (summarise, ask, search, days, papers, ingest, jobs, operations, docs):
        app.include_router(route.router)
    app.include_router(days.files)
    app.mount("/docs/assets", docs.docs_assets(), name="docs-assets")
    app.mount("/static", static_files(), name="static")
    app.include_router(pages.router)
    return app


def _middleware(services: Services) -> list[Middleware]:
    """Outermost first; all of it is pure ASGI."""
    settings = services.settings
    logged = [Middleware(AccessLog, with_address=settings.access_log == "with_address")]
    return [
        *(logged if settings.access_log != "off" else ()),
        *((Middleware(Traced),) if tracing.is_on() else ()),
        Middleware(Measured),
        Middleware(ResponseHeaders),
        Middleware(ReadableProblems),
        Middleware(ErrorBoundary),
        Middleware(HostAllowList, hosts=(*settings.allowed_hosts, settings.host)),
        Middleware(SameOriginWrites),
        Middleware(Admission, services=services),
        Middleware(BodyLimit, max_bytes=settings.max_body_bytes, caps=_BODY_CAPS),
        Middleware(Repeats, repeats=services.repeats, owner=lambda _: current_caller().owner or ""),
        Middleware(HeadAsGet),
        Middleware(DayBytes, services=services),
        Middleware(RouteNoted),
    ]
