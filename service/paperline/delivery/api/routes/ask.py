"""POST /v1/ask, as JSON or as a stream, and the answers that were given."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from paperline.delivery.api.dependencies import Now, ServicesOf, StoppingOf, require_json
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import (
    INVALID,
    MALFORMED,
    MEDIA,
    NOT_ACCEPTABLE,
    OF_ERROR,
    TOO_LARGE,
    FieldError,
    HttpProblem,
)
from paperline.delivery.api.representations.contents import answer_content
from paperline.delivery.api.representations.negotiation import (
    TEXT_FORMATS,
    Accept,
    TextFormat,
    chosen_format,
    written_response,
)
from paperline.delivery.api.schemas.examples import ANSWER
from paperline.delivery.api.schemas.requests import AskRequest
from paperline.delivery.api.schemas.responses import Answer
from paperline.delivery.api.schemas.text import CleanText
from paperline.delivery.api.streams.answers import event_response
from paperline.delivery.api.streams.events import wants_events
from paperline.delivery.exports.formats import Format
from paperline.domain import answers
from paperline.domain.errors import AnswerNotFound, BadScope, BadText, EngineUnavailable, PaperNotFound
from paperline.domain.scopes import Scope
from paperline.pipeline.asking.ask import Follower, Turn
from paperline.pipeline.summarise import require_engine

router = APIRouter(prefix="/v1", tags=["ask"])
_PROBLEMS = problem_responses(
    MALFORMED, NOT_ACCEPTABLE, TOO_LARGE, MEDIA, INVALID, OF_ERROR[BadText], OF_ERROR[BadScope], OF_ERROR[EngineUnavailable],
    OF_ERROR[PaperNotFound],
)  # fmt: skip
_EVENT = {
    "type": "object",
    "description": "One event; its data is JSON: coverage, papers, a sentence, the Answer, or a problem.",
    "required": ["event", "data"],
    "properties": {
        "event": {"enum": ["scope", "evidence", "sentence", "done", "error"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}
_ANSWERED = example(
    ANSWER,
    description="An Answer; as events scope, evidence, sentence…, done or error on request.",
    formats=TEXT_FORMATS,
)
_ANSWERED[200]["content"]["text/event-stream"] = {"schema": _EVENT}


@router.post(
    "/ask", response_model=Answer, responses={**_ANSWERED, **_PROBLEMS}, dependencies=[Depends(require_json)]
)  # fmt: skip
async def ask(
    body: AskRequest,
    request: Request,
    services: ServicesOf,
    now: Now,
    stopping: StoppingOf,
    accept: Accept = "",
) -> Response:
    """Answer with cited sentences or a reasoned refusal; `stream: true` or `Accept: text/event-stream` streams it."""
    streamed = body.stream or wants_events(accept)
    written = Format.JSON if streamed else chosen_format(accept, TEXT_FORMATS)
    _check_length(body.question, services.settings.max_question_characters)
    scope = body.scope.as_scope() if body.scope else None
    engine = require_engine(body.engine)
    history = tuple(Turn(turn.question, turn.paper_ids) for turn in body.history)

    if body.scope and body.scope.papers:
        scope = Scope(papers=await run_in_threadpool(services.read.canonical_ids, body.scope.papers))

    def compute(follower: Follower | None = None) -> answers.Answer:
        return services.ask.run(body.question, scope=scope, now=now, engine=engine, history=history, follower=follower)

    if streamed:
        return event_response(request.scope, compute, stopping)
    return written_response(answer_content(await run_in_threadpool(compute), written), written)


@router.get(
    "/answers/{answer_id}",
    response_model=Answer,
    responses={
        **example(ANSWER, formats=TEXT_FORMATS),
        **problem_responses(OF_ERROR[AnswerNotFound], NOT_ACCEPTABLE, INVALID),
    },
)
def get_answer(
    answer_id: Annotated[CleanText, Path(max_length=200)],
    services: ServicesOf,
    form: TextFormat = None,
    accept: Accept = "",
) -> Response:
    """Answer with a stored Answer as it was given."""
    written = chosen_format(accept, TEXT_FORMATS, form)
    return written_response(answer_content(services.read.answer(answer_id), written), written)


def _check_length(question: str, limit: int) -> None:
    if len(question) > limit:
        message = f"Has {len(question):,} characters; at most {limit:,} are allowed."
        error = FieldError(field="question", location="body", message=message)
        raise HttpProblem(INVALID, f"question: {message}", errors=[error])
