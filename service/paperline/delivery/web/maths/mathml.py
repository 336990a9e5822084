"""One formula as MathML: bounded in size, of listed elements and attributes only, None where it is better read as text."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import pairwise
from xml.etree.ElementTree import Element

import nh3
from latex2mathml.converter import Converter

MOST_CHARACTERS = 400
_DEEPEST = 12
_MOST_ELEMENTS = 500
_ELEMENTS = {
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {
    "math": {"alttext", "display"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {"fence", "form", "stretchy"},
    "mover": {"accent"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtext": {"mathvariant"},
    "munder": {"accentunder"},
}
_VALUE = re.compile(r"[a-z0-9.-]{1,20}")
_REFUSED = re.compile(
    r"\\(?:def|let|newcommand|renewcommand|providecommand|newenvironment|renewenvironment|DeclareMathOperator|href|url|"
    r"style|class|cssId|htmlId|id|color|textcolor|colorbox|fcolorbox|includegraphics|input|require|rule|tag|label|ref|"
    r"eqref|limits|nolimits|hspace|hskip|kern|mkern|mskip|raise|lower|begingroup|csname|expandafter)(?![A-Za-z])|[\x00-\x08\x0e-\x1f]"
)
_LOOSE_LETTER = re.compile(r"(\\(?:mathbb|mathcal|mathbf|mathrm|mathfrak|mathscr|boldsymbol))\s+([A-Za-z])(?![A-Za-z])")
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]{2,6});")
_ESCAPED = re.compile(r"\\([_%&#${}])")
_SIGNS = {"~": "\u223c"} | {sign: sign for sign in "±∓→←↦⇒⇔∘·"}


@lru_cache(maxsize=4_096)
def mathml(tex: str, source: str, *, block: bool = False) -> str | None:
    """The formula as a `math` element whose `alttext` is `source`; None where it is damaged, unknown or too large."""
    if not tex.strip() or len(tex) > MOST_CHARACTERS or _REFUSED.search(tex) or not _is_balanced(tex):
        return None
    try:
        tree = Converter().convert_to_element(_LOOSE_LETTER.sub(r"\1{\2}", tex))
        if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
            return None
        _merge_letters(tree)
        inner = "".join(_written(child) for child in tree)
    except Exception:  # noqa: BLE001 (latex2mathml fails on damaged TeX in many ways, IndexError and RecursionError among them)
        return None
    shape = ' display="block"' if block else ""
    made = f'<math alttext="{escape(source)}"{shape}>{inner}</math>'
    clean = nh3.clean(made, tags=_ELEMENTS, attributes=_ATTRIBUTES, clean_content_tags=set(), link_rel=None)
    return clean if clean.startswith("<math") and clean.endswith("</math>") else None


def _is_balanced(tex: str) -> bool:
    depth = 0
    for found in re.finditer(r"\\.|[{}]", tex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not 0 <= depth <= _DEEPEST:
            return False
    return depth == 0


def _merge_letters(tree: Element) -> None:
    """Upright and bold words are one identifier each, not one for every letter."""
    for parent in tree.iter():
        for before, after in reversed(list(pairwise(list(parent)))):
            same = before.tag == after.tag == "mi" and before.attrib == after.attrib
            if same and before.get("mathvariant") and (before.text or "").isalpha() and (after.text or "").isalpha():
                before.text = (before.text or "") + (after.text or "")
                parent.remove(after)


def _written(element: Element) -> str:
    """The element as markup, everything in it escaped. Raises ValueError for what is no part of a formula."""
    if element.tag not in _ELEMENTS:
        raise ValueError(element.tag)
    text = _ENTITY.sub(lambda found: chr(int(found[1], 16)), element.text or "")
    tag = element.tag
    if tag == "mtext":
        text = _ESCAPED.sub(r"\1", text).replace(" ", "\u00a0")
    if tag == "mi" and not text:
        tag = "mrow"
    elif tag == "mi" and text in _SIGNS:
        tag, text = "mo", _SIGNS[text]
    if "\\" in text:
        raise ValueError(text)
    kept = _ATTRIBUTES.get(tag, set())
    attributes = "".join(
        f' {name}="{value}"' for name, value in element.attrib.items() if name in kept and _VALUE.fullmatch(value)
    )
    return f"<{tag}{attributes}>{escape(text)}{''.join(_written(child) for child in element)}</{tag}>"
