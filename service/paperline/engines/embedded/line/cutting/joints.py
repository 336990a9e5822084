"""Joints: whether the words on both sides of a cut can stand beside each other, whatever the parser took them for."""

from __future__ import annotations

import re
from itertools import pairwise

from paperline.domain.syntax import Parse, indices
from paperline.engines.embedded.line.cutting.losses import FINITE, NOUN, PUFF

_PAUSES = (",", "(", "–", "—", "--")
_FEW = 4
_ABOUT_MANNER = frozenset("while when without during even as under thus thereby".split())
_SHORT_ITEM = 3  # tokens: `, masking strategy, and loss` is a list, whatever the parser took it for
_ITEM = 8  # tokens within which the comma before a list's last item but one stands
_MARKS = (",", ".", ";", ":", "!", "?", "…", "–", "—", "--", ")", "]")
# Nouns that say nothing without what follows them.
_OPEN_NOUNS = frozenset(
    "reliance dependence dependency ability inability capability tendency lack absence presence need use impact effect influence role number "
    "amount variety range set series degree extent notion importance".split()
)
_OTHER_SUBJECT = ("while", "whereas", "but", "and", "although")
_NUMBER = re.compile(r"[+–-]?\d[\d.,]*")
_FULL_STOPS = (".", ";", "!", "?")
_CALLED = ("called", "named", "termed", "dubbed")
_LINKS = ("IN", "TO", "CC")
_RELATIVE = ("WDT", "WP", "WRB", "WP$")
_MODIFIERS = ("JJ", "JJR", "JJS", "RB", "RBR", "RBS", "CC", "HYPH", ",")
_BEFORE_NOUN = ("amod", "compound", "nmod")
_OPENS_PHRASE = frozenset((*_LINKS, *_RELATIVE, *"VBG VBN RB DT PRP PRP$ -LRB- -RRB- , : . `` ''".split()))


def joins_well(parse: Parse, kept: int, whole: int) -> bool:
    """Whether what is kept of a clause reads on at each place where something of `whole` was taken out, and ends as it may.

    The parser errs most in long noun phrases; a cut that is right by the tree must also be one that words alone allow:
    from a preposition, mark or participle up to a mark, conjunction, preposition or finite verb.
    """
    left = list(indices(kept))
    gone = whole & ~kept
    for place, (before, after) in enumerate(pairwise(left)):
        run = [index for index in range(before + 1, after) if gone >> index & 1]
        if (
            run and parse.tokens[before].text in _PAUSES and place
        ):  # the mark goes with what it divided from the words before
            before, run = left[place - 1], [before, *run]
        if run and not _reads_on(parse, before, run, after):
            return False
    rest = [index for index in indices(gone) if index > left[-1]]
    if rest and parse.tokens[left[-1]].text in _PAUSES and len(left) > 1:
        rest = [left.pop(), *rest]
    if not rest:
        return True
    behind = _behind_brackets(parse, rest)
    ends = (_may_end(parse, left[-1], index) for index in (rest[0], behind))
    if parse.tokens[behind].text.lower() == "but" and any(parse.tokens[index].text.lower() == "not" for index in left):
        return False  # `not A` of `not A but B`
    lists = (rest, rest[rest.index(behind) :])
    return all(ends) and not any(_breaks_list(parse, left, gone) for gone in lists)


def _breaks_list(parse: Parse, left: list[int], rest: list[int]) -> bool:
    """Whether the end of a list goes and its begin stays: `, and` with the last item, or most of what a colon announces."""
    tokens = parse.tokens
    near = [tokens[place] for place in left[-_ITEM:]]
    colon = next((place for place in left if tokens[place].text == ":"), None)
    listed = colon is not None and colon and tokens[colon - 1].tag == "NNS"  # `five levels: Level 1`
    counted = listed and any(tokens[place].tag == "CD" for place in range(max(0, (colon or 0) - _FEW), colon or 0))
    if counted and tokens[rest[0]].text != ".":  # `three innovations: A` of `three innovations: A; B; C`
        return True
    aside = tokens[rest[0]].text == "(" and _behind_brackets(parse, rest) == rest[0]  # what goes is in brackets only
    if (
        (listed or any(token.text == ":" for token in near[-_FEW:]))
        and tokens[rest[0]].text not in (".", ";")
        and not aside
    ):
        return True
    if len(rest) < 2 or tokens[rest[0]].text != "," or tokens[rest[1]].tag != "CC":
        return False
    comma = next((place for place in reversed(range(len(near))) if near[place].text == ","), None)
    if comma is None or near[comma + 1 : comma + 2] == []:
        return False
    if near[comma + 1].tag in ("VBG", "VBN", *_RELATIVE) and len(near) - comma - 1 > _SHORT_ITEM:
        return False
    return not any(token.tag in ("CC", "VBZ", "VBD", "MD") for token in near[comma:])


