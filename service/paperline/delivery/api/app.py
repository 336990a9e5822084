"""The app: routes, problems and middleware around the services it is given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TypedDict

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from paperline.bootstrap import Services
from paperline.delivery.api.handlers import add_handlers
from paperline.delivery.api.jobs import JobBoard
from paperline.delivery.api.middleware.bodies import BodyLimit
from paperline.delivery.api.middleware.boundary import ErrorBoundary, HeadAsGet
from paperline.delivery.api.middleware.days import DayBytes
from paperline.delivery.api.middleware.headers import ResponseHeaders
from paperline.delivery.api.middleware.hosts import HostAllowList, SameOriginWrites
from paperline.delivery.api.middleware.measuring import Measured, RouteNoted
from paperline.delivery.api.openapi import DESCRIPTION, PaperlineAPI, operation_id
from paperline.delivery.api.routes import ask, days, docs, ingest, operations, papers, search, summarise
from paperline.delivery.web import routes as pages
from paperline.delivery.web import static_files

_SMALL_BODY_BYTES = 1024 * 1024
_BODY_CAPS = dict.fromkeys(("/v1/summarise", "/v1/ask", "/reports"), _SMALL_BODY_BYTES)


class LifespanState(TypedDict):
    """What every request finds in its state."""

    services: Services


def create_app(services: Services) -> FastAPI:
    """The whole HTTP side of Paperline; the services are closed when the server stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[LifespanState]:  # noqa: ARG001  (the framework passes it)
        try:
            yield {"services": services}
        finally:
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
        middleware=_middleware(services),
    )
    app.state.services = services
    app.state.jobs = JobBoard()
    add_handlers(app)
    for route in (summarise, ask, search, days, papers, ingest, operations, docs):
        app.include_router(route.router)
    app.mount("/docs/assets", docs.docs_assets(), name="docs-assets")
    app.mount("/static", static_files(), name="static")
    app.include_router(pages.router)
    return app


def _middleware(services: Services) -> list[Middleware]:
    """Outermost first; all of it is pure ASGI."""
    settings = services.settings
    return [
        Middleware(Measured),
        Middleware(ResponseHeaders),
        Middleware(ErrorBoundary),
        Middleware(HostAllowList, hosts=(*settings.allowed_hosts, settings.host)),
        Middleware(SameOriginWrites),
        Middleware(BodyLimit, max_bytes=settings.max_body_bytes, caps=_BODY_CAPS),
        Middleware(HeadAsGet),
        Middleware(DayBytes, services=services),
        Middleware(RouteNoted),
    ]
