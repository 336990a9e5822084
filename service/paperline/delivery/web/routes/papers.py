"""The page of a paper, its evidence as a fragment for other pages, and the form that reports its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from paperline.bootstrap import Services
from paperline.delivery.api.dependencies import Now, ServicesOf
from paperline.delivery.web.addresses import evidence_fragment_url, paper_url, read_evidence, reported_url
from paperline.delivery.web.errors import PageRoute
from paperline.delivery.web.evidence.versions import Comparison, compared
from paperline.delivery.web.forms import ReportForm
from paperline.delivery.web.marking import CITED, Mark, MarkedSentence, marked_sentences, places, summary_marks
from paperline.delivery.web.pages import page
from paperline.domain.days import DayPaper
from paperline.domain.errors import BadInput
from paperline.domain.papers import Paper, PaperVersion
from paperline.domain.summaries import Summary
from paperline.domain.text import Field

_SIMILAR = 5

router = APIRouter(route_class=PageRoute)


@dataclass(frozen=True, slots=True)
class MarkedPaper:
    """A paper with its texts in marked pieces; `places` are the first sentences that its claims and line rest on."""

    paper: Paper
    summary: Summary | None
    title: Sequence[MarkedSentence]
    abstract: Sequence[MarkedSentence]
    places: dict[str, int]


@router.get("/papers/{paper_id}/evidence")
def paper_evidence(request: Request, services: ServicesOf, paper_id: str) -> Response:
    """The abstract of a paper with its evidence marked, to be shown inside another page."""
    found = services.read.paper(paper_id)
    if found.paper.id != paper_id:
        return RedirectResponse(evidence_fragment_url(found.paper.id), 302)
    return page(request, "paper/fragment.html", found=_marked(found, []))


@router.get("/papers/{paper_id:path}")
def one_paper(
    request: Request,
    services: ServicesOf,
    paper_id: str,
    mark: str = "",
    reported: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
) -> Response:
    """A paper: its line, claims and abstract, with the evidence marked, and what changed between its versions."""
    found = services.read.paper(paper_id)
    if found.paper.id != paper_id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(paper_url(found.paper.id) + query, 302)
    versions, summaries = _written(services, found.paper.id)
    cited, unchanged = read_evidence(mark, found.paper.title, found.paper.abstract)
    return page(
        request,
        "paper.html",
        found=_marked(found, [Mark(span, CITED) for span in cited]),
        evidence_changed=not unchanged,
        versions=versions,
        old_summaries=summaries,
        compared=_comparison(versions, summaries, first, last),
        thanked=reported == "yes",
        similar=services.search.similar(found.paper.id, limit=_SIMILAR),
    )


@router.post("/reports")
def report_line(services: ServicesOf, now: Now, form: Annotated[ReportForm, Form()]) -> Response:
    """Stores the report and leads back to the paper; other sites' forms never get here (middleware)."""
    report = services.report.run(form.paper, fault=form.fault, note=form.note, now=now)
    return RedirectResponse(reported_url(report.paper_id), 303)


def _marked(found: DayPaper, cited: list[Mark]) -> MarkedPaper:
    marks = cited + summary_marks(found.summary)
    abstract = marked_sentences(found.paper.abstract, marks)
    title = marked_sentences(found.paper.title, marks, Field.TITLE)
    return MarkedPaper(found.paper, found.summary, title, abstract, places(abstract))


def _written(services: Services, paper_id: str) -> tuple[Sequence[PaperVersion], dict[int, Summary]]:
    with services.records.reading() as unit:
        return unit.papers.versions(paper_id), unit.summaries.of_versions(paper_id)


def _comparison(
    versions: Sequence[PaperVersion], summaries: dict[int, Summary], first: str, last: str
) -> Comparison | None:
    """What changed between two versions, the last two where none are named; None where there is but one."""
    if len(versions) < 2:
        return None
    before, after = _version(versions, first, -2), _version(versions, last, -1)
    return compared(before, after, summaries.get(before.version), summaries.get(after.version))


def _version(versions: Sequence[PaperVersion], named: str, default: int) -> PaperVersion:
    if not named:
        return versions[default]
    for version in versions:
        if named == str(version.version):
            return version
    raise BadInput(
        f"There is no version {named[:20]!r} of this paper, but {versions[0].version} to {versions[-1].version}."
    )
