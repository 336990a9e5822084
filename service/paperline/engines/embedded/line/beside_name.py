"""Beside the name: what a clause says of a named thing once the name stands before it."""

from __future__ import annotations

import re

from paperline.domain.syntax import Parse, between, indices
from paperline.engines.embedded.names.naming import Name, letters_of

_CALLED = re.compile(r"(?:call|nam|term|dubb|denot|refer|coin)\w*", re.IGNORECASE)
# What a name's own noun says little with: `the X framework`.
MAKES = frozenset(
    "method approach framework model system algorithm technique dataset benchmark pipeline architecture strategy mechanism paradigm "
    "module scheme network engine solution procedure recipe".split()
)
_LEADING = (",", ":", "–", "—", "-", "--", "(", ")", "'s", '"', "''", "``", "”", "’", "'", ".", "and")


def beside_name(parse: Parse, offered: int, mask: int, name: Name) -> tuple[int, Name | None]:
    """The tokens that say what the named thing is, without its name; or all, unnamed, where the name is no part of them."""
    tokens = parse.tokens
    where = find_tokens(parse, mask, name.text) or long_form(parse, mask, name.text)
    if where is None:
        return mask, name
    first, last = where
    while last < offered and tokens[last + 1].tag.startswith("NN"):  # `the Graph Mamba networks, a …`
        if (
            tokens[last + 1].text.lower() in MAKES
            and tokens[last + 2 : last + 3]
            and tokens[last + 2].tag in ("IN", "TO")
        ):
            return _reopened(parse, mask, mask & ~between(0, last)), name  # `an X paradigm to …`
        last += 1
    here = between(first, last)
    following = tokens[last + 1].text if last + 2 < len(tokens) and mask >> (last + 1) & 1 else ""
    if following in ("a", "an", "the"):  # `X a framework that …`
        return described(parse, mask & ~between(0, last)), name
    if first and tokens[first - 1].text == "(" and (mask & ~between(0, last)).bit_count() >= 5:
        return _reopened(parse, mask, described(parse, _after_brackets(parse, mask & ~between(0, last)))), name
    called = next((i for i in indices(mask) if _CALLED.fullmatch(tokens[i].text) and parse.subtrees[i] & here), None)
    if called is not None and called < first and not here >> offered & 1:
        if last + 1 < len(tokens) and tokens[last + 1].tag == "CC":  # `two methods called X and Y`
            return mask, None
        after = last + 2 if last + 1 < len(tokens) and tokens[last + 1].text == ")" else last + 1
        return mask & ~between(called, after - 1), name
    apposed = parse.child(offered, "appos")
    if last < offered and apposed is not None and apposed > offered and last >= offered - 2:
        return described(parse, parse.subtrees[apposed] & mask), name  # `the X pipeline, a scalable engine`
    if here >> offered & 1 or tokens[offered].head in range(first, last + 1):
        rest = described(parse, _after_brackets(parse, mask & ~between(0, last)))
        return rest or mask & ~here, name  # `a new model X`
    if tokens[last].dep in ("appos", "oprd") or tokens[first].dep == "appos":
        return mask & ~here & ~_brackets_around(parse, here), name
    return mask, None if here >> min(indices(mask)) & 1 else name


def _reopened(parse: Parse, whole: int, rest: int) -> int:
    """What stands behind a name in the midst of `a Long Name (X) framework for …`, with its article: `a framework for …`.

    Without one that fits, a noun that says little goes where a clause follows: `the X method, which joins …` as `joins …`.
    """
    places = list(indices(rest))
    if len(places) < 2 or not parse.tokens[places[0]].tag.startswith(("NN", "JJ")):
        return rest
    opener, first = next(indices(whole)), parse.tokens[places[0]].text.lower()
    article = parse.tokens[opener].text.lower()
    if article in ("a", "an") and opener < places[0] and (article == "an") == (first[:1] in "aeiou"):
        return rest | 1 << opener
    if first in MAKES and (parse.tokens[places[1]].text == "," or parse.tokens[places[1]].tag in ("WDT", "VBN", "VBG")):
        return described(parse, rest & ~(1 << places[0]))
    return rest


