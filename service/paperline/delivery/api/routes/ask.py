"""POST /v1/ask, as JSON or as a stream, and the answers that were given."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from paperline.delivery.api.dependencies import Now, ServicesOf, json_response, require_json
from paperline.delivery.api.openapi import example, problem_responses
from paperline.delivery.api.problems import INVALID, MALFORMED, MEDIA, OF_ERROR, TOO_LARGE, FieldError, HttpProblem
from paperline.delivery.api.schemas.examples import ANSWER
from paperline.delivery.api.schemas.requests import AskRequest
from paperline.delivery.api.schemas.responses import Answer
from paperline.delivery.api.schemas.text import CleanText
from paperline.delivery.api.streaming import event_response, wants_events
from paperline.delivery.documents import answer_document
from paperline.domain import answers
from paperline.domain.errors import AnswerNotFound, BadScope, BadText, EngineUnavailable, PaperNotFound
from paperline.domain.scopes import Scope
from paperline.pipeline.asking.ask import Follower, Turn
from paperline.pipeline.summarise import require_engine

router = APIRouter(prefix="/v1", tags=["ask"])
_PROBLEMS = problem_responses(
    MALFORMED, TOO_LARGE, MEDIA, INVALID, OF_ERROR[BadText], OF_ERROR[BadScope], OF_ERROR[EngineUnavailable],
    OF_ERROR[PaperNotFound],
)  # fmt: skip
_STREAM: dict[str, Any] = {
    "text/event-stream": {
        "schema": {"type": "string"},
        "example": "event: scope\ndata: {…}\n\nevent: sentence\ndata: {…}\n\nevent: done\ndata: {…}\n\n",
    }
}
_ANSWERED = example(ANSWER, description="An Answer; as events scope, evidence, sentence…, done or error on request.")
_ANSWERED[200]["content"].update(_STREAM)


@router.post(
    "/ask", response_model=Answer, responses={**_ANSWERED, **_PROBLEMS}, dependencies=[Depends(require_json)]
)  # fmt: skip
async def ask(
    body: AskRequest,
    request: Request,
    services: ServicesOf,
    now: Now,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Answer with cited sentences or a reasoned refusal; `stream: true` or `Accept: text/event-stream` streams it."""
    _check_length(body.question, services.settings.max_question_characters)
    scope = body.scope.as_scope() if body.scope else None
    engine = require_engine(body.engine)
    history = tuple(Turn(turn.question, turn.paper_ids) for turn in body.history)

    if body.scope and body.scope.papers:
        scope = Scope(papers=await run_in_threadpool(services.read.canonical_ids, body.scope.papers))

    def compute(follower: Follower | None = None) -> answers.Answer:
        return services.ask.run(body.question, scope=scope, now=now, engine=engine, history=history, follower=follower)

    if body.stream or wants_events(accept):
        return event_response(request.scope, compute)
    return json_response(answer_document(await run_in_threadpool(compute)))


@router.get(
    "/answers/{answer_id}",
    response_model=Answer,
    responses={**example(ANSWER), **problem_responses(OF_ERROR[AnswerNotFound], INVALID)},
)
def get_answer(answer_id: Annotated[CleanText, Path(max_length=200)], services: ServicesOf) -> Response:
    """Answer with a stored Answer as it was given."""
    with services.records.reading() as unit:
        found = unit.answers.get(answer_id)
    if found is None:
        raise AnswerNotFound(f"No answer {answer_id[:80]!r} is stored. Ask the question again.")
    return json_response(answer_document(found))


def _check_length(question: str, limit: int) -> None:
    if len(question) > limit:
        message = f"Has {len(question):,} characters; at most {limit:,} are allowed."
        error = FieldError(field="question", location="body", message=message)
        raise HttpProblem(INVALID, f"question: {message}", errors=[error])