def _reads_on(parse: Parse, before: int, run: list[int], after: int) -> bool:
    tokens = parse.tokens
    first, last, next_ = tokens[run[0]], tokens[run[-1]], tokens[after]
    ends = _may_end(parse, before, run[0])
    if _NUMBER.fullmatch(last.text) and next_.tag not in _LINKS and next_.text not in _MARKS:
        return False  # `boosts it dB` from `boosts it by +0.69 dB`, whatever the parser took `dB` for
    if all(tokens[place].tag in _MODIFIERS or tokens[place].text.lower() in PUFF for place in run):
        return True
    closes = last.text in _PAUSES or next_.text in _PAUSES
    if closes and first.tag in _RELATIVE and first.text not in _PAUSES:
        return False  # `a frame, for every beam` from `a frame that tells, for every beam, …`
    if next_.text in _MARKS or next_.tag == "CC":
        return ends
    aside = first.text in _PAUSES and last.text in (*_PAUSES, ")")
    if first.text == "," and not aside and next_.tag != "TO":
        return False  # `matches X by 10%` from `matches X, while Y surpasses Z by 10%`
    if next_.tag in ("IN", "TO"):
        relative = after + 1 < len(tokens) and tokens[after + 1].tag in _RELATIVE
        return ends and not relative
    if next_.tag in FINITE and tokens[before].tag in FINITE:
        return False  # `we show … integrates`
    if next_.tag in FINITE:
        opener = tokens[run[1]].text.lower() if len(run) > 1 else ""
        if first.text == "," and opener in _OTHER_SUBJECT:
            return False  # `A wins … loses` from `A wins …, while B (small) loses`
        return aside or first.tag in ("IN", "TO", "VBN", "VBG")
    if first.tag == "VBN" and next_.tag in _RELATIVE:  # `a frame called X that …`
        return True
    if next_.tag == "VBG" and last.text.lower() == "by":
        return True
    return aside


def _may_end(parse: Parse, last: int, gone: int) -> bool:
    """Whether a phrase may end at a word when the next one goes: not inside a noun phrase, not between a number and its noun."""
    end, next_ = parse.tokens[last], parse.tokens[gone]
    if end.text in _MARKS or next_.text in _FULL_STOPS:
        return True
    if lacks_complement(parse, last, gone) or (end.text.lower() in _OPEN_NOUNS and next_.tag in ("IN", "TO")):
        return False
    if next_.tag == "VBG" and not (next_.dep == "acl" and end.tag in NOUN):
        return False
    if end.tag.startswith("JJ") and (end.dep in _BEFORE_NOUN or (end.dep in ("dobj", "pobj") and next_.tag == "CC")):
        return False
    if next_.text.lower() in _CALLED or _is_name_of(parse, last, gone):
        return True
    counts = end.tag == "CD" or end.text in ("%", "×")
    return next_.tag in _OPENS_PHRASE and not (counts and next_.tag in ("VBG", "VBN"))


def _is_name_of(parse: Parse, noun: int, name: int) -> bool:
    """Whether a name stands behind what it names, and a mark behind it: `a generation model XVerse`."""
    after = parse.tokens[name + 1].text if name + 1 < len(parse.tokens) else "."
    return parse.tokens[noun].tag == "NN" and parse.tokens[name].tag == "NNP" and after in _MARKS


def lacks_complement(parse: Parse, last: int, gone: int) -> bool:
    """Whether a verb would lose the phrase right behind it: `pair with …`, `described by …`, `appears with …`.

    Its object never goes; of what follows it, only what is about when or how may.
    """
    end, next_ = parse.tokens[last], parse.tokens[gone]
    verbal = end.tag.startswith("VB") and not is_gerund_noun(parse, last)
    return verbal and next_.tag in ("IN", "RB", "TO", "WRB", "RP") and next_.text.lower() not in _ABOUT_MANNER


def is_gerund_noun(parse: Parse, index: int) -> bool:
    """Whether a gerund stands for a thing: `planning` beside `reasoning and generation`, `deep learning`."""
    token = parse.tokens[index]
    if token.tag != "VBG":
        return False
    joined = token.dep == "conj" and parse.tokens[token.head].tag in NOUN
    described = any(parse.tokens[child].dep in ("amod", "compound", "det") for child in parse.children[index])
    return joined or (token.dep in ("pobj", "dobj", "nsubj", "nsubjpass") and described)


def _behind_brackets(parse: Parse, rest: list[int]) -> int:
    """The first of the tokens that go which is not within brackets, else the first."""
    if parse.tokens[rest[0]].text != "(":
        return rest[0]
    closing = next((i for i, place in enumerate(rest) if parse.tokens[place].text == ")"), len(rest))
    return rest[closing + 1] if closing + 1 < len(rest) else rest[0]
