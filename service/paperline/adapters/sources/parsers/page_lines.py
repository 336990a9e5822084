"""The lines of a daily-papers page capture: what is banner, what is a footer, what is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from paperline.adapters.sources.repair import cleaned

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},? )?{_MONTH} (?P<day>\d{{1,2}})(?!\d)"
    r"(?:,? ?(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_FOOTER = re.compile(rf"(?:(?P<authors>\d{{1,5}}) authors?)? ?(?:{_DATE})? ?(?P<comments>\d{{1,6}})?")
_SEPARATORS = str.maketrans("•·∙*", "    ")
_GLUED_HEADING = re.compile(rf"{_DATE}(?=[A-Z\"“]| [A-Z\"“]|$)")
_LONGEST_FOOTER = 60

_SURE_BANNER = re.compile(
    r"\s*(?:(?:new\s*)?Get trending papers in your email inbox(?: once a day)?\s*!?|by\s*AK and the research community)"
)
# These words can begin a title: they are banner only as a whole line or glued to what follows.
_WEAK_BANNER = re.compile(
    r"\s*(?:Subscribe|Daily Papers)"
    r"(?=\s*$|[A-Z]\S|\s*(?:Get trending papers in|Subscribe|Daily Papers|by\s*AK and the))"
)
_WRAPPED_SHORTEST, _WRAPPED_LONGEST = 50, 130
_LONGEST_MENU_ENTRY = 200


@dataclass(frozen=True, slots=True)
class TextLine:
    """A title or a paragraph of an abstract, with the number of its line."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class FooterLine:
    """What one line below an abstract (or the heading) says; None for what it does not."""

    line: int
    authors: int | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None
    comments: int | None = None


def read_lines(text: str) -> list[TextLine | FooterLine]:
    """The lines that matter, in their order; what stands before the first banner belongs to the site's menu."""
    read: list[TextLine | FooterLine] = []
    met_banner = False
    for number, raw in _paragraphs(text):
        line, was_banner = _without_banner(raw)
        if was_banner and not met_banner and all(_may_be_menu(item) for item in read):
            read = [item for item in read if isinstance(item, FooterLine) and item.month]  # the heading
        met_banner |= was_banner
        if was_banner and (heading := _GLUED_HEADING.match(line)):
            read.append(_footer(number, heading))
            line = line[heading.end() :].strip()
        if not read and (heading := _GLUED_HEADING.match(line)) and line[heading.end() :][:1].isalpha():
            read.append(_footer(number, heading))
            line = line[heading.end() :]
        if line:
            read.append(_classified(number, line))
    return [item for item in read if item != FooterLine(item.line)]


def _may_be_menu(item: TextLine | FooterLine) -> bool:
    return len(item.text) < _LONGEST_MENU_ENTRY if isinstance(item, TextLine) else item.authors is None


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    spaced = "\n\n" in "\n".join(lines).strip("\n")
    for is_text, group in groupby(enumerate(lines, start=1), key=lambda numbered: bool(numbered[1])):
        block = list(group)
        if not is_text:
            continue
        if spaced and len(block) > 1 and _is_wrapped([line for _, line in block]):
            yield block[0][0], " ".join(line for _, line in block)
        else:
            yield from block


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a block is one paragraph that was broken at a column."""
    full = all(_WRAPPED_SHORTEST <= len(line) <= _WRAPPED_LONGEST for line in lines[:-1])
    return full and len(lines[-1]) <= _WRAPPED_LONGEST and not any(_footer_match(line) for line in lines)


def _footer_match(line: str) -> re.Match[str] | None:
    """What a line says as a footer, its bullets and dots left out; None where it is text."""
    if len(line) > _LONGEST_FOOTER:
        return None
    return _FOOTER.fullmatch(" ".join(cleaned(line).text.translate(_SEPARATORS).split()).strip("- "))


def _without_banner(line: str) -> tuple[str, bool]:
    if line == "new":
        return "", False
    end, sure = 0, False
    while found := _SURE_BANNER.match(line, end) or _WEAK_BANNER.match(line, end):
        end = found.end()
        sure = True
    return line[end:].strip(), sure


def _classified(number: int, line: str) -> TextLine | FooterLine:
    found = _footer_match(line)
    return _footer(number, found) if found else TextLine(number, line)


def _footer(number: int, found: re.Match[str]) -> FooterLine:
    parts = found.groupdict()
    numbers = {key: int(parts[key]) if parts.get(key) else None for key in ("authors", "day", "year", "comments")}
    month = _MONTHS.index(parts["month"][:3].lower()) + 1 if parts["month"] else None
    return FooterLine(number, month=month, **numbers)
