"""Belonging: whether a reply, taken whole, is about the paper that was asked about, or about another one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from paperline.domain.grounding.foreign import terms_of
from paperline.domain.ranking.terms import terms

# By trial: of machine summaries held against their own and against other papers of their day, see the tests.
_LEAST_OWN = 0.45
_SURE = 0.8
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_LANGUAGES = frozenset(
    "le la les des du et une un dans sur pour avec est sont par que qui au aux ce cette ne pas plus nous der die das und ist sind mit für auf "
    "von ein eine einen einem den dem im zu nicht wird werden auch als bei durch wir el los las una con por para del en es son se como más "
    "al su sus lo il di che e per non della delle nel alla gli o os as um uma com não em no na dos das de het een van voor zijn niet met op".split()
) - frozenset(
    "a as on no an in is are was were be by to for of die den met van per once plus pour us am at it or so".split()
)
_SHARED_SCRIPTS = (
    "LATIN",
    "GREEK",
    "MATHEMATICAL",
    "MICRO",
    "DOUBLE-STRUCK",
    "SCRIPT",
    "SUPERSCRIPT",
    "SUBSCRIPT",
    "KELVIN",
)


def is_about(reply: str, paper: str, others: Iterable[str]) -> bool:
    """Whether most of a reply's words are the paper's, and no other paper has more of them.

    Where nearly all are the paper's own, the others are not asked: what stands beside a paper cannot cost it its summary.
    """
    said = set(terms(reply))
    if not said:
        return False
    own = len(said & terms_of(paper)) / len(said)
    if own >= _SURE:
        return True
    return own >= _LEAST_OWN and all(len(said & terms_of(other)) / len(said) <= own for other in others)


def stands_apart(evidence: Iterable[str], rest: Iterable[str]) -> bool:
    """Whether sentences share no word with the title and the other sentences of their paper: someone put them in.

    Of 4,868 sentences of real abstracts 1 % do, nearly all of which say where code is.
    """
    others = frozenset[str]().union(*map(terms_of, rest))
    return bool(others) and not any(terms_of(text) & others for text in evidence)


def speaks_otherwise(text: str, paper: str) -> bool:
    """Whether a text is in another language or script than the paper, by small words or letters that the paper lacks."""
    if not text.isascii() and any(_is_strange(char) and char not in paper for char in text):
        return True
    small = set(_WORD.findall(text.lower())) & _OTHER_LANGUAGES
    return len(small) >= 2 and len(small - set(_WORD.findall(paper.lower()))) >= 2


def _is_strange(char: str) -> bool:
    return char > "\x7f" and char.isalpha() and not unicodedata.name(char, "").startswith(_SHARED_SCRIPTS)
