"""The model's reply as it should be: its schema, and reading it strictly; what is read is still unchecked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from paperline.domain.answers import RefusalReason
from paperline.domain.errors import ModelRefused, ReplyTruncated, ReplyUnreadable
from paperline.ports import Completion, Finish

SCHEMA_NAME = "answer"
SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "refusal": {"type": "string", "enum": ["none", "off_topic", "not_stated", "false_premise"]},
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "evidence": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"key": {"type": "string"}, "quote": {"type": "string"}},
                            "required": ["key", "quote"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["text", "evidence"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["refusal", "sentences"],
    "additionalProperties": False,
}
_REASONS: Mapping[str, RefusalReason | None] = {
    "none": None,
    "off_topic": RefusalReason.OFF_TOPIC,
    "not_stated": RefusalReason.NOT_STATED,
    "false_premise": RefusalReason.FALSE_PREMISE,
}
_MOST_CHARACTERS = 32_768


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the reply and its evidence: pairs of a key and a quote, as the model gave them."""

    text: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, or why it refused to answer."""

    refusal: RefusalReason | None
    sentences: tuple[Said, ...]


def read_reply(completion: Completion) -> Reply:
    """The reply, of the schema's shape; otherwise the ModelFailed that says what it is instead."""
    if completion.finish in {Finish.REFUSED, Finish.FILTERED}:
        raise ModelRefused("The language model declined to answer.")
    if completion.finish is Finish.LENGTH:
        raise ReplyTruncated("The language model's reply was cut off at its token limit.")
    if len(completion.text) > _MOST_CHARACTERS:
        raise ReplyUnreadable(f"The language model's reply is longer than {_MOST_CHARACTERS:,} characters.")
    if not completion.text.strip():
        raise ReplyUnreadable("The language model's reply is empty.")
    try:
        return _reply(json.loads(completion.text))
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise ReplyUnreadable("The language model's reply is not the JSON that it was asked for.") from error


def _reply(read: object) -> Reply:
    whole = _mapping(read)
    reason = _REASONS[_text(whole["refusal"])]
    sentences = tuple(_said(_mapping(item)) for item in _items(whole["sentences"]))
    if reason is None and not sentences:
        raise ValueError("neither a refusal nor a sentence")
    return Reply(reason, sentences)


def _said(item: Mapping[str, object]) -> Said:
    pairs = (_mapping(pair) for pair in _items(item["evidence"]))
    return Said(_text(item["text"]), tuple((_text(pair["key"]), _text(pair["quote"])) for pair in pairs))


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("not an array")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a string")
    return value
