"""Referring: whether `it`, `our method` or `our benchmark` in a sentence can only mean what the paper has named."""

from __future__ import annotations

import re

from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.names.naming import Name, given_names, letters_of

_PRONOUN = re.compile(r"(?:it|this|its)\b", re.IGNORECASE)
_METHOD = re.compile(
    r"\b(?:method|model|approach|framework|system|algorithm|technique|solution|architecture|pipeline|strategy|scheme|network|agent|"
    r"design|formulation|paradigm|variant|estimator|procedure|tool|mechanism)\b",
    re.IGNORECASE,
)
_IS_A = re.compile(
    r"(?: \([^()]*\))?(?:,| is| --| –|:) (?:[\w,'-]+ ){0,8}?(?P<noun>benchmark|dataset|corpus|suite|collection|testbed|leaderboard|"
    r"method|model|framework|system|agent|approach|pipeline|paradigm|algorithm|architecture|engine|toolkit|strategy)\b",
    re.IGNORECASE,
)
_DATA_WORD = re.compile(r"\b(?:benchmark|dataset|corpus|suite|collection|testbed|leaderboard)\b", re.IGNORECASE)
_DATA = frozenset("benchmark dataset corpus suite collection testbed leaderboard".split())


def can_mean(abstract: Abstract, index: int, words: str, name: Name) -> bool:
    """Whether these words, the subject of a sentence behind the name's introduction, can mean the named thing for certain.

    `This` may mean all that was said. A pronoun can where nothing else was given a name since; a word for methods can where the named thing is no data.
    """
    if _METHOD.search(words):
        return _kind(abstract, name) != "data"
    if _DATA_WORD.search(words):
        return _kind(abstract, name) != "method"
    return words.lower() != "this" and not (_PRONOUN.match(words) and _another_since(abstract, index, name))


def names_data(abstract: Abstract, name: Name) -> bool:
    """Whether what has the name is introduced as data: a benchmark, a corpus."""
    return _kind(abstract, name) == "data"


def _kind(abstract: Abstract, name: Name) -> str:
    """`data` or `method`, by the first noun behind the name where it is introduced; empty where none tells."""
    at = abstract.text.find(name.written)
    found = _IS_A.match(abstract.text, at + len(name.written)) if at >= 0 else None
    return "" if found is None else "data" if found["noun"].lower() in _DATA else "method"


def _another_since(abstract: Abstract, index: int, name: Name) -> bool:
    """Whether another thing was given a name between the paper's and a sentence."""
    begin, end = abstract.text.find(name.written), abstract.sentences[index].start
    letters = letters_of(name.text)
    return any(
        begin < other.span.start < end
        and letters not in letters_of(other.text)
        and letters_of(other.text) not in letters
        for other in given_names(abstract.text)
    )
