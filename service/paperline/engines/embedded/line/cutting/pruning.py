"""Pruning: a clause cut to a number of words by taking whole subtrees off its dependency tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paperline.domain.syntax import Parse, between, indices
from paperline.engines.embedded.line.cutting.joints import is_gerund_noun, joins_well, lacks_complement
from paperline.engines.embedded.line.cutting.losses import NOUN, PUFF, VERB
from paperline.engines.embedded.line.cutting.units import MARKS, enumerators, removable_units

_State = tuple[float, int, int, float]  # worth, mask, words, lost
_BEAM = 16
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Pruned:
    """What is left of a clause: a mask over the parse's tokens, how many words it reads as, and what was lost."""

    mask: int
    words: int
    lost: float


def prune(parse: Parse, mask: int, limits: Sequence[int], *, protect: int = 0) -> list[Pruned]:
    """The most worthwhile parts of the tokens in `mask` that read as at most so many words, one for every limit, distinct.

    Only whole subtrees go, none that holds a token of `protect`, and never part of a coordination of nouns.
    A beam over removals, each valued by the words that it keeps and what is lost with the others.
    """
    mask = _without_last_marks(parse, mask & ~enumerators(parse, mask))
    if not mask:
        return []
    opened = _without_parted_article(parse, mask)
    if not joins_well(parse, opened, between(next(indices(opened)), len(parse.tokens) - 1)):
        return []
    units = [unit for unit in removable_units(parse, mask) if not unit[0] & protect]
    scale = _Scale(parse)
    most, least = max(limits), min(limits)
    whole = scale.worth(mask)
    start: _State = (whole, mask, scale.words(mask), 0.0)
    seen = {mask}
    beam, done = [start], [start] if start[2] <= most else []
    for _ in range(_DEPTH):
        grown: list[_State] = []
        for worth, kept, _, lost in beam:
            for unit, loss in units:
                left = kept & ~unit
                if left and left not in seen:
                    seen.add(left)
                    grown.append((worth - scale.worth(kept & unit) - loss, left, scale.words(left), lost + loss))
        done += [state for state in grown if state[2] <= most]
        beam = sorted((s for s in grown if s[2] > least), key=lambda s: (-s[0] / max(1, s[2] - least + 6), s[1]))[
            :_BEAM
        ]
        if not beam:
            break
    done.sort(key=lambda state: (-state[0], state[1]))
    best = (_first_that_reads(parse, mask, done, limit) for limit in sorted(limits, reverse=True))
    return list(dict.fromkeys(pruned for pruned in best if pruned))


def _first_that_reads(parse: Parse, mask: int, states: Sequence[_State], limit: int) -> Pruned | None:
    """The first state of at most so many words that reads on at its joints and ends well."""
    for _, kept, words, lost in states:
        if words <= limit:
            left = _without_last_marks(parse, kept)
            if _ends_well(parse, left) and joins_well(parse, left, mask):
                return Pruned(left, words, lost)
    return None


def _without_parted_article(parse: Parse, mask: int) -> int:
    """The tokens without an article that was put before them from further on: `a framework` from `a Long Name framework`."""
    first = next(indices(mask))
    rest = mask & ~(1 << first)
    return rest if rest and parse.tokens[first].tag == "DT" and not mask >> (first + 1) & 1 else mask


def _without_last_marks(parse: Parse, mask: int) -> int:
    """The tokens without a mark that nothing follows any more."""
    while mask and parse.tokens[mask.bit_length() - 1].text in (",", ";", ":"):
        mask &= ~(1 << (mask.bit_length() - 1))
    return mask


class _Scale:
    """Words and worth of masks over one parse, by counting bits."""

    def __init__(self, parse: Parse) -> None:
        self._words = self._numbers = self._content = self._function = 0
        last = -1
        for index, token in enumerate(parse.tokens):
            bit = 1 << index
            if token.start != last and token.tag not in (",", ".", ":", "_SP"):
                self._words |= bit
            last = token.end
            if token.tag == "CD" or token.text in ("%", "×"):
                self._numbers |= bit
            elif token.text.lower() in PUFF or not token.text[:1].isalnum():
                continue
            elif token.tag in (*NOUN, *VERB, "JJ", "JJR", "JJS"):
                self._content |= bit
            else:
                self._function |= bit

    def words(self, mask: int) -> int:
        """How many words, as separated by white space, the tokens read as."""
        return (mask & self._words).bit_count()

    def worth(self, mask: int) -> float:
        """What the words of a mask tell: numbers most, then nouns and verbs; puff and marks nothing."""
        return (
            2.0 * (mask & self._numbers).bit_count()
            + (mask & self._content).bit_count()
            + 0.3 * (mask & self._function).bit_count()
        )


def _ends_well(parse: Parse, mask: int) -> bool:
    """Whether the last word was not cut from what completes it: a verb, an article or a preposition."""
    last = mask.bit_length() - 1
    while last >= 0 and (not mask >> last & 1 or parse.tokens[last].text in MARKS):
        last -= 1
    following = parse.tokens[last + 1] if last + 1 < len(parse.tokens) else None
    if following is not None and following.text in ("–", "—", "--"):  # `then -- over a longer horizon --`
        return not any(parse.tokens[index].text == following.text for index in indices(mask) if index < last)
    if following is not None and following.text == "(" and parse.tokens[last].tag in ("VB", "VBP", "VBZ"):
        return False  # what it does is a formula
    if following is None or following.text in (*MARKS, "(", ")"):
        return True
    if is_gerund_noun(parse, last):
        return following.tag not in (*NOUN, "HYPH")
    if lacks_complement(parse, last, last + 1):
        return False
    if parse.tokens[last].tag.startswith("VB") and following.tag in ("IN", "RB", "TO", "WRB", "RP"):
        return True
    if parse.tokens[last].tag == "JJ" and parse.tokens[last].dep in ("acomp", "attr", "pobj", "oprd"):
        return following.tag not in (*NOUN, "HYPH")
    return parse.tokens[last].tag not in ("VB", "VBP", "VBZ", "VBG", "TO", "DT", "IN", "JJ", "PRP$", "CC", "WDT", "POS")
