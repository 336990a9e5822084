"""Short forms: which ones a text introduces in brackets, and the words before them that they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,9})\)")
_REACH = 90  # characters before the bracket
_OPENERS = ("of", "in", "on", "for", "the", "a", "an", "and", "with", "to", "by", "from", "as", "or", "using", "named")


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A short form, what it stands for, and where that is written (code points of the text)."""

    short: str
    long: str
    start: int
    end: int


@lru_cache(maxsize=256)
def short_forms(text: str) -> tuple[ShortForm, ...]:
    """Short forms in brackets behind the words that spell them (Schwartz and Hearst, 2003, simplified), in the text's order."""
    found = []
    for marked in _IN_BRACKETS.finditer(text):
        begin = max(0, marked.start() - _REACH)
        begin = max([begin, *(begin + mark.end() for mark in re.finditer(r"[,;:.()]", text[begin : marked.start()]))])
        before = list(re.finditer(r"\S+", text[begin : marked.start()]))
        letters = [char for char in re.sub(r"s$", "", marked[1]).casefold() if char.isalpha()]
        for count in range(1, min(len(before), len(letters) + 3) + 1):
            words = [word[0] for word in before[-count:]]
            opens = words[0].casefold() not in _OPENERS and words[0][0].casefold() == letters[0]
            if opens and _spells(letters, words):
                start, end = begin + before[-count].start(), begin + before[-1].end()
                found.append(ShortForm(marked[1], " ".join(words), start, end))
                break
    return tuple(found)


def _spells(letters: list[str], words: Sequence[str]) -> bool:
    """Whether the letters stand in the words in order, and at least two thirds of the words begin with one of them."""
    rest = iter("".join(words).casefold())
    starts = sum(word[:1].casefold() in letters for word in words)
    parts = len(re.split(r"[\s-]+", " ".join(words)))
    return all(letter in rest for letter in letters) and parts + 1 >= len(letters) and starts * 3 >= 2 * len(words)
