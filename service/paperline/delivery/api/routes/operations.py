"""/healthz, /readyz, /metrics and the pages that tell what a kind of problem means."""

from __future__ import annotations

from html import escape
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from paperline.delivery.api.dependencies import ServicesOf, json_response
from paperline.delivery.api.exposition import CONTENT_TYPE, Gauge, exposition
from paperline.delivery.api.openapi import problem_responses
from paperline.delivery.api.problems import ALL_KINDS, INVALID, NO_PATH, NOT_READY, FieldError, HttpProblem
from paperline.delivery.api.schemas.responses import Health, ProblemMeaning, Readiness

router = APIRouter(tags=["operation"])
_METRICS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Counters and histograms with their meaning.",
        "content": {"text/plain": {"example": "# TYPE paperline_records_rejected_total counter\n…"}},
    }
}


@router.get("/healthz", response_model=Health, responses=problem_responses())
async def get_health() -> Response:
    """Answer while the process lives, whatever else is broken."""
    return json_response({"status": "ok", "version": version("paperline")})


@router.get("/readyz", response_model=Readiness, responses=problem_responses(NOT_READY))
def get_readiness(services: ServicesOf) -> Response:
    """Answer 200 where every part works, else 503 with the parts that do not, and why.

    An index that another process has left behind catches up first: whoever watches this server also mends it.
    """
    services.catch_up()
    checks = services.doctor()
    failed = [
        FieldError(field=check.name, location="service", message=check.detail) for check in checks if not check.ok
    ]
    if failed:
        reasons = "; ".join(f"{error['field']}: {error['message']}" for error in failed)
        raise HttpProblem(NOT_READY, reasons, errors=failed)
    shown = [{"name": check.name, "ok": check.ok, "detail": check.detail} for check in checks]
    return json_response({"status": "ready", "checks": shown}, headers={"Cache-Control": "no-store"})


@router.get("/metrics", response_class=PlainTextResponse, responses={**_METRICS, **problem_responses()})
def get_metrics(services: ServicesOf) -> Response:
    """Answer with what this process has done since it started, in the text format of Prometheus."""
    lag = Gauge(
        "paperline_archive_index_lag_passages",
        "Passages in SQL that the archive index lacks; told only while this process has the index open.",
        services.index_lag(),
    )
    return Response(exposition([lag]), headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})


@router.get("/problems/{slug}", response_model=ProblemMeaning, responses=problem_responses(NO_PATH, INVALID))
async def get_problem_type(
    slug: Annotated[str, Path(max_length=100)], accept: Annotated[str, Header(include_in_schema=False)] = ""
) -> Response:
    """Answer with what a kind of problem means: a page for a browser, else JSON."""
    kind = ALL_KINDS.get(slug)
    if kind is None:
        raise HttpProblem(NO_PATH, f"There is no problem {slug[:40]!r}. Known: {', '.join(sorted(ALL_KINDS))}.")
    if "text/html" in accept:
        title, meaning = escape(kind.title), escape(kind.meaning)
        return HTMLResponse(
            f'<!doctype html>\n<html lang="en">\n<title>{title}</title>\n'
            f"<h1>{title}</h1>\n<p>HTTP status {kind.status}. {meaning}</p>\n</html>\n"
        )
    return json_response({"type": kind.uri, "title": kind.title, "status": kind.status, "meaning": kind.meaning})
