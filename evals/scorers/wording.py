"""Wording that a reader stumbles over: openings all alike, referents that are not there, endings that need another word."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"(?:we|this|to)\b", re.IGNORECASE)
_DANGLING_START = re.compile(
    r"(?:this|these|those|that|such|it|its|they|their|both|the (?:latter|former|two|above|resulting|aforementioned|proposed|same)|"
    r"(?:to|in|by|with|through|from|on|for|given|under|despite|beyond|using|based on|building on) (?:this|these|that|those|such|it|doing so)|"
    r"to (?:address|bridge|tackle|solve|overcome|mitigate|fill|handle|remedy|close|alleviate) (?:this|these|that|those|such|it|them)|"
    r"however|moreover|furthermore|additionally|therefore|thus|hence|also|instead|in contrast|in addition|as a result|"
    r"for (?:example|instance)|finally|specifically|he|she|him|his|her|and|but|or|so|which|whose|where|while)\b",
    re.IGNORECASE,
)
_DANGLING_WITHIN = re.compile(
    r"\b(?:the (?:latter|former)|aforementioned|to this end|doing so|"
    r"(?:this|these|those|such(?! as\b)) (?:an? )?(?:\w+ )?"
    r"(?P<noun>gaps?|issues?|limitations?|problems?|challenges?|drawbacks?|difficult(?:y|ies)|bottlenecks?|shortcomings?|constraints?|"
    r"questions?|goals?|needs?|trade-?offs?|concerns?|insights?|observations?|findings?|phenomen(?:on|a)|approach(?:es)?|methods?|"
    r"settings?|tasks?|capabilit(?:y|ies)|behaviou?rs?|factors?|aspects?|properties|principles?|components?|modules?|stages?|"
    r"improvements?|results?))\b",
    re.IGNORECASE,
)
_BAD_END = re.compile(
    r"(?:^|\s)(?:a|an|the|of|in|at|by|for|with|from|to|into|via|between|among|per|than|as|and|or|but|nor|that|which|who|whose|if|"
    r"while|because|when|where|its|their|our|both|either|such|rather|not|only|is|are|was|were|be|been|being|has|have|can|may|"
    r"will|should|more|most|less|very|significantly|including|using|without|within|across|through|towards?|under|upon|"
    r"during|against|about|e\.g|i\.e|we|it)[.…]?$|[,:;(\[{–—/&-][.…]?$|\bup to$|\d+\s?(?:to|and|–|-)$",
    re.IGNORECASE,
)


def opens_by_formula(text: str) -> bool:
    """Whether a text opens with We, This or To."""
    return _FORMULA.match(text) is not None


def dangles(text: str) -> bool:
    """Whether a text, or the part after its semicolon, points at something that stands outside it.

    The second part may speak of `it` and `its`, which the first part names.
    """
    first, *rest = _pieces(text)
    if _DANGLING_START.match(first):
        return True
    for piece in rest:
        found = _DANGLING_START.match(piece)
        if _DANGLING_WITHIN.match(piece):  # what it points at may stand in the first part
            continue
        if found and found[0].lower() not in {
            "it",
            "its",
            "they",
            "their",
            "both",
            "and",
            "but",
            "while",
            "also",
            "which",
        }:
            return True
    return any(_is_open(text, found) for found in _DANGLING_WITHIN.finditer(text))


def ends_badly(text: str) -> bool:
    """Whether a part of a text ends on a preposition, an article, a conjunction or a mark that opens something."""
    return any(_BAD_END.search(piece) or piece.count("(") != piece.count(")") for piece in _pieces(text))


def _is_open(text: str, found: re.Match[str]) -> bool:
    noun = found["noun"]
    return noun is None or noun.lower().rstrip("s") not in text[: found.start()].lower()


def _pieces(text: str) -> list[str]:
    pieces = [piece.strip().rstrip(".").strip() for piece in re.split(r";\s", text)]
    return [piece for piece in pieces if piece] or [""]
