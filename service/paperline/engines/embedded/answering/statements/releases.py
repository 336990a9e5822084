"""Releases: whether a sentence says that code, data or a model is public, or where it is."""

from __future__ import annotations

import re
from functools import lru_cache

from paperline.domain.papers import Paper
from paperline.domain.questions import Resource

_NOUN = {
    Resource.CODE: r"\b(?:codes?|source code|implementations?|repositor(?:y|ies)|codebase|toolkit|library|software|bindings|scripts?)\b",
    Resource.DATA: r"\b(?:data ?sets?|data|corpus|corpora|benchmarks?|annotations?|trajectories|traces|leaderboard)\b",
    Resource.MODEL: r"\b(?:models?|weights|checkpoints?)\b",
}
_PUBLIC = r"(?:\b(?:publicly |openly |freely |now |be |made |is |are |will be |fully )*(?:available|accessible|released?|open[- ]?sourced?|public)\b|\bcan be (?:found|accessed|downloaded)\b)"
_RELEASES = r"\b(?:(?:we|authors|will|also|publicly|fully|and|to|are|have|,)\s+(?:(?!with|on|by|using|from|of|over|for|in|than|outperform)\w+\s+){0,2}?(?:release|open-?\s?source|publish|share|make)|(?:releasing|open-?sourcing|released?|open-?sourced?))\b"
_ADDRESS = re.compile(
    r"https?://|\b(?:github|gitlab|huggingface|bitbucket)\.(?:com|co|org|io)|github\.io|\.github\.", re.IGNORECASE
)
_CODE_ADDRESS = re.compile(r"github\.com|gitlab\.com|bitbucket\.org|anonymous\.4open", re.IGNORECASE)
_REPOSITORY = re.compile(r"\b(?:public|github|open)\s+repositor", re.IGNORECASE)
_UNDER_LICENCE = re.compile(
    r"\bopen[- ]source\b[^.]{0,40}\blicen[sc]e|\bunder (?:the |an? )?(?:\w+ ){0,3}licen[sc]e", re.IGNORECASE
)
_OFFERS_DATA = re.compile(
    r"\b(?:introduc\w+|present\w*|contribut\w+|releas\w+|provid\w+)\b[^.;:]{0,90}?(?:\bdata ?sets?|\bcorpus|\bcorpora|\bbenchmarks?|[Bb]ench\b)(?=\s*(?:[,.;:(–—]|of\b|for\b|with\b|that\b|which\b|to\b|comprising\b|containing\b|featuring\b|consisting\b|covering\b|designed\b|spanning\b|and\b|$))",
    re.IGNORECASE,
)
_ONLY_PLANNED = re.compile(r"\bupon (?:request|reasonable)|\bnot (?:be )?(?:released?|available|public)", re.IGNORECASE)
_ONLY_PLACE = re.compile(
    r"\W*(?:(?:all|both) )?(?:(?:the|our|its|this|this work['’]s|project|source|training|pre-?trained|full|model|online|and) ){0,4}(?:codes?|implementations?|models?|data ?sets?|data|weights|checkpoints|page|website|resources|materials)\b"
    r"[^.;]{0,60}?(?:https?://|\b(?:available|released|open-?sourced|found|accessible|page|public)\b)|\W*(?:we|to)\b[^.;,]{0,20}\b(?:release|open-?source|publish|make) (?:(?!that\b|which\b|for\b)[\w,-]+\s+){0,6}?(?:codes?|implementations?|models?|data|data ?sets?|weights|checkpoints)\b(?:(?!\bthat\b|\bwhich\b)[^.;]){0,60}(?:[.;]|$)|\W*(?:please )?visit\b",
    re.IGNORECASE,
)
_STATED, _ADDRESSED, _OFFERED = 0.97, 0.9, 0.6
_WIDE = 110


@lru_cache(maxsize=16_384)
def release_strength(text: str, resource: Resource) -> float:
    """How surely a sentence says that the resource is public: 0 where it does not."""
    if _ONLY_PLANNED.search(text):
        return 0.0
    for noun in re.finditer(_NOUN[resource], text, re.IGNORECASE):
        after = text[noun.end() : noun.end() + _WIDE]
        before = text[max(0, noun.start() - _WIDE) : noun.start()]
        if _is_public_after(after) or _is_released_before(before):
            return _STATED
    if resource is Resource.CODE:
        if _CODE_ADDRESS.search(text) or _REPOSITORY.search(text) or _UNDER_LICENCE.search(text):
            return _ADDRESSED
        return (
            _ADDRESSED
            if _ADDRESS.search(text) and re.search(r"\bcodes?\b|implementation", text, re.IGNORECASE)
            else 0.0
        )
    return _OFFERED if resource is Resource.DATA and _OFFERS_DATA.search(text) else 0.0


@lru_cache(maxsize=16_384)
def only_releases(text: str) -> bool:
    """Whether a sentence says no more than where something is: it tells nothing of what the paper is about."""
    return _ONLY_PLACE.match(text) is not None


def linked(paper: Paper, resource: Resource) -> bool:
    """Whether a source gave the address of the paper's code beside the abstract."""
    return resource is Resource.CODE and paper.links.code is not None


def _is_public_after(after: str) -> bool:
    """`code is publicly available`, `code and models are released at`, `Code: https://…`."""
    clause = re.split(r"[.;]\s|,\s+(?:which|where|while|and we)\b", after)[0]
    if re.match(rf"[^.;]{{0,70}}?(?:{_PUBLIC})", clause, re.IGNORECASE):
        between = re.match(rf"(?P<gap>[^.;]{{0,70}}?)(?:{_PUBLIC})", clause, re.IGNORECASE)
        gap = between["gap"] if between else ""
        return not re.search(r"\b(?:with|using|on|than|from|outperform\w*|achiev\w*|over|against|surpass\w*|by)\b", gap)
    return bool(
        re.match(r"[^.;]{0,40}?(?:at|in|on|:|link|here|via)?\s*:?\s*(?:https?://|github\.com)", after, re.IGNORECASE)
    )


def _is_released_before(before: str) -> bool:
    """`we release the code`, `open-sourced … with its weights`, but not `uses open-source models`."""
    found = list(re.finditer(_RELEASES, before, re.IGNORECASE))
    if not found:
        return False
    released = found[-1]
    gap = before[released.end() :]
    makes = released[0].lower().endswith("make")
    adjective = re.match(r"open[- ]?sourced?$|released?$", released[0].strip(), re.IGNORECASE) is not None
    return (
        not makes
        and not adjective
        and not re.search(r"[.;]|\b(?:with|using|on|than|that|which|outperform\w*|for)\b", gap)
    )
