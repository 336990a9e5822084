"""Directions: which words say the opposite of which, in the groups within which they can be exchanged."""

from __future__ import annotations

import re

from paperline.domain.ranking.terms import stem

_GROUPS = """
outperform surpass exceed beat excel | underperform trail lag
better superior superiority improve improvement improved enhance enhancement strengthen boost gain benefit advantage advance refine | worse inferior inferiority worsen worsening degrade degradation deteriorate hurt harm impair weaken decline loss drop disadvantage damage undermine
high higher increase raise raised rise rising grow grew growth gain boost elevate expand amplify maximize escalate more improve great greater | low lower decrease reduce reduction drop fall fell decline less fewer shrink cut diminish minimize lessen curtail loss lesser
large larger big bigger huge massive vast substantial wide wider broad broader | small smaller tiny compact slight slightly marginal minor narrow narrower tight tighter
fast faster rapid quick accelerate acceleration speedup speed speeding | slow slower slowdown decelerate slowing
strong stronger strongly | weak weaker weakly weakness weakest
strength advantage | weakness disadvantage
best highest largest most maximum maximal strongest fastest greatest top peak | worst lowest smallest least minimum minimal weakest slowest bottom
most | least
more | less fewer
long longer lengthen | short shorter shorten
deep deeper | shallow shallower
rich richer | poor poorer
early earlier | late later
fine finer | coarse coarser
easy easier simple simpler simplify simplification | hard harder difficult complicated complicate complex
cheap cheaper inexpensive | costly costlier expensive
above beyond | below beneath
positive positively | negative negatively
success successful succeed | failure fail
mitigate alleviate ease relieve reduce | aggravate exacerbate worsen amplify increase
competitive | uncompetitive
comparable sota | inferior worse mediocre
superior | mediocre
gain increase rise | loss drop decrease
"""
_PHRASES = (
    (re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?(?:outperformed|surpassed|exceeded|beaten) by\b"), "underperforms"),
    (re.compile(r"\b(?:fall|falls|fell|falling|lag|lags|lagged|lagging) (?:behind|below|short of|short)\b"), "underperforms"),
    (re.compile(r"\b(?:lose|loses|lost|losing) to\b"), "underperforms"),
    (re.compile(r"\bshort of\b"), "below"),
    (re.compile(r"\bslow(?:s|ed|ing)? down\b"), "slowdown"),
    (re.compile(r"\bspeed(?:s|ed|ing)?[ -]?ups?\b"), "speedup"),
    (re.compile(r"\bstate[- ]of[- ]the[- ]?art\b"), "sota"),
    (re.compile(r"\bbelow[- ]average\b"), "mediocre"),
    (re.compile(r"\bon par with\b"), "comparable with"),
    (re.compile(r"\bthe (?:above|below)\b"), "the"),
)  # fmt: skip


def _table() -> dict[str, tuple[tuple[int, int], ...]]:
    table: dict[str, set[tuple[int, int]]] = {}
    for group, line in enumerate(_GROUPS.strip().split("\n")):
        for pole, words in enumerate(line.split("|")):
            for word in words.split():
                table.setdefault(stem(word), set()).add((group, pole))
    return {word: tuple(sorted(senses)) for word, senses in table.items()}


SENSES = _table()
WINS = frozenset(map(stem, "outperform surpass exceed beat".split()))
LOSES = frozenset(map(stem, "underperform trail lag".split()))


def plain(text: str) -> str:
    """The text with phrases of direction as single words."""
    lowered = text.lower()
    for pattern, word in _PHRASES:
        lowered = pattern.sub(word, lowered)
    return lowered
