"""Mutations of numbers: other digits, another scale, another unit, another word, a number out of nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from evals.mutations.material import Material, Operation, replaced

_NUMBER = re.compile(
    r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?=(?:\s?(?:%|[×xX](?!\w)|\\times|[kKMB]\b))|[\s,;:)–-]|\.(?:\s|$)|\.$)"
)
_WORDS = "two three four five six seven eight nine ten".split()
_SPELLED = re.compile(rf"(?<![\w-])({'|'.join(_WORDS)})(?=[\s-][a-z])", re.IGNORECASE)
_RANGE = re.compile(r"(?<![\w.-])(\d+(?:\.\d+)?)(\s?%?\s?(?:–|-|to)\s?)(\d+(?:\.\d+)?)(?![\w.]*\d)")
_MULTIPLE = re.compile(
    r"\b(two|three|four|five|six|eight|ten)(-?fold|[ -]times)\b|\b(twice|double[sd]?|doubling|half|halv(?:es|ing))\b",
    re.IGNORECASE,
)
_UNITS: dict[str, tuple[str, ...]] = {
    "%": ("×", " points", " dB"), "×": ("%", " points"), "x": ("%", " points"), "\\times": ("%",), "points": ("%", "times"),
    "point": ("%",), "k": ("M",), "K": ("M", "B"), "M": ("B", "K"), "B": ("M", "T"), "GB": ("MB",), "MB": ("GB",), "ms": ("s",),
    "seconds": ("minutes", "hours"), "minutes": ("seconds", "hours"), "hours": ("minutes", "days"), "days": ("hours", "weeks"),
    "million": ("billion", "thousand"), "billion": ("million", "trillion"), "thousand": ("million",), "trillion": ("billion",),
    "FPS": ("%",), "percent": ("times",), "dB": ("%",), "times": ("percent",),
}  # fmt: skip
_WITH_UNIT = re.compile(
    r"(?<![\w.-])\d[\d,]*(?:\.\d+)?(\s?\\?(?:%|×|x(?=\s)|\\times)|[- ]?(?:points?|million|billion|thousand|trillion|seconds|minutes|hours|days|"
    r"GB|MB|ms|FPS|percent|dB|times)\b|[kKMB]\b)"
)


def digit(material: Material) -> str | None:
    """Another digit."""
    return _changed(material, _other_digit)


def shifted_point(material: Material) -> str | None:
    """4.5 as 45 or 0.45, 45 as 4.5, 450 or 0.45."""
    return _changed(material, _shift)


def near_miss(material: Material) -> str | None:
    """The last place one higher or lower: 12.5 as 12.6."""
    return _changed(material, _neighbour)


def longer(material: Material) -> str | None:
    """One digit more: 12 as 112 or 127."""
    return _changed(
        material,
        lambda number, m: (
            number + str(m.rng.randint(1, 9)) if m.rng.random() < 0.5 else str(m.rng.randint(1, 9)) + number
        ),
    )


def range_end(material: Material) -> str | None:
    """One end of a range changed: 4–8 as 4–9."""
    found = _pick(material, _RANGE)
    if found is None:
        return None
    group = material.rng.choice((1, 3))
    number = _other_digit(found[group], material)
    return None if _says(material, number) else replaced(material.text, found.start(group), found.end(group), number)


def unit(material: Material) -> str | None:
    """The number with another unit or scale: 12 % as 12×, 10k as 10M, 3 million as 3 billion."""
    found = _pick(material, _WITH_UNIT)
    if found is None:
        return None
    old = found[1].strip(" -")
    options = _UNITS.get(old.removeprefix("\\") if old == "\\%" else old)
    if not options:
        return None
    new = material.rng.choice(options)
    number = found[0][: -len(found[1])]
    gap = " " if new.isalpha() and len(new) > 1 and not found[1].startswith("-") else ""
    made = number + ("-" if found[1].startswith("-") else gap) + new
    return None if material.holds(made) else replaced(material.text, found.start(), found.end(), made)


def unit_dropped(material: Material) -> str | None:
    """The number without its per cent sign or scale: 12 % as 12, 3 million as 3."""
    found = _pick(material, _WITH_UNIT)
    if found is None or found[1].strip(" -") not in {
        "%",
        "\\%",
        "million",
        "billion",
        "thousand",
        "trillion",
        "k",
        "K",
        "M",
        "B",
    }:
        return None
    if re.match(r"\s?(?:to|and|or|-|–|/|,|, and)\s?\$?\d", material.text[found.end() :]):  # 77.1 to 98.3% says the same
        return None
    return replaced(material.text, found.start(1), found.end(1), "")


def spelled(material: Material) -> str | None:
    """Another spelled-out number: three as five."""
    found = _pick(material, _SPELLED)
    if found is None:
        return None
    options = [word for word in _WORDS if not material.holds(word) and not _says(material, str(_WORDS.index(word) + 2))]
    return replaced(material.text, *found.span(1), material.rng.choice(options)) if options else None


def spelled_as_digits(material: Material) -> str | None:
    """A spelled-out number as another one in digits: three as 5."""
    found = _pick(material, _SPELLED)
    if found is None:
        return None
    own = _WORDS.index(found[1].lower()) + 2
    options = [
        n
        for n in range(2, 13)
        if n != own and not _says(material, str(n)) and not (n < 11 and material.holds(_WORDS[n - 2]))
    ]
    return replaced(material.text, *found.span(1), str(material.rng.choice(options))) if options else None


def digits_as_spelled(material: Material) -> str | None:
    """A number in digits as another one spelled out: 3 as five."""
    found = _pick(material, re.compile(r"(?<![\w.,^-])([2-9]|10)(?= [a-z])"))
    if found is None:
        return None
    options = [
        word
        for i, word in enumerate(_WORDS)
        if str(i + 2) != found[1] and not material.holds(word) and not _says(material, str(i + 2))
    ]
    return replaced(material.text, *found.span(1), material.rng.choice(options)) if options else None


def multiple(material: Material) -> str | None:
    """Another multiple: twofold as threefold, twice as three times, doubles as triples."""
    found = _pick(material, _MULTIPLE)
    if found is None:
        return None
    if found[1]:
        options = [
            word
            for word in ("two", "three", "four", "five", "six", "eight", "ten")
            if word != found[1].lower() and not material.holds(word)
        ]
        return replaced(material.text, *found.span(1), material.rng.choice(options)) if options else None
    other = {"twice": "three times", "double": "triple", "doubles": "triples", "doubled": "tripled", "doubling": "tripling",
             "half": "a third", "halves": "doubles", "halving": "doubling"}[found[3].lower()]  # fmt: skip
    return None if material.holds(other) else replaced(material.text, *found.span(3), other)


def invented(material: Material) -> str | None:
    """A gain that no one measured, at the end: `… by 15 %`."""
    number = f"{material.rng.randint(3, 95)}" + (
        f".{material.rng.randint(1, 9)}" if material.rng.random() < 0.4 else ""
    )
    tail = material.rng.choice((" by {}%", " by {}×", ", a gain of {} points", " with {}% accuracy", " on {} datasets"))
    return None if _says(material, number) else material.text.rstrip(" .") + tail.format(number) + "."


def invented_count(material: Material) -> str | None:
    """A count before a plural: `across benchmarks` as `across 14 benchmarks`, `several datasets` as `six datasets`."""
    found = _pick(
        material,
        re.compile(
            r"\b(?:on|across|over|of|with|including|several|multiple|various|many) (?=(?:\w+ )?(?:benchmarks|datasets|tasks|models|languages|domains|methods|baselines|experiments)\b)"
        ),
    )
    if found is None:
        return None
    number = material.rng.choice(
        (str(material.rng.randint(11, 60)), *(word for word in _WORDS if not material.holds(word)))
    )
    return None if _says(material, number) else replaced(material.text, found.end(), found.end(), number + " ")


def exchanged(material: Material) -> str | None:
    """Two numbers of the sentence in each other's place."""
    found = [
        f for f in _NUMBER.finditer(material.text) if not re.match(r"\(?\d\)", material.text[max(0, f.start() - 1) :])
    ]
    pairs = [(a, b) for a in found for b in found if a.start() < b.start() and a[0] != b[0]]
    if not pairs:
        return None
    a, b = material.rng.choice(pairs)
    text = material.text
    return text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]


