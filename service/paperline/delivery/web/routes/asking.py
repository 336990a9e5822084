"""The pages of questions and their answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from paperline.bootstrap import Services
from paperline.delivery.api.dependencies import Now, ServicesOf
from paperline.delivery.web.addresses import answer_url
from paperline.delivery.web.answers import shown_answer
from paperline.delivery.web.asking.choices import choices_after, scope_choices, week_to
from paperline.delivery.web.asking.once import AnsweredOnce
from paperline.delivery.web.asking.threads import Thread, papers_of, read_thread
from paperline.delivery.web.errors import PageRoute
from paperline.delivery.web.forms import AskForm
from paperline.delivery.web.pages import page
from paperline.domain.errors import BadInput
from paperline.domain.scopes import Scope, parse_day
from paperline.pipeline.access.callers import current_caller

router = APIRouter(route_class=PageRoute)


@router.get("/ask")
def ask_form(
    request: Request, services: ServicesOf, now: Now, form: Annotated[AskForm, Query()], q: str = ""
) -> Response:
    """The question box with the choice of scope."""
    return _ask_page(request, services, form.model_copy(update={"question": q or form.question}), now=now)


@router.post("/ask")
def ask(request: Request, services: ServicesOf, now: Now, form: Annotated[AskForm, Form()]) -> Response:
    """Answers the question and leads to the answer's lasting page; other sites' forms never get here (middleware)."""
    thread = read_thread(services.read, form.after)
    try:
        scope = _scope(services, form, thread)
        once: AnsweredOnce = request.app.state.answered_once
        asked = (current_caller().owner, form.question, scope, thread.ids)
        answer = once.answer(asked, lambda: services.ask.run(form.question, scope=scope, now=now, history=thread.turns))
    except BadInput as error:
        return _ask_page(request, services, form, now=now, message=str(error))
    return RedirectResponse(answer_url(answer.id, thread.ids), 303)


@router.get("/ask/examples")
def examples(request: Request, services: ServicesOf, now: Now, day: str = "") -> Response:
    """Questions that a day answers, as links, for a box that shows them in place."""
    wanted = parse_day(day) if day else None
    found = services.examples.run(wanted, now=now)
    return page(request, "asking/examples.html", examples=found, day=wanted)


@router.get("/answers/{answer_id}")
def one_answer(
    request: Request, services: ServicesOf, answer_id: str, after: str = "", heading: Literal["", "1", "2"] = ""
) -> Response:
    """A stored answer, or refusal, with its sources and the thread before it.

    With the level of its heading, what is new on the page alone, for a page that shows it in place.
    """
    answer = services.read.answer(answer_id)
    thread = read_thread(services.read, after)
    answered = papers_of(answer)
    with services.records.reading() as unit:
        latest, papers = unit.days.latest(), unit.papers.get_many(answered)
    return page(
        request,
        "asking/answered.html" if heading else "answer.html",
        answer=answer,
        shown=shown_answer(answer, papers),
        thread=thread,
        level=int(heading or 1),
        choices=choices_after(answer.coverage.scope, answered, latest),
        following=thread.with_(answer),
    )


def _scope(services: Services, form: AskForm, thread: Thread) -> Scope | None:
    """The scope that the form chooses; None where that is left to the question and the latest day."""
    if form.within == "papers" and form.papers:
        return Scope(papers=services.read.canonical_ids(form.papers))
    if form.within == "answer" and thread.answers and (found := papers_of(thread.answers[-1])):
        return Scope(papers=found)
    if form.within == "week" and form.day:
        return week_to(parse_day(form.day))
    return form.chosen_scope()


def _ask_page(
    request: Request, services: Services, form: AskForm, *, now: datetime, message: str | None = None
) -> Response:
    with services.records.reading() as unit:
        latest = unit.days.latest()
    thread = read_thread(services.read, form.after)
    choices = scope_choices(
        day=form.day_or(latest), first=form.first, last=form.last, papers=form.papers, chosen=form.within or form.choice,
        answered=papers_of(thread.answers[-1]) if thread.answers else (),
    )  # fmt: skip
    day = choices.day
    examples = services.examples.run(day, now=now)
    told = {
        "form": form,
        "day": day,
        "examples": examples,
        "latest": latest,
        "message": message,
        "thread": thread,
        "choices": choices,
    }
    return page(request, "ask.html", status=422 if message else 200, **told)
