"""Headline numbers: what an abstract measured, where it tells its results, and whether a line keeps one with its measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperline.domain.grounding.quantities import Quantity, quantities
from paperline.domain.ranking.terms import stem, terms

_SHORT_ABSTRACT = 3  # sentences; in longer ones the first is background
_UNITS = frozenset("% times points ms s db hz khz mhz ghz fps gb mb kb".split())
_RESULT = re.compile(
    r"\b(?:outperform|surpass|exceed|achiev|attain|reach|improv|reduc|lower|boost|increas|decreas|accelerat|speed|yield|gain|sav|cut|"
    r"match|retain|maintain|obtain|record|report|scor|rank|drop|fall|fell|rise|rose|succe)\w*"
    r"|\b(?:state[- ]of[- ]the[- ]art|sota|faster|slower|better|fewer|less|more|higher|smaller|cheaper|only)\b"
    r"|\b(?:experiment|result|evaluation|finding)s?\b|\bwe (?:\w+ly |also )?(?:find|found|show|observe|demonstrate)",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:outperform|surpass|exceed|achiev|attain|improv|reduc|boost|accelerat)\w*"
    r"|\b(?:experiment|result|evaluation|analys[ie]s|finding)\w*\b.{0,60}?\b(?:show|demonstrat|reveal|indicat|suggest|confirm|find)\w*"
    r"|\bwe (?:\w+ly |also |further )?(?:find|found|show|observe|prove|demonstrate|reveal)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\W*(?:existing|current|previous|prior|recent|traditional|conventional|most|many|typical|although|while)\b"
    r"|.*\b(?:previous|prior|existing) (?:work|methods?|approach(?:es)?|studies) (?:report|achiev|reach|requir|suffer)",
    re.IGNORECASE,
)
# A release is no measurement: GPT-4.1, Qwen 2.5, v1.5. A size of what was built is none either: a 7.5B model, 1.2M images.
_RELEASED = re.compile(r"(?:[A-Z][\w-]*|\b[vV](?:er(?:sion)?)?\.?)[- ]?$")
_SIZED = re.compile(r"\s?-?(?:[kKMBT]\b|(?:thousand|million|billion|trillion)\b)")
_BY_SIDE = re.compile(r"\s?[×xX]?\s?\d")  # 256×256
# Words beside a number that say in which direction, not of what.
_BARE = frozenset(
    map(
        stem,
        "improve improvement increase reduce reduction decrease gain boost outperform surpass exceed achieve attain reach yield obtain better "
        "higher lower more less fewer up average relative absolute percent percentage point points time times fold result results "
        "performance method approach model framework baseline baselines state art sota while maintain respectively compared comparable".split(),
    )
)
_WORDS = 8
_NEAR = 14  # of which at most eight are read: the others say nothing
_CLAUSE = re.compile(r"[;:.!?]\s")


@dataclass(frozen=True, slots=True)
class Headline:
    """A measured number of a result sentence, and the stems beside it that say what was measured."""

    quantity: Quantity
    measure: frozenset[str]


def headline_numbers(sentences: Sequence[str]) -> tuple[Headline, ...]:
    """The measured numbers of the sentences of an abstract that tell its own results, in their order."""
    first = 1 if len(sentences) > _SHORT_ABSTRACT else 0
    return tuple(found for text in sentences[first:] if _tells_result(text) for found in _measured(text))


def tells_outcome(sentences: Sequence[str]) -> bool:
    """Whether the sentences of an abstract, after its first, say outright what came of the work."""
    return any(_OUTCOME.search(text) and not _OTHERS.match(text) for text in sentences[1:])


def keeps_headline(line: str, headlines: Sequence[Headline]) -> bool:
    """Whether a line has one of the headline numbers, and beside it a word that says of what; so has any where there is none."""
    return not headlines or any(
        mine.quantity.agrees(stated.quantity) and (not stated.measure or mine.measure & stated.measure)
        for mine in _measured(line, bare=True)
        for stated in headlines
    )


def _tells_result(sentence: str) -> bool:
    """Whether a sentence may tell what came of the work, and not of what others did."""
    return _RESULT.search(sentence) is not None and _OTHERS.match(sentence) is None


def _measured(text: str, *, bare: bool = False) -> Iterator[Headline]:
    """The measured numbers of a text; with `bare`, also numbers without a unit, which a range may have cost it."""
    for quantity in quantities(text):
        if bare or _is_measure(quantity, text):
            yield Headline(quantity, _measure(text, quantity))


def _is_measure(quantity: Quantity, text: str) -> bool:
    written = text[quantity.start : quantity.end]
    if "times" in quantity.units and _BY_SIDE.match(text, quantity.end):
        return False
    if quantity.units & _UNITS:
        return not quantity.spelled or "fold" in written or "times" in written
    decimal = "." in written and written.strip().replace(".", "", 1).isdigit()
    named = _RELEASED.search(text[max(0, quantity.start - 20) : quantity.start])
    return decimal and not named and not _SIZED.match(text, quantity.end)


def _measure(text: str, quantity: Quantity) -> frozenset[str]:
    """The stems within eight words on either side, in its own clause, but for those that say only a direction."""
    before = _CLAUSE.split(" ".join(text[: quantity.start].split(" ")[-_NEAR:]))[-1]
    after = _CLAUSE.split(" ".join(text[quantity.end :].split(" ")[:_NEAR]))[0]
    near = [*terms(before)[-_WORDS:], *terms(after)[:_WORDS]]
    return frozenset(word for word in near if word not in _BARE and not word[0].isdigit())