OPERATIONS: dict[str, Operation] = {
    "another digit": digit, "point shifted": shifted_point, "last place ± 1": near_miss, "a digit more": longer,
    "end of a range": range_end, "another unit": unit, "unit dropped": unit_dropped, "another word": spelled,
    "word as other digits": spelled_as_digits, "digits as another word": digits_as_spelled, "another multiple": multiple,
    "invented gain": invented, "invented count": invented_count, "two exchanged": exchanged,
}  # fmt: skip


def _pick(material: Material, pattern: re.Pattern[str]) -> re.Match[str] | None:
    found = list(pattern.finditer(material.text))
    return material.rng.choice(found) if found else None


def _says(material: Material, number: str) -> bool:
    """Whether the paper holds a number as such."""
    text = f"{material.paper.title} {material.paper.abstract}"
    return re.search(rf"(?<![\d.]){re.escape(number)}(?!\.?\d)", text) is not None


def _changed(material: Material, change: Callable[[str, Material], str]) -> str | None:
    found = _pick(material, _NUMBER)
    if found is None:
        return None
    number = change(found[0], material)
    if (
        number == found[0]
        or _says(material, number)
        or float(number.replace(",", "")) == float(found[0].replace(",", ""))
    ):
        return None
    return replaced(material.text, found.start(), found.end(), number)


def _other_digit(number: str, material: Material) -> str:
    places = [i for i, char in enumerate(number) if char.isdigit()]
    place = material.rng.choice(places)
    options = [d for d in ("123456789" if place == 0 else "0123456789") if d != number[place]]
    return number[:place] + material.rng.choice(options) + number[place + 1 :]


def _shift(number: str, material: Material) -> str:
    if "." in number:
        whole, part = number.replace(",", "").split(".")
        return (whole + part).lstrip("0") if material.rng.random() < 0.5 else f"{whole[:-1] or '0'}.{whole[-1]}{part}"
    plain = number.replace(",", "")
    return plain + "0" if len(plain) == 1 or material.rng.random() < 0.5 else f"{plain[:-1]}.{plain[-1]}"


def _neighbour(number: str, material: Material) -> str:
    last = int(number[-1])
    return number[:-1] + str(last + 1 if last == 0 or (last < 9 and material.rng.random() < 0.5) else last - 1)
