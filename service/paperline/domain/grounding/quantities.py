"""Quantities: the numbers of a text with their unit and scale, however they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_SPELLED = {word: float(value) for value, word in enumerate(_ONES)} | {
    word: 10.0 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_MULTIPLES = {
    "twice": 2.0, "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "twofold": 2.0, "triple": 3.0, "triples": 3.0,
    "tripled": 3.0, "tripling": 3.0, "thrice": 3.0, "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "sixfold": 6.0, "tenfold": 10.0,
    "quadruple": 4.0, "quadruples": 4.0, "quadrupled": 4.0, "quadrupling": 4.0, "sevenfold": 7.0, "eightfold": 8.0, "ninefold": 9.0,
    "half": 0.5, "halve": 0.5, "halves": 0.5, "halved": 0.5, "halving": 0.5,
}  # fmt: skip
_SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "million": 1e6,
    "mn": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "t": 1e12,
    "trillion": 1e12,
    "hundred": 1e2,
}
_UNITS = {
    "%": "%", "percent": "%", "per cent": "%", "percentage": "%", "×": "times", "x": "times", "times": "times", "time": "times",
    "fold": "times", "point": "points", "points": "points", "pp": "points", "pts": "points", "ppts": "points",
    "ms": "ms", "millisecond": "ms", "milliseconds": "ms", "s": "s", "sec": "s", "second": "s", "seconds": "s", "min": "min",
    "minute": "min", "minutes": "min", "h": "h", "hour": "h", "hours": "h", "day": "d", "days": "d", "week": "wk", "weeks": "wk",
    "gb": "gb", "mb": "mb", "kb": "kb", "tb": "tb", "db": "db", "hz": "hz", "khz": "khz", "mhz": "mhz", "ghz": "ghz", "fps": "fps",
    "month": "mo", "months": "mo", "year": "y", "years": "y", "km": "km", "cm": "cm", "mm": "mm", "w": "w", "kw": "kw",
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_FRACTIONS = {"a third": 1 / 3, "one third": 1 / 3, "one-third": 1 / 3, "two thirds": 2 / 3, "two-thirds": 2 / 3, "a quarter": 0.25, "one quarter": 0.25,
              "one-quarter": 0.25, "three quarters": 0.75, "three-quarters": 0.75, "a fifth": 0.2, "one fifth": 0.2, "one-fifth": 0.2, "a tenth": 0.1}  # fmt: skip
_MULTIPLES |= _FRACTIONS
_WORDS = "|".join(word.replace(" ", r"\s") for word in sorted([*_SPELLED, *_MULTIPLES], key=len, reverse=True))
_QUANTITY = re.compile(
    rf"""(?<![A-Za-z0-9_.,^])(?:sim|approx|~|∼|\\sim|\\approx)?\s?(?:(?P<digits>{_NUMBER})|(?P<word>(?i:{_WORDS}))(?![A-Za-z]))
    (?P<scale>[ -]?(?:thousand|million|billion|trillion|hundred)\b|(?:[kKMBT]|bn|mn)(?![A-Za-z0-9]))?
    (?P<unit>\s?\\?%|[\s-]?(?:percent(?:age[ -]points?)?|per\ cent)\b|\s?\$?\\?[×]|\s?\$?\\times|\s?[xX](?![A-Za-z])
     |[\s-]?(?:pp|ppts?|pts|points?|times|fold|milliseconds?|seconds?|sec|minutes?|hours?|days?|weeks?|months?|years?|
        [GMKT]B|dB|k?Hz|MHz|GHz|FPS|fps|ms|km|cm|mm|kW)(?![A-Za-z]))?""",
    re.VERBOSE,
)
_JOINED = re.compile(r"\s?(?:–|—|-|to|and|or|/|,|, and|and/or|vs\.?|versus|±|\\pm|through|~)\s?\$?\+?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at its place, as a value; units it may be read with, the empty one for none."""

    value: float
    units: frozenset[str]
    start: int
    end: int
    spelled: bool

    def agrees(self, other: Quantity) -> bool:
        """Whether a claimed quantity is the same value as a stated one in a unit it may have; half is 50 %."""
        if self.value == other.value:
            return bool((self.units - {""} or self.units) & other.units)
        a, b = (self, other) if "%" in other.units else (other, self)
        return a.value == 0.5 and b.value == 50 and "times" in a.units and "%" in b.units


@lru_cache(maxsize=4_096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text; the members of a range or list may have the unit and scale of the last one."""
    read = (_quantity(match, text) for match in _QUANTITY.finditer(text))
    found = [quantity for quantity in read if quantity is not None]
    for place in range(len(found) - 2, -1, -1):
        here, after = found[place], found[place + 1]
        if here.units == {""} and _JOINED.fullmatch(text[here.end : after.start]):
            found[place] = Quantity(here.value, here.units | after.units, here.start, here.end, here.spelled)
    return tuple(found)


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    unit = _unit(match["unit"])
    scale = _SCALES[match["scale"].strip(" -").lower()] if match["scale"] else 1.0
    start = match.start("digits") if match["digits"] else match.start("word")
    if match["word"]:
        word = " ".join(match["word"].lower().split())
        if word in _MULTIPLES:
            return Quantity(_MULTIPLES[word], frozenset({"times"}), start, match.end(), spelled=True)
        if word == "one" and not unit and scale == 1:
            return None
        return Quantity(_SPELLED[word] * scale, frozenset({unit}), start, match.end(), spelled=True)
    following = text[match.end() : match.end() + 1]
    if following.isalpha() or following == "_":  # 2D, 7b-instruct, 3rd: a name, not a number
        return None
    value = float(match["digits"].replace(",", ""))
    return Quantity(value * scale, frozenset({unit}), start, match.end(), spelled=False)


def _unit(written: str | None) -> str:
    if not written:
        return ""
    plain = written.strip(" -\t\n$\\").lower()
    return "points" if plain.startswith("percentage") and "point" in plain else _UNITS.get(plain, plain)
