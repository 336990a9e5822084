"""Outcomes: whatever an endpoint sends, or fails to send, as a Completion or a ModelFailed; its words are not passed on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from paperline.domain.errors import FormatRefused, ModelFailed, ModelUnavailable, ReplyUnreadable
from paperline.ports import Completion, Finish, ReplyFormat, TokenUsage

if TYPE_CHECKING:
    from datetime import datetime

    from openai import APIStatusError

_FINISHES = {"length": Finish.LENGTH, "max_tokens": Finish.LENGTH, "content_filter": Finish.FILTERED}
_CODE = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+)*")  # a word or several: a key has digits or strokes
_TOO_LONG = re.compile(r"context|too long|too many tokens|maximum.{0,20}tokens|n_ctx", re.IGNORECASE)
_NOT_TAKEN = frozenset({400, 415, 422, 501})
_RETRYABLE = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


def completion_of(document: object, model: str) -> Completion:
    """The reply that a whole response holds."""
    choice = choice_of(document)
    message = choice.get("message")
    if not isinstance(message, Mapping):
        raise ReplyUnreadable("The language model's reply holds no message.")
    refused = bool(message.get("refusal"))
    return completed(
        text_of(message.get("content")), choice.get("finish_reason"), usage_of(document), model_of(document) or model, refused=refused
    )  # fmt: skip


def completed(text: str, finish_reason: object, usage: TokenUsage, model: str, *, refused: bool) -> Completion:
    """The reply, with the reason why it ended."""
    finish = Finish.REFUSED if refused else _FINISHES.get(str(finish_reason), Finish.STOP)
    return Completion(text, finish, usage, model)


def choice_of(document: object) -> Mapping[str, object]:
    """The first choice of a response, or of a piece of a stream; an error that came as a success says so."""
    if not isinstance(document, Mapping):
        raise ReplyUnreadable("The language model's endpoint replied with something that is no completion.")
    if document.get("error"):
        raise ModelUnavailable(f"The language model's endpoint reports an error{_named(document['error'])}.")
    choices = document.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise ReplyUnreadable("The language model's reply holds no choice.")
    return choices[0]


def text_of(content: object) -> str:
    """The content of a message, which some endpoints send in parts; without any it is empty."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = (part.get("text") for part in parts if isinstance(part, Mapping))
    return "".join(text for text in texts if isinstance(text, str))


def usage_of(document: object) -> TokenUsage:
    """The tokens as they were counted; where they were not, none, marked as estimated."""
    usage = document.get("usage") if isinstance(document, Mapping) else None
    if not isinstance(usage, Mapping):
        return TokenUsage(estimated=True)
    details = usage.get("prompt_tokens_details")
    cached = _count(details.get("cached_tokens")) if isinstance(details, Mapping) else 0
    prompt, completion = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
    return TokenUsage(prompt, completion, min(cached, prompt), estimated=not prompt)


def model_of(document: object) -> str | None:
    """The model that answered, by its own name."""
    name = document.get("model") if isinstance(document, Mapping) else None
    return name if isinstance(name, str) and 0 < len(name) <= 200 and name.isprintable() else None


def parsed(body: bytes) -> object:
    """The JSON of a response."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ReplyUnreadable("The language model's endpoint replied with something that is not JSON.") from error


def complaint_of(error: APIStatusError) -> str:
    """What an error response says, to be read by rules only: it may repeat a key or a prompt."""
    body = error.body if isinstance(error.body, Mapping) else {}
    return f"{body.get('param', '')} {body.get('message', '')} {error.message}"[:4_000]


def failure_of(error: APIStatusError, sent_format: ReplyFormat) -> ModelFailed:
    """The failure that a response with an error status is; nothing of such a call is charged."""
    status = error.status_code
    if sent_format is not ReplyFormat.PLAIN and _is_about_format(status, complaint_of(error)):
        return FormatRefused(f"The language model's endpoint does not take {sent_format.value}.", unpaid=True)
    reason = {
        401: "does not accept the key", 403: "does not allow this call", 404: "does not know the model or the path",
        429: "asks for fewer calls, or the account's quota is used up",
    }.get(status, "answers with an error")  # fmt: skip
    return ModelUnavailable(f"The language model's endpoint {reason} (HTTP {status}{_named(error.body)}).", unpaid=True)


def _is_about_format(status: int, complaint: str) -> bool:
    """Whether another format may be taken; endpoints name many reasons, from `response_format` to a grammar's parser."""
    return "response_format" in complaint or (status in _NOT_TAKEN and not _TOO_LONG.search(complaint))


def can_be_retried(error: APIStatusError) -> bool:
    """Whether the same call may go well later; a quota that is used up does not come back."""
    return error.status_code in _RETRYABLE and error.code != "insufficient_quota"


def wait_asked_for(error: APIStatusError, now: datetime) -> float | None:
    """The seconds for which the endpoint asks to be left alone."""
    headers = error.response.headers
    try:
        if milliseconds := headers.get("retry-after-ms"):
            return max(0.0, float(milliseconds) / 1_000)
        return max(0.0, float(headers["retry-after"]))
    except KeyError:
        return None
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(headers["retry-after"]) - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _named(body: object) -> str:
    """The code of an error, where it is one that can be shown."""
    found = [body.get(name) for name in ("code", "type")] if isinstance(body, Mapping) else []
    code = next((item for item in found if isinstance(item, str) and len(item) <= 40 and _CODE.fullmatch(item)), None)
    return f", {code}" if code else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0
