"""Units: the runs of a clause that may go as wholes, each with the marks that belong to it, and what is lost with them."""

from __future__ import annotations

import re
from itertools import pairwise

from paperline.domain.syntax import Parse, between, indices
from paperline.engines.embedded.line.cutting.losses import FINITE, NOUN, PUFF, VERB, loss_of

_BETTER_GONE = 8.0
_BY_MARKS, _JOINED = 2.0, 3.0
_APART_OPENERS = ("VBG", "VBN", "WDT", "IN")
_OUT_OF_LIST = 2.0
_TROUBLES = re.compile(
    r"(?:gap|issue|limitation|problem|challenge|drawback|bottleneck|shortcoming|constraint|question|concern|insight|observation|"
    r"finding|phenomenon|goal|need|difficult|setting|weakness)\w*",
    re.IGNORECASE,
)
_APART, _ATTACHED = 0.7, 1.3  # a reader misses less of what stands behind a comma
_COLONS = (":", "–", "—", "--")
_ANNOUNCING = frozenset(", consisting comprising comprised composed including namely of with as follows".split())
_DASHES = ("-", "–")
MARKS = (",", ".", ";", ":", "!", "?", "…", "–", "—", "-", "--")
_ENUMERATOR = re.compile(r"[ivx]{1,4}|\d|[a-e]", re.IGNORECASE)


def enumerators(parse: Parse, mask: int) -> int:
    """The tokens of `(i)`, `(2)` and the like."""
    found = 0
    for index in indices(mask):
        around = [token.text for token in parse.tokens[index : index + 3]]
        if len(around) == 3 and around[0] == "(" and around[2] == ")" and _ENUMERATOR.fullmatch(around[1]):
            found |= between(index, index + 2)
        if len(around) > 1 and around[1] == ")" and _ENUMERATOR.fullmatch(around[0]) and not found >> index & 1:
            found |= between(index, index + 1)
    return found


def removable_units(parse: Parse, mask: int) -> list[tuple[int, float]]:
    """The subtrees that may go, each with the marks that belong to it, and what the reader loses beyond their words."""
    brackets = _brackets(parse, mask)
    units = [(unit, 0.3) for unit in _alike(parse, brackets)]
    pointing = _pointing(parse)
    colons, aside = _divisions(parse, mask & ~sum(unit for unit, _ in units))
    colon = next((i for i in colons if parse.tokens[i].text != ";"), -1)
    if aside:
        units.append((aside, 0.5))
    units += [(unit, 0.1) for unit in _praise(parse, mask)]
    units += [(unit, _BY_MARKS) for unit in _between_commas(parse, mask)]
    units += [(unit, _JOINED) for unit in _from_joined_verbs(parse, mask)]
    for index in indices(mask):
        if index in colons and index + 1 < len(parse.tokens):
            units.append((mask & ~((1 << _announced_from(parse, index)) - 1), 0.5))
        loss, unit = loss_of(parse, index), parse.subtrees[index] & mask
        # A list after a colon stays whole or goes.
        if (
            loss is None
            or unit == mask
            or any(not unit & ~bracket for bracket in brackets)
            or (colon >= 0 and index > colon)
            or aside >> index & 1
        ):
            continue
        if parse.tokens[index].dep == "conj":
            unit |= _before(parse, index, mask)
        loss *= _APART if index and parse.tokens[next(indices(unit)) - 1].text in (",", "(", "–", "—") else _ATTACHED
        if parse.tokens[index].dep != "conj" and _is_within_list(parse, parse.tokens[index].head):
            loss += _OUT_OF_LIST
        if unit & pointing and (means := _means(parse, index) & unit):  # `that mends this gap by joining …`
            units.append((unit & ~means, -_BETTER_GONE))
        if _leaves_colon(parse, unit, mask) and colon == unit.bit_length():  # the list goes with what announces it
            unit |= mask & ~between(0, colon - 1)
        if not _breaks(parse, index, unit, mask):
            units.append((unit, loss - _BETTER_GONE if unit & pointing else loss))
    return units


def _praise(parse: Parse, mask: int) -> list[int]:
    """`simple yet effective` and the like, which goes as a whole."""
    tokens = parse.tokens
    found = []
    for first in indices(mask):
        words = [token.text.lower() for token in tokens[first : first + 3]]
        after = tokens[first + 3 : first + 4]
        praise = len(words) == 3 and {words[0], words[2]} <= PUFF and words[1] in ("yet", "but", "and", ",")
        if praise and after and not (_is_glued(parse, first) or _is_glued(parse, first + 3)):
            article = tokens[first - 1].text.lower() if first else ""
            if article not in ("a", "an") or (article == "an") == (after[0].text[:1].lower() in "aeiou"):
                found.append(between(first, first + 2) & mask)
    return found


def _is_glued(parse: Parse, index: int) -> bool:
    """Whether a token goes on with the word before it: `-efficient` of `cost-efficient`."""
    return index > 0 and parse.tokens[index - 1].end == parse.tokens[index].start


