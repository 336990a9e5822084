"""The check of comparison: what is better, more or up to in the evidence is so in the text, and of the same side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from paperline.domain.grounding.alignment import substitutions
from paperline.domain.grounding.directions import LOSES, SENSES, WINS, plain
from paperline.domain.grounding.quantities import quantities
from paperline.domain.grounding.words import Reading, Word, likeness, read

_NEAR = 1.5
_PHRASE_ENDS = frozenset(
    "that which by on in across while when whereas to using with under for at from where as even and/or".split()
)
_BOUND = re.compile(
    r"(?:(?P<most>up to|at most|no more than|as (?:high|much|many) as|a maximum of|less than|fewer than|under|below|within|as (?:low|little|few) as)"
    r"|(?P<least>at least|no less than|more than|over|above|exceeding|beyond|greater than|a minimum of)"
    r"|(?P<almost>nearly|almost|close to|approaching))\s(?:an?\s|the\s|just\s|only\s)?\$?\\?[~≈]?$",
    re.IGNORECASE,
)


def is_turned(claim: str, source: str) -> bool:
    """Whether a direction, the sides of a comparison, or the bound of a number is another than in the evidence."""
    here, there = read(plain(claim)), read(plain(source))
    turned = _opposed(here, there) or _substituted(here, there) or _sides(here, there)
    return turned or _exchanged(here, there) or _bounds(claim, source)


def _opposed(here: Reading, there: Reading) -> bool:
    """Whether a word of direction stands where the evidence has its opposite, with no word of its own direction as near."""
    turned = [(word.place, word.stem, SENSES[word.stem]) for word in there.content if word.stem in SENSES]
    return any(
        word.stem in SENSES and _stands_opposed(word.place, word.stem, here, there, turned) for word in here.content
    )


def _stands_opposed(
    place: int, stem: str, here: Reading, there: Reading, turned: list[tuple[int, str, tuple[tuple[int, int], ...]]]
) -> bool:
    around = here.around(place)
    own_poles = {pole for _, pole in SENSES[stem]}
    against = support = 0.0
    for other_place, other, senses in turned:
        alike = likeness(around, there.around(other_place))
        opposed = other != stem and any((group, 1 - pole) in senses for group, pole in SENSES[stem])
        if other == stem or (not opposed and own_poles & {pole for _, pole in senses}):
            support = max(support, alike + 0.25 * (other == stem))
        elif opposed:
            against = max(against, alike)
    return against > support and against >= min(_NEAR, len(around) / 2)


def _substituted(here: Reading, there: Reading) -> bool:
    """Whether, in a passage that else agrees word by word, a word of direction has come in for another word."""
    for old, new in substitutions(there, here):
        come = {word.stem for word in new} - there.stems
        if old and any(word in SENSES for word in come) and not any(_same_pole(a.stem, b) for a in old for b in come):
            return True
    return False


def _same_pole(a: str, b: str) -> bool:
    poles = {pole for _, pole in SENSES.get(a, ())}
    return bool(poles & {pole for _, pole in SENSES.get(b, ())})


def _sides(here: Reading, there: Reading) -> bool:
    """Whether winner and loser of a comparison have changed sides: more words are across than in place, in any contest stated."""
    for mine, won in _contests(here):
        left, right = _flanks(here, mine)
        in_place = across = 0
        for theirs, also in _contests(there):
            first, second = _flanks(there, theirs) if won == also else _flanks(there, theirs)[::-1]
            in_place = max(in_place, len(left & first) + len(right & second))
            across = max(across, len(left & second) + len(right & first))
        if across > in_place:
            return True
    return False


def _exchanged(here: Reading, there: Reading) -> bool:
    """Whether what is before and after `than` have changed places, with no `than` of the evidence that has them so."""
    stated = list(_degrees(there))
    crossed = False
    for senses, (left, right) in _degrees(here):
        for others, (first, second) in stated:
            if {group for group, _ in senses} & {group for group, _ in others}:
                if not set(senses) & set(others):
                    first, second = second, first
                if right & second:
                    return False
                crossed = crossed or bool(left & second and right & first)
    return crossed


def _degrees(reading: Reading) -> Iterator[tuple[tuple[tuple[int, int], ...], tuple[set[str], set[str]]]]:
    """Every `faster than`: the senses of its comparative and the stems of both sides, without numbers and directions."""
    for index, word in enumerate(reading.words):
        if word.text != "than":
            continue
        degree = next((w for w in reading.words[max(0, index - 3) : index][::-1] if w.stem in SENSES), None)
        if degree is not None:
            left, right = _flanks(reading, index)
            named = [{stem for stem in side if stem not in SENSES and not stem[0].isdigit()} for side in (left, right)]
            yield SENSES[degree.stem], (named[0], named[1])


def _contests(reading: Reading) -> Iterator[tuple[int, bool]]:
    for index, word in enumerate(reading.words):
        if word.stem in WINS or word.stem in LOSES:
            yield index, word.stem in WINS


def _flanks(reading: Reading, index: int) -> tuple[set[str], set[str]]:
    """The stems of both sides of a verb, each as far as its phrase goes."""
    before = _phrase(reading.words[:index][::-1])
    after = _phrase(reading.words[index + 1 :])
    return before - after, after - before


def _phrase(words: Sequence[Word]) -> set[str]:
    stems: set[str] = set()
    for word in words:
        if word.is_mark or word.text in _PHRASE_ENDS:
            break
        if word.place >= 0 and not word.text.endswith("ly"):  # `significantly` goes with the verb, whoever wins
            stems.add(word.stem)
    return stems


def _bounds(claim: str, source: str) -> bool:
    """Whether a number is bounded on another side than in the evidence, or has lost an upper or near bound."""
    stated = quantities(source)
    for quantity in quantities(claim):
        same = {_bound(source, other.start) for other in stated if quantity.agrees(other)}
        mine = _bound(claim, quantity.start)
        if same and mine not in same and (mine or "" not in same) and not (mine is None and same == {"least"}):
            return True
    return False


@lru_cache(maxsize=4_096)
def _bound(text: str, start: int) -> str | None:
    """How the number that begins at a place is bounded: most, least, almost or not at all."""
    found = _BOUND.search(text[max(0, start - 30) : start])
    return found.lastgroup if found else None
