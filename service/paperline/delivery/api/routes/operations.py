"""/healthz, /readyz, /metrics and the pages that tell what a kind of problem means."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from paperline.bootstrap import Services
from paperline.delivery.api.dependencies import ServicesOf, json_response
from paperline.delivery.api.exposition import CONTENT_TYPE, Gauge, exposition
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import ALL_KINDS, INVALID, NO_PATH, NOT_READY, FieldError, HttpProblem
from paperline.delivery.api.schemas.examples import HEALTH, PROBLEM_MEANING, READINESS
from paperline.delivery.api.schemas.responses import Health, ProblemMeaning, Readiness
from paperline.domain.errors import PaperlineError
from paperline.observability.metrics import Sample

router = APIRouter(tags=["operation"])
_LLMS = """# Paperline

> One line per paper: a day's paper abstracts as checked TL;DRs and claims, and answers that cite the sentence they rest on.

Everything is made from titles and abstracts alone. Evidence is a span of the stored text in Unicode code points. A refusal
is an answer: it says why, how much was looked at, and what came nearest.

## Reading

- [/days/{date}.md](/v1/days/latest?format=markdown): a day as Markdown; `/v1/days/latest?format=markdown` is the newest
- [/v1/days](/v1/days): the stored days; `/v1/days/{date}?fields=tldr` is a day in lines alone
- `/v1/papers/{paper_id}`, `/v1/papers/{paper_id}/similar`: one paper, and those like it
- `/v1/search?q=…`: papers by words and meaning, with their best sentences

## Asking

- `POST /v1/ask` with `{"question": "…", "scope": {"day": "2025-12-11"}}`: sentences with citations, lists and counts over every
  paper, or a refusal; `Accept: text/markdown` for Markdown
- `POST /v1/summarise` with `{"title": "…", "abstract": "…"}`: line, claims and keywords of a text that is not stored

## Reference

- [/openapi.json](/openapi.json): every call, its limits and its problems
- [/docs](/docs): the same to read
"""
_METRICS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Counters and histograms with their meaning.",
        "content": {"text/plain": {"example": "# TYPE paperline_records_rejected_total counter\n…"}},
    }
}


@router.get("/healthz", response_model=Health, responses={**example(HEALTH), **problem_responses()})
async def get_health() -> Response:
    """Answer while the process lives, whatever else is broken."""
    return json_response({"status": "ok", "version": version("paperline")})


@router.get(
    "/llms.txt",
    response_class=PlainTextResponse,
    responses={
        200: {"description": "Markdown.", "content": {"text/plain": {"example": "# Paperline\n…"}}},
        **problem_responses(),
    },
)
async def get_guide_for_agents() -> Response:
    """Answer with what a language model needs to know to read and ask here, after llmstxt.org."""
    return PlainTextResponse(_LLMS, headers={"Cache-Control": "public, max-age=3600"})


@router.get("/readyz", response_model=Readiness, responses={**example(READINESS), **problem_responses(NOT_READY)})
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
    return Response(
        exposition([_lag(services), _job_ages(services)]),
        headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"},
    )


def _lag(services: Services) -> Gauge:
    passages = services.index_lag()
    return Gauge(
        "paperline_archive_index_lag_passages",
        "Passages in SQL that the archive index lacks; told only while this process has the index open.",
        () if passages is None else (Sample("", (), passages),),
    )


def _job_ages(services: Services) -> Gauge:
    try:
        ages = services.jobs.ages(datetime.now(UTC))
    except PaperlineError:
        ages = {}
    return Gauge(
        "paperline_oldest_job_age_seconds",
        "How long ago the oldest unfinished job was asked for, by kind and status; 0 where there is none.",
        tuple(
            Sample("", (("kind", kind.value), ("status", status.value)), age) for (kind, status), age in ages.items()
        ),
    )


@router.get(
    "/problems/{slug}",
    response_model=ProblemMeaning,
    responses={**example(PROBLEM_MEANING), **problem_responses(NO_PATH, INVALID)},
)
async def get_problem_type(
    slug: Annotated[str, Path(max_length=100, examples=["paper-not-found"])],
    accept: Annotated[str, Header(include_in_schema=False)] = "",
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
