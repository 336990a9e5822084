"""Rendering: a mask over a parse as a fragment of the abstract, with the marks that no longer separate anything gone."""

from __future__ import annotations

import re

from paperline.domain.syntax import Parse, indices
from paperline.domain.text import Field, Sentence
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.fragments import Fragment

_SEPARATORS = (",", ":", ";", "–", "—", "-", "--")
_INTRODUCING = ("e.g.", "i.e.", "such", "including")
_NEVER_NAMES = ("our", "we", "the", "its", "these", "this", "a", "an", "in", "on", "for", "with", "by", "all", "only")
_GOES_ON = ("VBG", "VBN", "WDT", "WP", "WRB")
_OPENING, _CLOSING = ("(", "[", "“", "``"), (")", "]", "”", "''")


def as_fragment(source: str, sentence: Sentence, parse: Parse, mask: int) -> Fragment:
    """The tokens as runs of the source; marks beside a gap are dropped, brackets are kept in pairs."""
    kept = _without_orphans(parse, [index for index in indices(mask) if parse.tokens[index].tag != "_SP"])
    runs: list[tuple[int, int]] = []
    last = -2
    for index in kept:
        token = parse.tokens[index]
        start, end = sentence.start + token.start, sentence.start + token.end
        if runs and index == last + 1 + _spaces(parse, last, index):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
        last = index
    return Fragment(source, tuple(runs), Field.ABSTRACT)


def opens_small(abstract: Abstract, index: int, parse: Parse, fragment: Fragment) -> bool:
    """Whether the first letter is capital only because it began its sentence, and is no name's."""
    start = fragment.spans[0].start - abstract.sentences[index].start
    first = parse.tokens[0]
    if start != first.start or first.tag in ("NNP", "NNPS") or not first.text.istitle():
        return False
    if first.text.lower() in _NEVER_NAMES:
        return True
    return not re.search(rf"(?<=[\w,] ){re.escape(first.text)}\b", f"{abstract.text} {abstract.title}")


def _spaces(parse: Parse, last: int, index: int) -> int:
    return sum(parse.tokens[between].tag == "_SP" for between in range(last + 1, index))


def _without_orphans(parse: Parse, kept: list[int]) -> list[int]:
    tokens = parse.tokens
    present = set(kept)
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):
        opened: list[int] = []
        for index in list(kept):
            if tokens[index].text == opening:
                opened.append(index)
            elif tokens[index].text == closing:
                present.discard(index) if not opened else opened.pop()
        if opened:  # cut open within brackets: what stands in them goes too
            present -= {index for index in kept if index >= opened[0]} if opening in ("(", "[") else set(opened)
        for index in kept:  # a pair with nothing left in it
            if tokens[index].text == opening and index in present:
                after = min((i for i in present if i > index), default=None)
                if after is not None and tokens[after].text == closing:
                    present -= {index, after}
    line: list[int] = []
    for index in sorted(present):
        if (
            tokens[index].text not in _SEPARATORS
            or _inside_word(parse, index)
            or (line and tokens[line[-1]].text not in _SEPARATORS and _separates(parse, index, line[-1], present))
        ):
            line.append(index)
    while line and tokens[line[-1]].text in _SEPARATORS:
        line.pop()
    return line


def _separates(parse: Parse, index: int, before: int, present: set[int]) -> bool:
    """Whether a mark still stands between what it stood between: in a list, after brackets, or with nothing gone."""
    after = min((later for later in present if later > index), default=None)
    if after is None:
        return False
    if parse.tokens[index].text in (":", ";") or (parse.tokens[index].text in ("–", "—", "--") and after == index + 1):
        return True
    if after != index + 1:
        return (
            before == index - 1
            and parse.tokens[index + 1].text in _OPENING
            and parse.tokens[after - 1].text in _CLOSING
        )
    if before == index - 1 or parse.tokens[after].text.lower() in _INTRODUCING:
        return True
    gone = parse.tokens[before + 1].text
    if _opens_main_clause(parse, after) or parse.tokens[after].tag in _GOES_ON:
        return True
    return gone in _OPENING or parse.tokens[after].dep in ("conj", "cc")


def _opens_main_clause(parse: Parse, index: int) -> bool:
    """Whether a token begins the subject of what the sentence says, so that an opener before it needs its comma."""
    return any(
        subject is not None and next(indices(parse.subtrees[subject])) == index
        for subject in (parse.child(root, "nsubj", "nsubjpass") for root in parse.roots)
    )


def _inside_word(parse: Parse, index: int) -> bool:
    tokens = parse.tokens
    return 0 < index < len(tokens) - 1 and tokens[index - 1].end == tokens[index].start == tokens[
        index + 1
    ].start - len(tokens[index].text)
