"""Terms: the words of a text as retrieval compares them, stemmed alike on both sides."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*[+#]*")
_STOP = frozenset(
    "a about after all also an and any are as at be because been before being between both but by can could did do does doing "
    "during each few for from had has have having he her here his how i if in into is it its itself just may me more most my no "
    "nor of on once only or other our out over own same she should so some such than that the their them then there these they "
    "this those through to too under until up was we were what when where which while who whom why will with would you your "
    "paper papers author authors study studies abstract abstracts today day tell give list show use used using does work works".split()
)


def terms(text: str) -> list[str]:
    """The stemmed content words of a text, in order; words joined by a hyphen count apart."""
    return [stem(word) for word in words(text)]


def words(text: str) -> list[str]:
    """The content words of a text in lower case, in order, for an index that stems by itself: to stem twice is to miss."""
    return [word for word in _WORD.findall(text.lower()) if word not in _STOP]


def located(text: str) -> list[tuple[int, int, str]]:
    """The content words of a text by their place, start and end, each with its term."""
    found = ((word.start(), word.end(), word[0].lower()) for word in _WORD.finditer(text))
    return [(start, end, stem(word)) for start, end, word in found if word not in _STOP]


@lru_cache(maxsize=256)
def asked_terms(question: str) -> tuple[str, ...]:
    """The terms of a question: kept, since ranking, weighing and refusing each want them."""
    return tuple(terms(question))


@lru_cache(maxsize=16_384)
def term_set(text: str) -> frozenset[str]:
    """The different terms of a sentence or title: kept, since every question to a day looks at the same ones."""
    return frozenset(terms(text))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Snowball English stem of a lower-cased word, without its possessive."""
    stemmer = snowballstemmer.stemmer("english")  # one keeps the word it works on in itself: none is shared by threads
    return str(stemmer.stemWord(re.sub(r"['’]s$", "", word)))
