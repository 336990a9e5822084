"""The routes of the web page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from paperline.bootstrap import Services
from paperline.delivery.api.dependencies import Now, ServicesOf
from paperline.delivery.web.addresses import answer_url, paper_url, read_evidence, reported_url
from paperline.delivery.web.answers import shown_answer
from paperline.delivery.web.errors import PageRoute, error_page
from paperline.delivery.web.forms import AskForm, ReportForm, SearchForm
from paperline.delivery.web.marking import CITED, LINE, Mark, marked_sentences
from paperline.delivery.web.pages import is_sample, page
from paperline.domain.days import Day, DayEntry
from paperline.domain.errors import AnswerNotFound, BadInput, DayNotFound
from paperline.domain.scopes import Scope, parse_day
from paperline.domain.summaries import Summary
from paperline.domain.text import Field
from paperline.pipeline.asking.search import SearchFilters

_HITS_A_PAGE = 20
_DAYS_LISTED = 14

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@dataclass(frozen=True, slots=True)
class DayLinks:
    """The days around a day, and the newest ones."""

    previous: date | None
    next: date | None
    recent: tuple[DayEntry, ...]


@router.get("/")
def home(request: Request, services: ServicesOf) -> Response:
    """The latest day that has papers, or how to get one."""
    latest = _latest(services)
    if latest is None:
        return page(request, "empty.html")
    return _day_page(request, services, services.read.day(latest))


@router.get("/days/{day}")
def one_day(request: Request, services: ServicesOf, day: str) -> Response:
    """A day with its papers."""
    wanted = parse_day(day)
    try:
        return _day_page(request, services, services.read.day(wanted))
    except DayNotFound as error:
        with services.records.reading() as unit:
            nearest = tuple(unit.days.nearest(wanted, wanted, 3))
        return error_page(request, error, nearest)


@router.get("/papers/{paper_id:path}")
def one_paper(request: Request, services: ServicesOf, paper_id: str, mark: str = "", reported: str = "") -> Response:
    """A paper: its line, claims and abstract, with the evidence marked."""
    found = services.read.paper(paper_id)
    if found.paper.id != paper_id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(paper_url(found.paper.id) + query, 302)
    with services.records.reading() as unit:
        versions = unit.papers.versions(found.paper.id)
    cited, unchanged = read_evidence(mark, found.paper.title, found.paper.abstract)
    marks = [Mark(span, CITED) for span in cited] + (_marks(found.summary) if found.summary else [])
    return page(
        request,
        "paper.html",
        found=found,
        title_pieces=marked_sentences(found.paper.title, marks, Field.TITLE),
        abstract=marked_sentences(found.paper.abstract, marks),
        evidence_changed=not unchanged,
        versions=versions,
        thanked=reported == "yes",
    )


@router.post("/reports")
def report_line(services: ServicesOf, now: Now, form: Annotated[ReportForm, Form()]) -> Response:
    """Stores the report and leads back to the paper; other sites' forms never get here (middleware)."""
    report = services.report.run(form.paper, fault=form.fault, note=form.note, now=now)
    return RedirectResponse(reported_url(report.paper_id), 303)


@router.get("/ask")
def ask_form(request: Request, services: ServicesOf, q: str = "", day: str = "") -> Response:
    """The question box with the choice of scope."""
    return _ask_page(request, services, AskForm(question=q, day=day))


@router.post("/ask")
def ask(request: Request, services: ServicesOf, now: Now, form: Annotated[AskForm, Form()]) -> Response:
    """Answers the question and leads to the answer's lasting page; other sites' forms never get here (middleware)."""
    try:
        answer = services.ask.run(form.question, scope=form.chosen_scope(), now=now)
    except BadInput as error:
        return _ask_page(request, services, form, message=str(error))
    return RedirectResponse(answer_url(answer.id), 303)


@router.get("/answers/{answer_id}")
def one_answer(request: Request, services: ServicesOf, answer_id: str) -> Response:
    """A stored answer, or refusal, with its sources."""
    with services.records.reading() as unit:
        answer = unit.answers.get(answer_id)
    if answer is None:
        raise AnswerNotFound("No answer with this address is stored. Ask the question again.")
    return page(request, "answer.html", answer=answer, shown=shown_answer(answer))


@router.get("/search")
def search(request: Request, services: ServicesOf, form: Annotated[SearchForm, Query()]) -> Response:
    """Papers that fit the words, with the sentences that match."""
    if not form.q.strip():
        return page(request, "search.html", form=form, found=None, message=None)
    try:
        scope, cursor = form.chosen_scope() or Scope(), form.cursor or None
        found = services.search.run(form.q, scope=scope, filters=SearchFilters(), limit=_HITS_A_PAGE, cursor=cursor)
    except BadInput as error:
        return page(request, "search.html", status=422, form=form, found=None, message=str(error))
    return page(request, "search.html", form=form, found=found, message=None)


def _day_page(request: Request, services: Services, day: Day) -> Response:
    return page(
        request,
        "day.html",
        day=day,
        sample=any(is_sample(found.paper) for found in day.papers),
        unsummarised=sum(found.summary is None for found in day.papers),
        links=_around(services, day.entry.date),
    )


def _ask_page(request: Request, services: Services, form: AskForm, message: str | None = None) -> Response:
    latest = _latest(services)
    return page(request, "ask.html", status=422 if message else 200, form=form, latest=latest, message=message)


def _around(services: Services, day: date) -> DayLinks:
    with services.records.reading() as unit:
        recent = tuple(unit.days.listed(None, _DAYS_LISTED))
        before = unit.days.listed(day, 1)
        after = unit.days.within(Scope(first=day + timedelta(days=1)))
    return DayLinks(before[0].date if before else None, after[0] if after else None, recent)


def _latest(services: Services) -> date | None:
    with services.records.reading() as unit:
        return unit.days.latest()


def _marks(summary: Summary) -> list[Mark]:
    line = [Mark(span, LINE) for part in summary.tldr.parts for span in part.evidence]
    claims = [
        Mark(span, str(number)) for number, claim in enumerate(summary.claims, start=1) for span in claim.evidence
    ]
    return line + claims
