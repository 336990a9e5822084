"""The one table that says which HTTP problem each error is, and the problem documents of RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import quote

from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from paperline.domain import errors

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5


class FieldError(TypedDict):
    """One offending value: the dotted field, where it stood (body, query, path) and what is wrong with it."""

    field: str
    location: str
    message: str


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem; `/problems/<slug>` tells its meaning."""

    slug: str
    status: int
    title: str
    meaning: str

    @property
    def uri(self) -> str:
        """The relative address that identifies the kind and answers with its meaning."""
        return f"/problems/{self.slug}"


def _kind(slug: str, status: int, title: str, meaning: str) -> ProblemType:
    return ProblemType(slug, status, title, meaning)


INVALID = _kind("invalid-request", 422, "The request is not valid", "A field has a wrong value; `errors` names it.")
MALFORMED = _kind("malformed-body", 400, "The body cannot be read", "It is not JSON, not UTF-8, cut off or too deep.")
NO_PATH = _kind("no-such-path", 404, "There is nothing at this path", "The paths are listed at /docs.")
METHOD = _kind("method-not-allowed", 405, "The path does not have this method", "`Allow` lists those that it has.")
NOT_ACCEPTABLE = _kind("not-acceptable", 406, "No format that is accepted is offered", "`detail` lists those offered.")
MEDIA = _kind("unsupported-media-type", 415, "The body has the wrong type", "Send JSON as application/json.")
ENCODING = _kind("unsupported-encoding", 415, "The body's encoding is not supported", "Send it plain or with gzip.")
SLOW_BODY = _kind("slow-body", 408, "The body took too long to arrive", "Send the whole body without pauses.")
HOST = _kind("host-refused", 421, "This server does not answer for that host", "See PAPERLINE_ALLOWED_HOSTS.")
ORIGIN = _kind("origin-refused", 403, "Other sites may not write here", "The request came from another site's page.")
STOPPING = _kind("stopping", 503, "The server is stopping", "Ask again once it is back.")
NOT_READY = _kind("not-ready", 503, "A part that is needed does not work", "`errors` lists the parts.")
INTERNAL = _kind("internal-error", 500, "Something went wrong here", "The fault is ours; report the request id.")
TOO_LARGE = _kind("too-large", 413, "Too many bytes or items", "`detail` states the limit.")
KEY_NEEDED = _kind("key-needed", 401, "A key is needed", "Send one as `Authorization: Bearer …`.")
KEY_REFUSED = _kind("key-refused", 401, "The key is not good", "It is not known, is revoked or has expired.")
SCOPE_MISSING = _kind("scope-missing", 403, "The key is not good for this", "`detail` names the scope that is needed.")
RATE_EXCEEDED = _kind("rate-exceeded", 429, "Too many requests", "Try again after `Retry-After` seconds.")
TOO_MANY_AT_ONCE = _kind("too-many-at-once", 429, "Too many requests at once", "Wait for the answer to another.")

