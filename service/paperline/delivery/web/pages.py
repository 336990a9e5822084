"""Renders templates to responses; every value is escaped, and a name that a template lacks is an error."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from paperline.delivery import wording
from paperline.delivery.web import addresses
from paperline.delivery.web.assets import asset_url
from paperline.domain.papers import Paper
from paperline.domain.reports import MOST_NOTE_CHARACTERS
from paperline.domain.summaries import Claim


def page(request: Request, template: str, *, status: int = 200, **values: object) -> Response:
    """The template as HTML with an ETag; 304 where the browser holds the same."""
    body = _environment().get_template(template).render(values).encode("utf-8", "replace")
    headers = {"Cache-Control": "no-cache", "ETag": f'"{hashlib.sha256(body).hexdigest()[:20]}"'}
    if status == 200 and headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(body, status, headers)


def long_date(day: date) -> str:
    """`Thursday 11 December 2025`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """`11 December 2025`."""
    return f"{day.day} {day:%B %Y}"


def minute(moment: datetime) -> str:
    """`2025-12-11 06:30 UTC`."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def is_sample(paper: Paper) -> bool:
    """Whether the paper was written for demonstration."""
    return any(record.source == wording.SAMPLE_SOURCE for record in paper.sources)


def repeats_evidence(claim: Claim) -> bool:
    """Whether showing the evidence beside the claim would say the same twice."""
    quoted = " ".join(span.text for span in claim.evidence)
    return _bare(quoted) == _bare(claim.text)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    functions = (
        addresses.answer_url, addresses.day_url, addresses.evidence_url, addresses.paper_url, addresses.report_url,
        addresses.safe_href, addresses.search_url, asset_url, is_sample, long_date, minute, repeats_evidence, short_date,
        wording.author_line, wording.counted, wording.coverage_line, wording.scope_line, wording.source_name,
    )  # fmt: skip
    made.globals.update({function.__name__: function for function in functions})
    made.globals.update(
        CHECKS=wording.CHECKS, FAULTS=wording.FAULTS, MOST_NOTE_CHARACTERS=MOST_NOTE_CHARACTERS,
        ORIGINS=wording.ORIGINS, REFUSALS=wording.REFUSALS, SAMPLE=wording.SAMPLE_NOTICE,
    )  # fmt: skip
    return made
