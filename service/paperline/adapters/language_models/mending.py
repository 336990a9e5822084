"""Mends replies that are nearly JSON: thoughts and fences around it, quotes and commas that are missing."""

from __future__ import annotations

import re

_THOUGHTS = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)

# A reply as it is asked for has some 3,000 characters and forty openings; json-repair's time is quadratic in hostile ones.
_MOST_CHARACTERS = 6_000
_MOST_OPENINGS = 300


def mended(text: str) -> str:
    """The JSON that the text most likely was meant to be; empty where it holds none or is too long. Whether it is right is not said."""
    from json_repair import repair_json  # noqa: PLC0415  (start-up imports stay light)

    spoken = _THOUGHTS.sub("", text)
    fenced = _FENCED.search(spoken)
    inner = fenced[1] if fenced else spoken
    opening = inner.find("{")
    if opening < 0 or len(inner) > _MOST_CHARACTERS or sum(map(inner.count, "{[")) > _MOST_OPENINGS:
        return ""
    try:
        return repair_json(inner[opening:], ensure_ascii=False)
    except (RecursionError, ValueError):
        return ""
