"""The model's summary as it should be: its schema, and reading it strictly; what is read is still unchecked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paperline.domain.summaries import ClaimKind, PartRole
from paperline.engines.language_model import shapes

SCHEMA_NAME = "summary"
_ROLES: Mapping[str, PartRole | ClaimKind] = {role.value: role for role in (*PartRole, *ClaimKind)}
SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "enum": list(_ROLES)},
                    "text": {"type": "string"},
                    "from": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["kind", "text", "from"],
                "additionalProperties": False,
            },
        },
        "keywords": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["statements", "keywords"],
    "additionalProperties": False,
}
_MOST_STATEMENTS = 12
_MOST_KEYWORDS = 24


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the reply: half of the line or a claim, and the numbers of the sentences that it names."""

    kind: PartRole | ClaimKind
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said of a paper; nothing of it has been checked."""

    statements: tuple[Statement, ...]
    keywords: tuple[str, ...]

    def text(self) -> str:
        """All that is said, as one text."""
        return " . ".join([*(statement.text for statement in self.statements), *self.keywords])


def read_reply(read: object) -> Reply:
    """The reply of this JSON; KeyError, TypeError or ValueError where it is not of the schema's shape."""
    whole = shapes.mapping(read)
    statements = tuple(
        _statement(shapes.mapping(item)) for item in shapes.items(whole["statements"])[:_MOST_STATEMENTS]
    )
    if not statements:
        raise ValueError("no statement")
    return Reply(statements, tuple(shapes.text(item) for item in shapes.items(whole["keywords"])[:_MOST_KEYWORDS]))


def _statement(item: Mapping[str, object]) -> Statement:
    numbers = tuple(dict.fromkeys(_number(each) for each in shapes.items(item["from"])))
    return Statement(_ROLES[shapes.text(item["kind"]).strip().lower()], shapes.text(item["text"]), numbers)


def _number(value: object) -> int:
    """A whole number; models that are not held to the schema write it as text."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value.strip()[:6])
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value
