"""Says what is wrong with a value in terms of characters, entries and fields: no class, no type, never the value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from paperline.delivery.api.problems import INVALID, FieldError

_MAX_ERRORS = 20
_OURS = frozenset({"no_text", "no_words", "day", "scope"})
_MESSAGES = {
    "bool_parsing": "Is neither true nor false.",
    "bool_type": "Is neither true nor false.",
    "dict_type": "Is not a JSON object.",
    "extra_forbidden": "There is no such field.",
    "finite_number": "Is not a number.",
    "float_parsing": "Is not a number.",
    "greater_than_equal": "Is below {ge}, the least that is allowed.",
    "int_from_float": "Is not a whole number.",
    "int_parsing": "Is not a whole number.",
    "int_parsing_size": "Is too large.",
    "int_type": "Is not a whole number.",
    "less_than_equal": "Is above {le}, the most that is allowed.",
    "list_type": "Is not a list.",
    "literal_error": "Is not {expected}.",
    "missing": "Is required.",
    "model_attributes_type": "Is not a JSON object.",
    "model_type": "Is not a JSON object.",
    "string_too_long": "Is longer than {max_length:,} characters.",
    "string_too_short": "Is empty.",
    "string_type": "Is not text.",
    "string_unicode": "Holds a NUL character or a lone surrogate. Send valid Unicode text.",
    "too_long": "Has more than {max_length:,} entries.",
    "too_short": "Is an empty list.",
    "tuple_type": "Is not a list.",
}


def field_errors(found: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors by the field they are about, no more than 20."""
    return [_field_error(error) for error, _ in zip(found, range(_MAX_ERRORS), strict=False)]


def invalid_detail(found: list[FieldError]) -> str:
    """The first offending field in one sentence."""
    return f"{found[0]['field'] or found[0]['location']}: {found[0]['message']}" if found else INVALID.meaning


def _field_error(error: Mapping[str, Any]) -> FieldError:
    location, *path = [str(part).encode("utf-8", "replace").decode()[:80] for part in error["loc"]] or ["body"]
    return FieldError(field=".".join(path), location=location, message=_message(error))


def _message(error: Mapping[str, Any]) -> str:
    kind, told = error["type"], dict(error.get("ctx", {}))
    if kind in _OURS:
        return str(error["msg"])
    if kind in ("too_long", "too_short") and isinstance(error.get("input"), str):
        kind = f"string_{kind}"  # a text that has a validator of its own before its limit is measured as a list is
    if kind == "literal_error":
        told["expected"] = told["expected"].replace("True", "true")
    known = _MESSAGES.get(kind)
    return known.format_map(told) if known else "Is not a value that this field takes."
