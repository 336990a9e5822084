"""Renders templates to responses; every value is escaped, and a name that a template lacks is an error."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from paperline.delivery import wording
from paperline.delivery.web import addresses, dates
from paperline.delivery.web.asking.choices import scope_choices, scope_words
from paperline.delivery.web.asking.threads import short_answer
from paperline.delivery.web.assets import asset_url
from paperline.delivery.web.day.wanted import VIEWS
from paperline.delivery.web.evidence.faults import fault_words
from paperline.delivery.web.evidence.words import word_runs
from paperline.delivery.web.finding.highlighting import highlighted
from paperline.delivery.web.finding.likeness import shared_keywords
from paperline.delivery.web.marking import part_label
from paperline.delivery.web.maths import shown
from paperline.domain.papers import Paper
from paperline.domain.reports import MOST_NOTE_CHARACTERS
from paperline.domain.summaries import Claim


def page(request: Request, template: str, *, status: int = 200, **values: object) -> Response:
    """The template as HTML with an ETag; 304 where the browser holds the same."""
    body = rendered(template, **values)
    headers = {"Cache-Control": "no-cache", "ETag": f'"{hashlib.sha256(body).hexdigest()[:20]}"'}
    if status == 200 and headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(body, status, headers)


def rendered(template: str, **values: object) -> bytes:
    """The template as UTF-8 HTML."""
    return _environment().get_template(template).render(values).encode("utf-8", "replace")


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
        addresses.answer_url, addresses.compare_url, addresses.day_url, addresses.evidence_fragment_url,
        addresses.evidence_url, addresses.examples_url, addresses.export_url, addresses.markdown_url, addresses.paper_url,
        addresses.report_url, fault_words, highlighted, part_label, scope_choices, scope_words, shared_keywords, short_answer,
        word_runs,
        addresses.safe_href, addresses.search_url, asset_url, is_sample, dates.long_date, dates.minute, dates.month_name, repeats_evidence, dates.short_date,
        wording.author_line, wording.counted, wording.coverage_line, wording.source_name,
        wording.stale_words,
    )  # fmt: skip
    made.globals.update({function.__name__: function for function in functions})
    made.globals.update(
        CHECKS=wording.CHECKS, FAULTS=wording.FAULTS, MOST_NOTE_CHARACTERS=MOST_NOTE_CHARACTERS,
        ORIGINS=wording.ORIGINS, VIEWS=VIEWS, REFUSALS=wording.REFUSALS, SAMPLE=wording.SAMPLE_NOTICE,
    )  # fmt: skip
    made.globals["maths"] = made.filters["maths"] = shown
    return made
