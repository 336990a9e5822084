"""The check of numbers: every quantity of a text stands in its evidence, with its unit, beside the same words."""

from __future__ import annotations

import re
from itertools import combinations

from paperline.domain.grounding.alignment import substitutions
from paperline.domain.grounding.quantities import Quantity, quantities
from paperline.domain.grounding.words import read
from paperline.domain.ranking.terms import stem

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*(?:[kKMBT](?![A-Za-z0-9]))?")
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 3
_SCALES = (1.0, 1e3, 1e6, 1e9)  # 36K is 36,000


def changes_numbers(text: str, support: str) -> bool:
    """Whether a text has a quantity that its evidence does not have, or two of them in each other's place."""
    claimed, stated = quantities(text), quantities(support)
    partners = [[other for other in stated if quantity.agrees(other)] for quantity in claimed]
    if not all(partners):
        return True
    standing = {found.replace(",", "") for found in _DIGITS.findall(support)}
    written = standing | {found.rstrip("kKMBT") for found in standing} | {f"{quantity.value:g}" for quantity in stated}
    if not _loose_digits(text, claimed) <= written:
        return True
    return _substituted(text, support) or _exchanged(text, support, claimed, partners)


def _substituted(text: str, support: str) -> bool:
    """Whether, in a passage that else agrees word by word, one number of the evidence stands in another's place."""
    for old, new in substitutions(read(support), read(text)):
        gone, come = ({value for word in words for value in _value(word.text)} for words in (old, new))
        rescaled = {value * scale for value in gone for scale in _SCALES}
        if gone and come - rescaled and come <= {quantity.value for quantity in quantities(support)}:
            return True
    return False


def _value(word: str) -> list[float]:
    """The value of a word that is a number, in digits or spelled out; else nothing."""
    return [quantity.value for quantity in quantities(word)]


def _loose_digits(text: str, read: tuple[Quantity, ...]) -> set[str]:
    """The digits of a text that are part of no quantity: of names, exponents and versions; names are checked apart."""
    inside = [(quantity.start, quantity.end) for quantity in read]
    return {
        found[0].replace(",", "")
        for found in _DIGITS.finditer(text)
        if not any(start <= found.start() < end for start, end in inside)
        and not (found.start() and (text[found.start() - 1].isalpha() or text[found.start() - 1] == "-"))
    }


def _exchanged(text: str, support: str, claimed: tuple[Quantity, ...], partners: list[list[Quantity]]) -> bool:
    """Whether two numbers, each stated once, have changed their order and each other's neighbours."""
    once = [(a, found[0]) for a, found in zip(claimed, partners, strict=True) if len(found) == 1]
    for (a, stated_a), (b, stated_b) in combinations(once, 2):
        if a.value == b.value or (a.start < b.start) == (stated_a.start < stated_b.start):
            continue
        here_a, here_b = _neighbours(text, a), _neighbours(text, b)
        there_a, there_b = _neighbours(support, stated_a), _neighbours(support, stated_b)
        own = len(here_a & there_a) + len(here_b & there_b)
        if len(here_a & there_b) + len(here_b & there_a) > own:
            return True
    return False


def _neighbours(text: str, quantity: Quantity) -> set[str]:
    """The stems of the nearest words on either side, each with its side and distance, and without."""
    before = _WORD.findall(text[max(0, quantity.start - 60) : quantity.start].lower())[-_REACH:][::-1]
    after = _WORD.findall(text[quantity.end : quantity.end + 60].lower())[:_REACH]
    sided = {
        f"{side}{place} {stem(word)}"
        for side, words in (("-", before), ("+", after))
        for place, word in enumerate(words)
    }
    return sided | {f"{side} {stem(word)}" for side, words in (("-", before), ("+", after)) for word in words}
