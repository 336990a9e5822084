"""Content stems: the Porter stems of a text's words without stop words, and how many of them another text has."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
# Function words and the words in which papers speak of themselves.
_STOP = frozenset(
    "a about above after again against all also am an and any are as at be because been before being below between both but by "
    "can cannot could did do does doing down during each few for from further had has have having he her here hers him his how "
    "however i if in into is it its itself just may me might more most must my no nor not of off on once only or other our ours "
    "out over own per s same shall she should so some such than that the their theirs them themselves then there these they this "
    "those through thus to too under until up upon us very via was we were what when where whether which while who whom why will "
    "with within without would yet you your yours they authors paper".split()
)
_stemmer = snowballstemmer.stemmer("porter")


@lru_cache(maxsize=100_000)
def content_stems(text: str) -> frozenset[str]:
    """The stems of a text's content words; words joined by a hyphen count apart."""
    return frozenset(
        str(_stemmer.stemWord(re.sub(r"['’]s$", "", word))) for word in _WORD.findall(text.lower()) if word not in _STOP
    )


def recall(text: str, reference: str) -> float | None:
    """The share of the reference's content stems that the text has; None for a reference without any."""
    wanted = content_stems(reference)
    return len(wanted & content_stems(text)) / len(wanted) if wanted else None


def first_words(text: str, count: int) -> str:
    """The text up to its count-th word."""
    return " ".join(text.split()[:count])