def _between_commas(parse: Parse, mask: int) -> list[int]:
    """What commas set apart, whatever the parser took it for: `, using X,` before a verb, and an end from `, and` on."""
    tokens = parse.tokens
    commas = [place for place in indices(mask) if tokens[place].text == ","]
    found = []
    for place, comma in enumerate(commas):
        opener = tokens[comma + 1] if comma + 1 < len(tokens) else tokens[comma]
        close = commas[place + 1] if place + 1 < len(commas) else None
        if (
            close is not None
            and opener.tag in _APART_OPENERS
            and tokens[close + 1 : close + 2]
            and tokens[close + 1].tag in FINITE
        ):
            found.append(between(comma, close) & mask)
        if opener.tag == "CD" and any(tokens[i].text.endswith("%") for i in indices(mask & between(0, comma))):
            found.append(mask & ~between(0, comma - 1))  # `97% on A, 71% on B, and 60% on C` as `97% on A`
        if place == 0 and (
            opener.tag in ("CC", "VBN", "VBG", "WDT")
            or opener.text.lower() == "that"
            or opener.text.lower() in ("while", "whereas", "with", "which")
            or (
                opener.text.lower() in ("such", "including")
                and not any(tokens[i].tag in FINITE for i in range(comma, len(tokens)))
            )
        ):
            found.append(mask & ~between(0, comma - 1))
    return found


def _from_joined_verbs(parse: Parse, mask: int) -> list[int]:
    """What a clause says from each `and reduces …` on, whatever the parser took it for."""
    tokens, found = parse.tokens, []
    places = list(indices(mask))
    for place, joint in enumerate(places[:-1]):
        verb = next((i for i in places[place + 1 : place + 3] if tokens[i].tag != "RB"), joint)
        if tokens[joint].text.lower() in ("and", "but") and tokens[verb].tag in ("VBZ", "VBD") and place:
            begin = joint - 1 if tokens[joint - 1].text == "," else joint
            listed = any(
                tokens[i].text == "," and tokens[i + 1].tag in ("VBZ", "VBD") for i in places[:place] if i + 1 < joint
            )
            if not listed:  # the last of three
                found.append(mask & ~between(0, begin - 1))
    return found


def _breaks(parse: Parse, index: int, unit: int, mask: int) -> bool:
    """Whether something that belongs together would be parted: a list, a word, a range, an article and its noun."""
    token = parse.tokens[index]
    return (
        _is_within_examples(parse, token.head)
        or (token.dep == "conj" and _ends_list(parse, index))
        or (token.dep == "prep" and _parts_coordination(parse, unit, mask))
        or _breaks_article(parse, index, unit)
        or _splits_word(parse, unit)
        or _splits_range(parse, unit)
        or _leaves_colon(parse, unit, mask)
    )


def _announced_from(parse: Parse, colon: int) -> int:
    """Where what only announces the list behind a colon begins: at `, consisting of`, else at the colon."""
    begin = colon
    while begin and parse.tokens[begin - 1].text.lower() in _ANNOUNCING:
        begin -= 1
    return begin if parse.tokens[begin].text in (*_COLONS, ";", ",") else colon


def _divisions(parse: Parse, mask: int) -> tuple[list[int], int]:
    """The colons, semicolons and lone dashes that divide a clause, and what stands between two dashes, these included."""
    tokens = parse.tokens
    found = [
        i
        for i in indices(mask)
        if tokens[i].text in (*_COLONS, ";") and tokens[i].dep == "punct" and _is_spaced(parse, i)
    ]
    dashes = [i for i in found if tokens[i].text in _COLONS[1:]]
    if len(dashes) != 2:
        return found, 0
    return [i for i in found if i not in dashes], between(dashes[0], dashes[1]) & mask


def _is_spaced(parse: Parse, index: int) -> bool:
    """Whether a mark is no part of a word such as `generate--check`."""
    following = parse.tokens[index + 1].start if index + 1 < len(parse.tokens) else parse.tokens[index].end + 1
    return following > parse.tokens[index].end


def _is_within_examples(parse: Parse, index: int) -> bool:
    """Whether a word belongs to what `including` or `such as` announces: its list stays whole or goes."""
    for _ in range(4):
        token = parse.tokens[index]
        if token.text.lower() in ("including", "such", "like") and token.dep == "prep":
            return True
        if token.head == index:
            return False
        index = token.head
    return False


def _is_within_list(parse: Parse, index: int) -> bool:
    """Whether a word belongs to one of several nouns that stand side by side: what one loses, all seem to lose."""
    for _ in range(3):
        token = parse.tokens[index]
        if token.tag in NOUN and (token.dep == "conj" or parse.child(index, "conj") is not None):
            return True
        if token.head == index or token.tag in VERB:
            return False
        index = token.head
    return False


