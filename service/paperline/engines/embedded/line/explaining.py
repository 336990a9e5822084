"""Explaining: short forms of a line that its abstract spells out stand in it in full, where there is room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from paperline.domain.summaries import LinePart, PartRole
from paperline.domain.text import Field, Span
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line.candidates import FINDING_WORDS, LINE_WORDS, WHAT_WORDS
from paperline.engines.embedded.names.naming import is_common
from paperline.engines.embedded.names.short_forms import ShortForm, short_forms

_MOST = {PartRole.WHAT: WHAT_WORDS, PartRole.FINDING: FINDING_WORDS}
_VOWELS = "aeio"  # `u` may sound as `you`


def explained(abstract: Abstract, parts: Sequence[LinePart]) -> tuple[LinePart, ...]:
    """The parts with each short form in full where it first stands, in the order of the abstract, within the words of part and line.

    Everybody's short forms stay, and those that the paper is called by or that the line explains itself.
    """
    shown = list(parts)
    name = abstract.name.text if abstract.name else ""
    for form in short_forms(abstract.told):
        line = "; ".join(part.text for part in shown)
        said = form.short.removesuffix("s") in name or form.long.casefold() in line.casefold()
        uneven = form.long.endswith("s") and not form.short.endswith(
            ("s", "S")
        )  # `systems (MAS)`: of one or of several?
        if is_common(form.short) or said or uneven:
            continue
        place = next((place for place, part in enumerate(shown) if _where(form, part.text)), None)
        if place is None or f"({form.short.removesuffix('s')}" in line:
            continue
        longer = _in_full(abstract, form, shown[place])
        more = len(longer.text.split()) - len(shown[place].text.split())
        if len(longer.text.split()) <= _MOST[longer.role] and len(line.split()) + more <= LINE_WORDS:
            shown[place] = longer
    return tuple(shown)


def _in_full(abstract: Abstract, form: ShortForm, part: LinePart) -> LinePart:
    """The part with the long form for the first of the short ones, and the place where it is written as evidence."""
    found = _where(form, part.text)
    assert found is not None
    plural = "s" if found["plural"] and not form.short.endswith("s") else ""
    long = _begun(form.long, opens=found.start() == 0)
    article = found["article"]
    if article and long[0].casefold() != "u":
        article = f"{article[0]}{'n' if long[0].casefold() in _VOWELS else ''} "
    text = f"{part.text[: found.start()]}{article or ''}{long}{plural}{part.text[found.end() :]}"
    span = Span(Field.ABSTRACT, form.start, form.end, abstract.text[form.start : form.end])
    return replace(part, text=text, evidence=(*part.evidence, span))


def _begun(long: str, *, opens: bool) -> str:
    """The long form with the first letter that its place in the line asks for, whatever it had at the start of a sentence."""
    first = long[0].upper() if opens else long[0].lower() if long[1:].islower() else long[0]
    return first + long[1:]


def _where(form: ShortForm, text: str) -> re.Match[str] | None:
    """The short form as a word of its own, in the number it was introduced in, or several of what was introduced as one."""
    several = "" if form.short.endswith("s") else "s?"
    return re.search(rf"(?P<article>\b[Aa]n? )?(?<![\w-]){re.escape(form.short)}(?P<plural>{several})(?![\w-])", text)
