"""The strings, days and ids that requests may hold, each refusing what no store or reader could take."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from paperline.domain.errors import BadScope
from paperline.domain.scopes import parse_day

EngineName: TypeAlias = Literal["auto", "embedded", "llm"]
FormatName: TypeAlias = Literal["auto", "page", "hf", "arxiv-atom", "arxiv-rss", "jsonl"]

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_DAY_SCHEMA = {"type": "string", "format": "date", "examples": ["2025-12-11"]}


def _real_text(text: str) -> str:
    """The text, without NUL and lone surrogates: strict pydantic lets both through, UTF-8 and PostgreSQL do not."""
    if _NO_TEXT.search(text):
        raise PydanticCustomError("no_text", "Holds a NUL character or a lone surrogate. Send valid Unicode text.")
    return text


def _visible_text(text: str) -> str:
    """The text, of which a reader sees something: not only spaces, controls, and marks that stand on nothing."""
    if not any(unicodedata.category(char)[0] not in "CMZ" and char not in _BLANK_LETTERS for char in text):
        raise PydanticCustomError("no_words", "Is empty: it holds no character that can be seen.")
    return text


def _read_day(value: object) -> date:
    if not isinstance(value, str):
        raise PydanticCustomError("day", "Is not a date. Write it as YYYY-MM-DD, such as 2025-12-11.")
    try:
        return parse_day(value)
    except BadScope:
        message = "{shown} is not a date. Write it as YYYY-MM-DD, such as 2025-12-11."
        raise PydanticCustomError("day", message, {"shown": repr(value[:40])}) from None


def _read_day_or_none(value: object) -> date | None:
    return None if value is None else _read_day(value)


CleanText: TypeAlias = Annotated[str, AfterValidator(_real_text)]
Title: TypeAlias = Annotated[CleanText, Field(max_length=2_000)]
Abstract: TypeAlias = Annotated[CleanText, AfterValidator(_visible_text), Field(min_length=1, max_length=50_000)]
CallerId: TypeAlias = Annotated[CleanText, Field(max_length=200)]
PaperId: TypeAlias = Annotated[
    CleanText,
    Field(
        min_length=1,
        max_length=200,
        description="An id as stored, or any arXiv id, with or without vN.",
        examples=["sample:bloom-filters"],
    ),
]
Day: TypeAlias = Annotated[date, BeforeValidator(_read_day), WithJsonSchema(_DAY_SCHEMA)]
OptionalDay: TypeAlias = Annotated[
    date | None, BeforeValidator(_read_day_or_none), WithJsonSchema({"anyOf": [_DAY_SCHEMA, {"type": "null"}]})
]
