"""TeX outside formulas: signs, accents, dashes, quotes and emphasis as readers see them; loose maths is told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_COMBINING = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
_COMBINING_NAMED = {"c": "\u0327", "v": "\u030c", "H": "\u030b", "u": "\u0306", "r": "\u030a", "k": "\u0328"}
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
}
_SIGNS = {"%": "%", "&": "&", "_": "_", "#": "#", "$": "$", "{": "{", "}": "}", " ": " ", ",": "\u2009"}
_SYMBOLS = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|"
    "phi|varphi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega|times|pm|mp|cdot|leq?|geq?|neq?|"
    "approx|sim|simeq|equiv|propto|infty|partial|nabla|sum|prod|int|in|notin|subset|subseteq|cup|cap|to|rightarrow|"
    "leftarrow|Rightarrow|leftrightarrow|mapsto|ldots|cdots|dots|ell|star|circ|deg|ll|gg|forall|exists|log|exp|sin|cos|max|min"
)
_GROUP = r"\{[^{}$\n]{1,40}\}"
_SCRIPTS = rf"(?:\^(?:{_GROUP}|-?\d+|\*|\\circ|[A-Za-z](?!\w))|_{_GROUP})"
_LOOSE = re.compile(
    rf"(?<![\w\\$^])(?:\d+(?:\.\d+)?|[^\W\d_]){_SCRIPTS}{{1,2}}(?![\w{{^])"
    rf"|\\(?:{_SYMBOLS})(?![A-Za-z]){_SCRIPTS}{{0,2}}"
    rf"|\\(?:mathbb|mathcal|mathbf|mathrm|boldsymbol|sqrt|hat|bar|tilde|operatorname){_GROUP}{_SCRIPTS}{{0,2}}"
    rf"|\\frac{_GROUP}{_GROUP}"
)
_FINDS = re.compile(
    rf"(?P<loose>{_LOOSE.pattern})"
    r"|(?P<opened>\\(?:textbf|textit|textsc|texttt|textsf|textrm|textsuperscript|emph|underline|uline|text)\s?\{)"
    r"|(?P<closed>\})"
    r"|\\(?P<sign>[%&_#${},])|(?P<space>\\ )"
    r"|\\(?P<accent>['`^\"~=.])(?:\{(?P<braced>[A-Za-z])\}|(?P<plain>(?<=[A-Za-z]..)[aeiouy]|[AEIOUY]))"
    r"|\\(?P<named>[cvHurk])\{(?P<under>[A-Za-z])\}"
    r"|\\(?P<letter>ss|ae|AE|oe|OE|aa|AA|[oOlL])(?![A-Za-z])(?:\{\})?"
    r"|(?P<dash>(?<![-<!])---?(?![->]))"
    r"|(?P<quote>(?<!`)``(?![`\s]))|(?P<unquote>(?<![\s'])''(?!'))"
    r"|(?P<direction>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+)"
)
_LONGEST_GROUP = 400
_NUMBER_ABOVE = re.compile(r"\^(-?\d+)")

Found = tuple[int, int, str, bool]
"""Where it stands, what is read there, and whether that is a formula."""


def bare_tex(text: str) -> Iterator[Found]:
    """What stands for something else in a text without formulas, in order."""
    closers: set[int] = set()
    for found in _FINDS.finditer(text):
        at, end = found.span()
        if found["loose"]:
            yield at, end, _NUMBER_ABOVE.sub(r"^{\1}", found[0]), True
        elif found["opened"]:
            if (closer := _closing(text, end)) is not None:
                closers.add(closer)
                yield at, end, "", False
        elif found["closed"]:
            if at in closers:
                yield at, end, "", False
        elif (read := _read(text, found)) is not None:
            yield at, end, read, False


def _read(text: str, found: re.Match[str]) -> str | None:
    """The characters that are meant; None where they are meant as they stand."""
    at, end = found.span()
    if found["accent"]:
        return unicodedata.normalize("NFC", (found["braced"] or found["plain"]) + _COMBINING[found["accent"]])
    if found["named"]:
        return unicodedata.normalize("NFC", found["under"] + _COMBINING_NAMED[found["named"]])
    if found["dash"]:
        is_option = (at == 0 or text[at - 1].isspace()) and text[end : end + 1].isalnum()
        return None if is_option else {2: "–", 3: "—"}[end - at]
    if found["quote"]:
        return "“" if "''" in text[end : end + _LONGEST_GROUP] else None
    if found["unquote"]:
        return "”" if "``" in text[max(0, at - _LONGEST_GROUP) : at] else None
    if found["direction"]:
        return ""
    return _LETTERS[found["letter"]] if found["letter"] else _SIGNS[found["sign"] or " "]


def _closing(text: str, start: int) -> int | None:
    """Where the group that was opened just before `start` is closed, if soon."""
    depth = 1
    for found in re.finditer(r"\\.|[{}]", text[start : start + _LONGEST_GROUP], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return start + found.start()
    return None
