"""The first half of the line: what a paper offers, name first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperline.domain.syntax import Parse, between, indices
from paperline.domain.text import Sentence
from paperline.engines.embedded.clauses import offer_of, subject_of
from paperline.engines.embedded.fragments import Fragment
from paperline.engines.embedded.naming import Name, same_name
from paperline.engines.embedded.pruning import prune
from paperline.engines.embedded.rendering import as_fragment

WHAT_WORDS = 18
_CALLED = re.compile(r"(?:call|nam|term|dubb|denot|refer)\w*", re.IGNORECASE)
_ATTAINS = re.compile(
    r"outperform|achiev|surpass|improv|demonstrat|show|exceed|attain|reach|reduc|match|unlock|bridg|set|establish|yield|deliver|advanc",
    re.IGNORECASE,
)
_LEADING = (",", ":", "–", "—", "-", "(", ")", "'s", '"', "''", "``", "”", "’", "'", ".", "and")
_BARE = frozenset(
    "a an the novel new simple effective efficient yet and but unified general method approach framework model system algorithm technique".split()
)


@dataclass(frozen=True, slots=True)
class What:
    """What is offered: the fragment that says it, the name that goes before it, and how good a statement it is."""

    fragment: Fragment
    name: Name | None
    worth: float


def offers(
    source: str, sentence: Sentence, parse: Parse, name: Name | None, *, most_words: int = WHAT_WORDS
) -> list[What]:
    """The statements of what is offered that one sentence gives, named and unnamed, each within the words allowed."""
    found: list[What] = []
    clause = offer_of(parse)
    if clause is not None and clause.subject is not None:
        mask, named = clause.mask, name
        if name:
            mask, named = _beside_name(parse, clause.subject, mask, name)
        found += _pruned(source, sentence, parse, mask, named, bonus=2.0, most_words=most_words)
    if name:
        found += _said_of_name(source, sentence, parse, name, most_words)
    return found


def _pruned(
    source: str, sentence: Sentence, parse: Parse, mask: int, name: Name | None, *, bonus: float, most_words: int
) -> list[What]:
    limit = most_words - (len(name.text.split()) if name else 0)
    pruned = prune(parse, mask, limit, protect=_head(parse, mask)) if mask else None
    if pruned is None or pruned.words < 3:
        return []
    fragment = as_fragment(source, sentence, parse, pruned.mask)
    first = parse.tokens[next(indices(pruned.mask))]
    if first.text.lower() in ("our", "all"):  # `our code and models` is what is released, not what is offered
        return []
    if first.tag in ("VBG", "TO", "IN"):
        bonus -= 1.5
    content = sum(word.lower().strip(",") not in _BARE for word in fragment.text.split())
    if content < 2 or (name and re.match(rf"{re.escape(name.text)}\b", fragment.text)):
        return []
    return [What(fragment, name, bonus + min(content, 9) / 3)]


def _head(parse: Parse, mask: int) -> int:
    """The word that the tokens describe: the first one that hangs on nothing among them."""
    return next(
        (
            1 << index
            for index in indices(mask)
            if not mask >> parse.tokens[index].head & 1 or parse.tokens[index].head == index
        ),
        0,
    )


def _beside_name(parse: Parse, offered: int, mask: int, name: Name) -> tuple[int, Name | None]:
    """The tokens that say what the named thing is, without its name; or all, unnamed, where the name is no part of them."""
    tokens = parse.tokens
    where = _find(parse, mask, name.text)
    if where is None:
        return mask, name
    first, last = where
    here = between(first, last)
    if first and tokens[first - 1].text == "(" and (mask & ~between(0, last)).bit_count() >= 5:
        return _described(parse, _after_brackets(parse, mask & ~between(0, last))), name
    called = next((i for i in indices(mask) if _CALLED.fullmatch(tokens[i].text) and parse.subtrees[i] & here), None)
    if called is not None and called < first and not here >> offered & 1:
        after = last + 2 if last + 1 < len(tokens) and tokens[last + 1].text == ")" else last + 1
        return mask & ~between(called, after - 1), name
    if here >> offered & 1 or tokens[offered].head in range(first, last + 1):
        rest = mask & ~between(0, last)
        return _described(parse, _after_brackets(parse, rest)), name
    if tokens[last].dep in ("appos", "oprd") or tokens[first].dep == "appos":
        return mask & ~here & ~_brackets_around(parse, here), name
    return mask, None if here >> min(indices(mask)) & 1 else name


def _described(parse: Parse, mask: int) -> int:
    """What follows a name: its apposition, or the statement of its relative clause without the pronoun."""
    tokens = list(indices(mask))
    if tokens and (aside := _aside(parse, tokens)):
        return _described(parse, mask & ~aside)
    while tokens and (parse.tokens[tokens[0]].text in _LEADING or parse.tokens[tokens[0]].tag in ("WDT", "WP")):
        tokens.pop(0)
    return sum(1 << index for index in tokens)


def _aside(parse: Parse, tokens: list[int]) -> int:
    """The tokens up to a comma of an opener such as `, to the best of our knowledge,`."""
    begin = next((index for index in tokens if parse.tokens[index].text not in _LEADING), None)
    if begin is None or parse.tokens[begin].tag not in ("IN", "TO", "RB"):
        return 0
    end = next((index for index in tokens if index > begin and parse.tokens[index].text == ","), None)
    return between(tokens[0], end) if end is not None and end - begin <= 10 else 0


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


def _said_of_name(source: str, sentence: Sentence, parse: Parse, name: Name, most_words: int) -> list[What]:
    """`X is a …` and `X combines …` as `X: a …` and `X: combines …`."""
    for root in parse.roots:
        subject = subject_of(parse, root)
        if subject is None or not same_name(parse.words(parse.subtrees[subject]), name.text):
            continue
        if parse.tokens[root].tag in ("VBZ", "VBP") and parse.tokens[root].text.lower() in ("is", "are"):
            if (said := parse.child(root, "attr")) is not None:
                return _pruned(source, sentence, parse, parse.subtrees[said], name, bonus=1.5, most_words=most_words)
        elif parse.tokens[root].tag == "VBZ" and not _ATTAINS.match(parse.tokens[root].text):
            mask = parse.subtrees[root] & ~between(0, max(indices(parse.subtrees[subject])))
            return _pruned(source, sentence, parse, _described(parse, mask), name, bonus=0.4, most_words=most_words)
    return []


def _find(parse: Parse, mask: int, text: str) -> tuple[int, int] | None:
    """The first and last token of a text that stands in the mask."""
    tokens = parse.tokens
    for first in indices(mask):
        if not tokens[first].text[0].isalnum():
            continue
        joined = ""
        for last in range(first, min(first + 12, len(tokens))):
            joined += (" " if joined and tokens[last].start > tokens[last - 1].end else "") + tokens[last].text
            if same_name(joined, text):
                return first, last
            if len(joined) > len(text) + 3:
                break
    return None