def _pointing(parse: Parse) -> int:
    """The demonstratives of `these challenges` and `overcome this`: what holds them does not stand alone."""
    return sum(
        1 << index
        for index, token in enumerate(parse.tokens)
        if token.text.lower() in ("this", "these", "those", "such")
        and (_TROUBLES.fullmatch(parse.tokens[token.head].text) or token.dep == "dobj")
    )


def _ends_list(parse: Parse, index: int) -> bool:
    """Whether other items of its list stand before a conjunct: it is not the one to go, since a list keeps its end."""
    head = parse.tokens[index].head
    earlier = any(parse.tokens[c].dep == "conj" and head < c < index for c in parse.children[head])
    return earlier or parse.tokens[head].dep == "conj"


def _means(parse: Parse, index: int) -> int:
    """What follows `by` in a clause that says what it mends (`designed to mend this by …`): the part that tells something."""
    if parse.tokens[index].dep not in ("relcl", "acl"):
        return 0
    mending = (index, *(child for child in parse.children[index] if parse.tokens[child].dep in ("xcomp", "advcl")))
    for place in mending:
        by = next((c for c in parse.children[place] if parse.tokens[c].text == "by"), None)
        means = parse.child(by, "pcomp") if by is not None else None
        if means is not None:
            return parse.subtrees[means]
    return 0


def _parts_coordination(parse: Parse, unit: int, mask: int) -> bool:
    """Whether `and` and a noun follow what would go: they may belong to it, whatever the parser took them for."""
    after = unit.bit_length()
    if after + 1 >= len(parse.tokens) or not mask >> after & 1 or parse.tokens[after].tag != "CC":
        return False
    joined = next(
        (c for c in parse.children[parse.tokens[after].head] if c > after and parse.tokens[c].dep == "conj"), None
    )
    return joined is not None and parse.tokens[joined].tag in NOUN


def _leaves_colon(parse: Parse, unit: int, mask: int) -> bool:
    """Whether a colon would lose the words that announce its list."""
    after = unit.bit_length()
    return after < len(parse.tokens) and bool(mask >> after & 1) and parse.tokens[after].text in _COLONS


def _splits_word(parse: Parse, unit: int) -> bool:
    """Whether only a part of a word written without spaces would go."""
    first, last = next(indices(unit)), unit.bit_length() - 1
    tokens = parse.tokens
    if (
        first
        and tokens[first - 1].end == tokens[first].start
        and tokens[first - 1].text not in ("(", "[", "“", '"', "``")
    ):
        return tokens[first].text not in ("(", "[", ",", ";", ":", "–", "—")
    if last + 1 < len(tokens) and tokens[last].end == tokens[last + 1].start:
        return tokens[last + 1].text not in (*MARKS[:7], ")", "]", "”", '"', "''")
    return False


def _splits_range(parse: Parse, unit: int) -> bool:
    """Whether the end of a range of numbers would go and leave its begin: `10% - 20%`."""
    first = next(indices(unit))
    texts = [token.text for token in parse.tokens[max(0, first - 1) : first + 2]]
    return any(mark in _DASHES and after[:1].isdigit() for mark, after in pairwise(texts))


def _breaks_article(parse: Parse, index: int, unit: int) -> bool:
    """Whether an adjective goes that its article was chosen for: `a new approach` is not `a approach`."""
    after = unit.bit_length()
    if not index or after >= len(parse.tokens) or parse.tokens[index - 1].text.lower() not in ("a", "an"):
        return False
    return (parse.tokens[index - 1].text.lower() == "an") != (parse.tokens[after].text[:1].lower() in "aeiou")


def _before(parse: Parse, index: int, mask: int) -> int:
    """The conjunction and comma in front of a conjunct."""
    unit, position = 0, min(indices(parse.subtrees[index])) - 1
    while (
        position >= 0
        and mask >> position & 1
        and (parse.tokens[position].dep == "cc" or parse.tokens[position].text.lower() in (",", "as", "well"))
    ):
        unit |= 1 << position
        position -= 1
    return unit


def _alike(parse: Parse, brackets: list[int]) -> list[int]:
    """The brackets, those with numbers as one: `A (+16.8), B (+12.6)` keeps all of its numbers or none."""
    numbered = [
        unit for unit in brackets if any(parse.tokens[index].text.strip("+-")[:1].isdigit() for index in indices(unit))
    ]
    if len(numbered) < 2:
        return brackets
    together = 0
    for unit in numbered:
        together |= unit
    return [unit for unit in brackets if unit not in numbered] + [together]


def _brackets(parse: Parse, mask: int) -> list[int]:
    """The token runs in brackets, the brackets included."""
    found, opened = [], []
    for index in indices(mask):
        text = parse.tokens[index].text
        if text in ("(", "["):
            opened.append(index)
        elif text in (")", "]") and opened:
            found.append(between(opened.pop(), index) & mask)
    return found
