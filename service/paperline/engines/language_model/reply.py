"""The model's reply as it should be: its schema, and reading it strictly; what is read is still unchecked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paperline.domain.answers import RefusalReason
from paperline.engines.language_model import shapes

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


def read_reply(read: object) -> Reply:
    """The reply that JSON holds; KeyError, TypeError or ValueError where it is not of the schema's shape."""
    whole = shapes.mapping(read)
    reason = _REASONS[shapes.text(whole["refusal"])]
    sentences = tuple(said_of(item) for item in shapes.items(whole["sentences"]))
    if reason is None and not sentences:
        raise ValueError("neither a refusal nor a sentence")
    return Reply(reason, sentences)


def said_of(read: object) -> Said:
    """One sentence of a reply; errors as `read_reply` has them."""
    item = shapes.mapping(read)
    pairs = (shapes.mapping(pair) for pair in shapes.items(item["evidence"]))
    return Said(
        shapes.text(item["text"]), tuple((shapes.text(pair["key"]), shapes.text(pair["quote"])) for pair in pairs)
    )
