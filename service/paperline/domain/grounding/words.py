"""A text as the checks read it: its content words with their stems, and the small words between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from paperline.domain.ranking.terms import stem

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[,;:()–—.]")
_FREE = re.compile(r"\b([a-z]\w{2,})-free\b", re.IGNORECASE)
_SMALL = frozenset(
    "a an the of in on at by for with from to into onto via as and or but than that which who whom whose this these those its it "
    "their they them our we us be is are was were been being has have had do does did can could will would may might shall should must "
    "also both either such if then there here so very more most other any each all some own itself themselves i you your he she his her "
    "through across over under between among within per about against during while when where".split()
)
_MARKS = frozenset(",;:()–—.")
_WINDOW = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, its stem, and its number among the content words (-1: it is no content word)."""

    text: str
    stem: str
    place: int

    @property
    def is_mark(self) -> bool:
        """Whether it is a comma or its like."""
        return self.text in _MARKS


@dataclass(frozen=True)
class Reading:
    """The words of a text in order."""

    words: tuple[Word, ...]

    @cached_property
    def content(self) -> tuple[Word, ...]:
        """The content words in order."""
        return tuple(word for word in self.words if word.place >= 0)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the content words."""
        return frozenset(word.stem for word in self.content)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every word as it stands, in lower case."""
        return frozenset(word.text for word in self.words)

    def around(self, place: int) -> dict[str, int]:
        """The stems within three content words of a place, each with its distance from it; the nearest counts."""
        near: dict[str, int] = {}
        for offset in sorted(range(-_WINDOW, _WINDOW + 1), key=abs):
            index = place + offset
            if offset and 0 <= index < len(self.content):
                near.setdefault(self.content[index].stem, offset)
        return near


@lru_cache(maxsize=4_096)
def read(text: str) -> Reading:
    """The reading of a text: `X-free` as `without X`, words joined by a hyphen apart."""
    plain = _FREE.sub(r"without \1", text.replace("’", "'"))
    words: list[Word] = []
    count = 0
    for found in _WORD.findall(plain):
        lowered = found.lower()
        is_content = lowered not in _SMALL and lowered not in _MARKS
        words.append(Word(lowered, stem(lowered), count if is_content else -1))
        count += is_content
    return Reading(tuple(words))


def likeness(a: dict[str, int], b: dict[str, int]) -> float:
    """How alike the surroundings of two words are: 1 for each stem they share at the same distance, less farther apart."""
    return sum(1 / (1 + abs(distance - b[shared])) for shared, distance in a.items() if shared in b)
