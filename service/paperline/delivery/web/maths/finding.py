"""Where a text has formulas and TeX: ranges that are shown as something else, and are never divided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from paperline.delivery.web.maths.bare_tex import bare_tex
from paperline.delivery.web.maths.mathml import MOST_CHARACTERS, mathml

_MOST_FORMULAS = 200
_MASK = "\ue000"
_LONG = f"{{1,{MOST_CHARACTERS}}}"
_DELIMITED = re.compile(
    rf"\\\\|\\\$|\$\$(?P<block>[^$]{_LONG})\$\$|\$(?P<inline>(?:[^$\\]|\\[^\x00]){_LONG}?)\$"
    rf"|\\\((?P<round>(?:[^\\]|\\[^()]){_LONG}?)\\\)|\\\[(?P<square>(?:[^\\]|\\[^\[\]]){_LONG}?)\\\]"
)
_WORDS_INSIDE = re.compile(r"\\[A-Za-z]*(?:text|mathrm|mathbf|mathsf|operatorname|emph)[a-z]*\s*\{[^{}]*\}|\\[A-Za-z]+")
_PROSE = re.compile(r"[A-Za-z]{2,}[,.;:]?\s+[A-Za-z]{2,}|[A-Za-z]{4,}[.,;:]?\s+\d|\d\s+[A-Za-z]{4,}")
_TEX = re.compile(r"[\\^_=<>{}]")
_PRICE = re.compile(r"\d[\d.,]*(?:[kKMB]|\s?(?:USD|k|million|billion))?(?:\s+|\s*(?:[-–/~+]|to|and|or)\s*)")
_BASE = re.compile(r"(?<![^\W_])[A-Za-z0-9]{1,12}\Z")
_SIGN = re.compile(r"\s*(?:[-+~<>=±]|\\[A-Za-z]+)\s*")


@dataclass(frozen=True, slots=True)
class Atom:
    """A range of a text that is shown as `html`; `plain` is what it reads as, a formula's its source."""

    start: int
    end: int
    html: Markup
    plain: str
    is_formula: bool


@lru_cache(maxsize=2_048)
def atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of a text in order, apart from each other; what cannot be read stays text."""
    formulas: list[Atom] = []
    masked: list[str] = []
    position = 0
    for start, end, tex, block in _delimited(text):
        if len(formulas) < _MOST_FORMULAS and (html := mathml(tex, text[start:end], block=block)):
            formulas.append(_formula(start, end, html, text))
        masked += (text[position:start], _MASK * (end - start))
        position = end
    masked.append(text[position:])
    return tuple(sorted((*formulas, *_loose(text, "".join(masked))), key=lambda atom: atom.start))


def _loose(text: str, masked: str) -> Iterator[Atom]:
    """The atoms outside formulas, which are masked, damaged ones too, so that what surrounds them is seen whole."""
    left = _MOST_FORMULAS
    for start, end, read, is_formula in bare_tex(masked):
        if not is_formula:
            yield Atom(start, end, escape(read), read, is_formula=False)
        elif left and (html := mathml(read, text[start:end])):
            left -= 1
            yield _formula(start, end, html, text)


def _formula(start: int, end: int, html: str, text: str) -> Atom:
    return Atom(start, end, Markup(html), text[start:end], is_formula=True)  # noqa: S704 (sanitised)


def _delimited(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Start, end, TeX and whether it stands apart, of what is marked as a formula."""
    position = last = 0
    while found := _DELIMITED.search(text, position):
        last, position = position, found.end()
        if (inline := found["inline"]) is not None:
            if _is_maths(inline, text[found.end() : found.end() + 1]):
                yield _with_base(text, last, found.start(), found.end(), inline)
            else:
                position = found.start() + 1
        elif tex := found["block"] or found["round"] or found["square"]:
            yield found.start(), found.end(), tex, not found["round"]


def _with_base(text: str, last: int, start: int, end: int, tex: str) -> tuple[int, int, str, bool]:
    """A formula that begins with an index or a power takes the word before it along: `H$_2$`."""
    if (script := tex.removeprefix("{}")).startswith(("_", "^")) and (
        base := _BASE.search(text, max(last, start - 13), start)
    ):
        return base.start(), end, rf"\text{{{base[0]}}}{script}", False
    return start, end, tex, False


def _is_maths(tex: str, after: str) -> bool:
    """Whether what stands between two dollar signs is a formula and not the text between two prices."""
    bare = _WORDS_INSIDE.sub(" ", tex)
    if _PROSE.search(bare) or "\n\n" in tex or _PRICE.fullmatch(tex):
        return False
    if after.isdigit() and not _SIGN.fullmatch(tex):
        return bool(_TEX.search(tex)) and not tex[0].isdigit()
    return bool(_TEX.search(tex)) or not (tex[0].isspace() or tex[-1].isspace())
