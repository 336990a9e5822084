"""Keywords: those of a model's that stand in the paper, as the paper writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperline.domain.addressed import visible

LEAST_KEYWORDS, MOST_KEYWORDS = 3, 8
_MOST_WORDS = 6
_MOST_CHARACTERS = 60
_LETTER = re.compile(r"[^\W\d_]")


def kept_keywords(proposed: Sequence[str], paper: str) -> tuple[str, ...]:
    """At most eight of the proposed, in their order, none twice, each whole words of the paper in a row and in its spelling."""
    spaced = " ".join(paper.split())
    lowered = spaced.lower()
    kept: dict[str, str] = {}
    for keyword in proposed:
        asked = visible(keyword).strip(" .,;:")
        if _is_phrase(asked) and (found := _found(asked, spaced, spaced) or _found(asked.lower(), lowered, spaced)):
            kept.setdefault(found.casefold(), found)
    return tuple(kept.values())[:MOST_KEYWORDS]


def _is_phrase(keyword: str) -> bool:
    short = len(keyword) <= _MOST_CHARACTERS and len(keyword.split()) <= _MOST_WORDS
    return short and _LETTER.search(keyword) is not None


def _found(keyword: str, within: str, paper: str) -> str | None:
    """The first place of the keyword that neither begins nor ends inside a word, as the paper has it."""
    if len(within) != len(paper):  # lower case may be longer
        return None
    start = within.find(keyword)
    while start >= 0:
        end = start + len(keyword)
        if not (within[start - 1 : start].isalnum() or within[end : end + 1].isalnum()):
            return paper[start:end]
        start = within.find(keyword, start + 1)
    return None