def long_form(parse: Parse, mask: int, name: str) -> tuple[int, int] | None:
    """The tokens of a name written out in front of a mask, of which the name is the initials."""
    first = next(indices(mask))
    initials, last = "", first
    for index in indices(mask):
        if not parse.tokens[index].text[:1].isupper() or initials == name:
            break
        initials, last = initials + parse.tokens[index].text[0], index
    return (first, last) if len(name) > 2 and initials == name else None


def called_otherwise(parse: Parse, mask: int) -> int | None:
    """The first word of a name that stands behind `called` and the like in the mask."""
    places = list(indices(mask))
    for place in places:
        following = parse.tokens[place + 1] if place + 1 < len(parse.tokens) else None
        if _CALLED.fullmatch(parse.tokens[place].text) and following and following.tag in ("NNP", "NNPS"):
            return place + 1
    return None


def described(parse: Parse, mask: int) -> int:
    """What follows a name: its apposition, or the statement of its relative clause without the pronoun."""
    tokens = list(indices(mask))
    if tokens and (aside := _aside(parse, tokens)):
        return described(parse, mask & ~aside)
    while tokens and parse.tokens[tokens[0]].text.startswith("\\"):  # a macro that stood for the name
        tokens.pop(0)
    if len(tokens) > 2 and parse.tokens[tokens[1]].text == "," and parse.tokens[tokens[0]].tag in ("CD", "NNP"):
        tokens.pop(0)  # `X 30B, a …`
    while tokens and (parse.tokens[tokens[0]].text in _LEADING or parse.tokens[tokens[0]].tag in ("WDT", "WP")):
        closing = [place for place, index in enumerate(tokens) if parse.tokens[index].text == ")"]
        whole = parse.tokens[tokens[0]].text == "(" and bool(closing)  # `X, (its long form), a …`
        tokens = tokens[closing[0] + 1 :] if whole else tokens[1:]
    return sum(1 << index for index in tokens)


def _aside(parse: Parse, tokens: list[int]) -> int:
    """The tokens up to a comma of an opener such as `, to the best of our knowledge,`."""
    begin = next((index for index in tokens if parse.tokens[index].text not in _LEADING), None)
    if begin is None or parse.tokens[begin].tag not in ("IN", "TO", "RB"):
        return 0
    end = next((index for index in tokens if index > begin and parse.tokens[index].text == ","), None)
    longest = 2 if parse.tokens[begin].tag == "RB" else 10  # `thus provides A, B` is no opener
    return between(tokens[0], end) if end is not None and end - begin <= longest else 0


def _after_brackets(parse: Parse, mask: int) -> int:
    """The tokens after an opening bracket that directly follows the name, such as its expansion, and after a closing one."""
    tokens = list(indices(mask))
    if tokens and parse.tokens[tokens[0]].text == "(":
        closing = next((place for place, index in enumerate(tokens) if parse.tokens[index].text == ")"), None)
        return sum(1 << index for index in tokens[(closing or 0) + 1 :])
    if tokens and parse.tokens[tokens[0]].text == ")":
        tokens.pop(0)
    return sum(1 << index for index in tokens)


def _brackets_around(parse: Parse, mask: int) -> int:
    first, last = min(indices(mask)), max(indices(mask))
    if (
        first
        and last + 1 < len(parse.tokens)
        and parse.tokens[first - 1].text == "("
        and parse.tokens[last + 1].text == ")"
    ):
        return between(first - 1, last + 1)
    return 0


def find_tokens(parse: Parse, mask: int, text: str) -> tuple[int, int] | None:
    """The first and last token of a text that stands in the mask, however it is spelled: `MedSAM-3` for `MedSAM3`."""
    letters = letters_of(text)
    for first in indices(mask):
        joined = ""
        for last in range(first, min(first + 12, len(parse.tokens))):
            joined += letters_of(parse.tokens[last].text)
            if not joined or not letters.startswith(joined):
                break
            if joined == letters:
                return first, last
    return None