OF_ERROR: Mapping[type[errors.PaperlineError], ProblemType] = {
    errors.PaperlineError: INTERNAL,
    errors.BadInput: _kind("bad-input", 422, "The input cannot be used", "Sending it again cannot help."),
    errors.BadSource: _kind("bad-source", 422, "The source cannot be read", "It is not what it claims to be."),
    errors.UnknownFormat: _kind("unknown-format", 422, "The format is not known", "Formats are listed at /docs."),
    errors.BadText: _kind("bad-text", 422, "The text cannot be used", "It is empty, too long or not text."),
    errors.BadScope: _kind("bad-scope", 422, "The scope cannot be read", "A day is YYYY-MM-DD; see /docs."),
    errors.BadCursor: _kind("bad-cursor", 400, "The cursor was not issued here", "Leave it out to start anew."),
    errors.TooLarge: TOO_LARGE,
    errors.KeyReused: _kind("key-reused", 422, "The key named another request", "Give each request its own."),
    errors.Abandoned: _kind("abandoned", 503, "Nobody waits for it any more", "Ask again."),
    errors.NotFound: _kind("not-found", 404, "It is not stored", "Well-formed, but not in the store."),
    errors.PaperNotFound: _kind("paper-not-found", 404, "The paper is not stored", "Search finds what is."),
    errors.DayNotFound: _kind("day-not-found", 404, "The day is not stored", "/v1/days lists those that are."),
    errors.AnswerNotFound: _kind("answer-not-found", 404, "The answer is not stored", "Ask the question again."),
    errors.KeyNotFound: _kind("key-not-found", 404, "There is no such key", "`paperline keys list` tells the ids."),
    errors.JobNotFound: _kind("job-not-found", 404, "The job is not stored", "/v1/jobs lists those that are."),
    errors.JobFinished: _kind("job-finished", 409, "The job is finished", "It can no longer be cancelled."),
    errors.StillAnswering: _kind("still-answering", 409, "The same request is being answered", "Try again soon."),
    errors.Unavailable: _kind("unavailable", 503, "A part does not work now", "`detail` says which and why."),
    errors.StoreUnavailable: _kind("store-unavailable", 503, "The store does not work", "See `paperline doctor`."),
    errors.StoreBusy: _kind("store-busy", 503, "The store is in use", "Try again after `Retry-After` seconds."),
    errors.QueueFull: _kind("queue-full", 503, "Too many jobs wait", "Try again after `Retry-After` seconds."),
    errors.IndexUnavailable: _kind("index-unavailable", 503, "The index does not work", "Days still answer."),
    errors.EncoderUnavailable: _kind("encoder-unavailable", 503, "The encoder does not work", "Reinstall it."),
    errors.EngineUnavailable: _kind("engine-unavailable", 503, "The engine is not configured", "Use embedded."),
    errors.PromptUnavailable: _kind("prompt-unavailable", 503, "A prompt cannot be used", "Reinstall Paperline."),
    errors.ModelFailed: _kind("model-failed", 503, "The language model failed", "Use embedded."),
    errors.ModelUnavailable: _kind("model-unavailable", 503, "The language model does not answer", "Try again later."),
    errors.ModelRefused: _kind("model-refused", 503, "The language model declined", "Use embedded."),
    errors.ReplyTruncated: _kind("reply-truncated", 503, "The model's reply was cut off", "Use embedded."),
    errors.FormatRefused: _kind("format-refused", 503, "The model takes no format that was asked for", "Use embedded."),
    errors.BudgetSpent: _kind(
        "budget-spent", 503, "The budget for language models is spent", "Use embedded, or raise it."
    ),
    errors.PriceUnknown: _kind("price-unknown", 503, "The language model has no known price", "See PAPERLINE_PRICES."),
    errors.ReplyUnreadable: _kind("reply-unreadable", 503, "The model's reply cannot be read", "Use embedded."),
    errors.TracingUnavailable: _kind("tracing-unavailable", 503, "Traces cannot be sent", "Install paperline[otel]."),
    errors.SourceUnavailable: _kind("source-unavailable", 503, "The source does not answer", "Try again later."),
}

OF_STATUS: Mapping[int, ProblemType] = {
    kind.status: kind
    for kind in (
        MALFORMED, KEY_NEEDED, ORIGIN, NO_PATH, METHOD, NOT_ACCEPTABLE, SLOW_BODY, TOO_LARGE, MEDIA, HOST, RATE_EXCEEDED,
        INTERNAL,
    )
}  # fmt: skip

ALL_KINDS: Mapping[str, ProblemType] = {
    kind.slug: kind
    for kind in (
        *OF_ERROR.values(), *OF_STATUS.values(), INVALID, ENCODING, NOT_READY, STOPPING, KEY_REFUSED, SCOPE_MISSING,
        TOO_MANY_AT_ONCE,
    )
}  # fmt: skip


class HttpProblem(HTTPException):
    """A problem of HTTP itself; an HTTPException, so that FastAPI lets it through where it reads the body."""

    def __init__(
        self,
        kind: ProblemType,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind.status, detail, headers)
        self.kind = kind
        self.errors = errors


def kind_of(error: errors.PaperlineError) -> ProblemType:
    """The kind of an error; a class missing from the table counts as its nearest ancestor."""
    return next(OF_ERROR[cls] for cls in type(error).__mro__ if cls in OF_ERROR)


def kind_named(name: str) -> ProblemType:
    """The kind of the error class with that name, as a failed job remembers it."""
    return next((kind for error, kind in OF_ERROR.items() if error.__name__ == name), INTERNAL)


def problem_core(kind: ProblemType, detail: str, found: Sequence[FieldError] = ()) -> dict[str, object]:
    """The members of a problem that do not depend on a request."""
    core: dict[str, object] = {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": detail.encode("utf-8", "replace").decode(),
    }
    return {**core, "errors": list(found)} if found else core


def problem_document(
    scope: Scope, kind: ProblemType, detail: str, found: Sequence[FieldError] = ()
) -> dict[str, object]:
    """The problem of one request, with the path as its instance and the request's id."""
    instance = quote(str(scope.get("path", "")), safe="/:@!$&'()*+,;=-._~", errors="replace")
    return {**problem_core(kind, detail, found), "instance": instance, "request_id": request_id(scope)}


def problem_response(
    scope: Scope,
    kind: ProblemType,
    detail: str,
    found: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem of one request as its response."""
    body = to_json(problem_document(scope, kind, detail, found))
    return Response(body, kind.status, {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)


def request_id(scope: Scope) -> str:
    """The id that the request was given; empty outside the middleware."""
    return str(scope.get("state", {}).get("request_id", ""))
