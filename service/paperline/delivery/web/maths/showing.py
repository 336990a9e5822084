"""A text as markup: its formulas as MathML, everything else escaped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from markupsafe import Markup, escape

from paperline.delivery.web.maths.finding import Atom, atoms


def shown(text: str | None) -> Markup:
    """The text for a page; what is no formula is there character by character."""
    text = text or ""
    return rendered(text, 0, len(text), atoms(text))


def rendered(text: str, start: int, end: int, inside: Sequence[Atom]) -> Markup:
    """The part of a text from `start` to `end`, which divide no atom of `inside`."""
    parts: list[str] = []
    position = start
    for atom in inside[bisect_left(inside, start, key=lambda each: each.start) :]:
        if atom.end > end:
            break
        parts += (escape(text[position : atom.start]), atom.html)
        position = atom.end
    parts.append(escape(text[position:end]))
    return Markup("").join(parts)
