"""What is changed in a text before it is stored: the invisible goes, what a capture broke for certain is mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, islice

_SURROGATES = re.compile("([\ud800-\udbff])([\udc00-\udfff])|[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e01ef]"  # tags and the supplementary variation selectors: both carry hidden text
    "|[\ufe00-\ufe0f]{2,}"  # one variation selector belongs to its character, a run of them carries hidden text
)

# A code point's number that lost its `&#` or `\`; each pattern asks for neighbours that leave no other reading.
_MARKS = (
    ("x2013", "–", re.compile(r"(?<=[A-Za-z)\]])x2013(?=[A-Za-z(\[])|(?<=[A-Za-z)\]] )x2013(?= [A-Za-z(\[])")),
    ("x2014", "—", re.compile(r"(?<=[A-Za-z)\]])x2014(?=[A-Za-z(\[])|(?<=[A-Za-z)\]] )x2014(?= [A-Za-z(\[])")),
    ("x2019", "’", re.compile(r"(?<=[A-Za-z])x2019(?=(?:s|t|re|ve|ll|d|m)\b)|(?<=s)x2019(?= [a-z])")),
    ("x201C", "“", re.compile(r"(?<![A-Za-z0-9])x201[Cc](?=[A-Za-z0-9])")),
    ("x201D", "”", re.compile(r"(?<=[A-Za-z0-9.,!?])x201[Dd](?![A-Za-z0-9])")),
)
_LEFT_OVER = re.compile(r"x20(?:1[3489CcDd]|26)")
_ENDS_IN_X = frozenset(
    "annex apex appendix ax box codex complex convex cortex dropbox duplex ex fix flex flux hex index latex lex linux "
    "matrix max mix multiplex mux netflix perplex phoenix pix prefix redux reflex regex relax simplex six softmax "
    "suffix syntax tax tex unix vertex vortex vox".split()
)

_LOST_TEX = re.compile(
    r"(?<![\\\w])(?:"
    r"[A-Za-z](?:geq|leq|neq|approx)\d\w{0,8}"
    r"|[b-zA-Z]ge\d+|[knKN]le\d+|[gl]eq\d\w{0,8}"
    r"|sim(?!2-?(?:real|sim))\d[\d.,]{0,12}(?:\\?%|[KMB]|-[a-z]{1,12}|times)?(?!\w)"
    r"|\d[\d.,]{0,12}times\d{0,9}(?!\w)"
    r"|(?:varepsilon|math(?:cal|bb|bf|rm)|[lr]floor|[lr]ceil)\w{0,12}"
    r"|ell(?![A-Za-z0-9])"
    r")"
)
_MOST_SUSPICIONS = 5


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as shown, the repairs that made it so with their number, and damage that was seen and left alone."""

    text: str
    repairs: Counter[str] = field(default_factory=Counter)
    suspected: tuple[str, ...] = ()


def cleaned(text: str) -> Mended:
    """The text on one line, single-spaced, without control, invisible or direction-changing characters.

    Spacing is normalised silently; everything else that goes is counted. A lone surrogate becomes U+FFFD, so the
    result always encodes as UTF-8.
    """
    repairs: Counter[str] = Counter()

    def join(found: re.Match[str]) -> str:
        if found[1]:
            return chr(0x10000 + ((ord(found[1]) - 0xD800) << 10) + ord(found[2]) - 0xDC00)
        repairs["lone surrogate → U+FFFD"] += 1
        return "\ufffd"

    text = _SURROGATES.sub(join, text)
    text, count = _CONTROLS.subn("", text)
    repairs["control characters removed"] += count
    text = _INVISIBLE.sub(_counting(repairs, "invisible characters removed"), text)
    return Mended(" ".join(text.split()), +repairs)


def mended(text: str) -> Mended:
    """The text cleaned, with punctuation restored where a capture left its number (`coordinatesx2013without`).

    LaTeX that lost its backslashes (`kgeq2`, `sim500`) has more than one reading: it is reported, never touched.
    """
    clean = cleaned(text)
    text, repairs = clean.text, Counter(clean.repairs)
    if "x20" in text:
        for code, mark, pattern in _MARKS:
            text = pattern.sub(_restoring(repairs, code, mark), text)
    marks = (f"lost punctuation: {_word_around(found)}" for found in _LEFT_OVER.finditer(text))
    maths = (f"lost TeX: {found[0]}" for found in _LOST_TEX.finditer(text))
    suspected = dict.fromkeys(islice(chain(marks, maths), 10 * _MOST_SUSPICIONS))
    return Mended(text, repairs, tuple(suspected)[:_MOST_SUSPICIONS])


def storable(text: str) -> str:
    """The text as it came, with NUL and lone surrogates, which no database takes, written as escapes."""
    return text.replace("\x00", "\\u0000").encode("utf-8", "backslashreplace").decode()


def _word_around(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 12) : found.start()].rpartition(" ")[2]
    return before + found[0] + found.string[found.end() : found.end() + 12].partition(" ")[0]


def _counting(repairs: Counter[str], name: str) -> Callable[[re.Match[str]], str]:
    def remove(found: re.Match[str]) -> str:
        repairs[name] += len(found[0])
        return ""

    return remove


def _restoring(repairs: Counter[str], code: str, mark: str) -> Callable[[re.Match[str]], str]:
    def restore(found: re.Match[str]) -> str:
        before = re.search(r"[A-Za-z]*$", found.string[max(0, found.start() - 20) : found.start()])
        if before and f"{before[0]}x".lower() in _ENDS_IN_X:  # `Linux2013edition` is a name and a year
            return found[0]
        repairs[f"{code} → {mark}"] += 1
        return mark

    return restore
