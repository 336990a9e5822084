"""Which papers a question names: the methods, data and titles that are theirs, however they are capitalised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from paperline.domain.ranking.terms import terms
from paperline.domain.retrieval import RetrievedPaper
from paperline.engines.embedded.names.naming import find_name

_HEAD = re.compile(r"^([^:]{2,60}):\s+\S")
_SHORT = re.compile(r"\(([A-Z][\w+-]{1,14})\)")
_OFFERED = re.compile(
    r"\b(?:propose|present|introduce|develop|release|call|dub|name|term|build|design|construct|unveil)(?:s|ed|d|bed)?\b(?P<after>[^.;]{0,120})",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w-])(?=[\w+.-]*[A-Z0-9+])[A-Za-z][\w+-]*[\w+](?:\.\d+)?(?: [A-Z0-9][\w+-]*)*")
_TOKEN = re.compile(r"[^\s,;:?!()]+")
_OWN, _REPEATED, _MENTIONED = 3.0, 1.0, 0.5
_COMMON_WORD_HOLDERS = 2
_FEW = 2


@dataclass(frozen=True, slots=True)
class Naming:
    """The papers whose own names a question uses, and the names that are somebody else's or nobody's."""

    papers: frozenset[str]
    others: tuple[str, ...]
    unknown: tuple[str, ...]


@lru_cache(maxsize=4_096)
def own_names(title: str, abstract: str) -> frozenset[str]:
    """What a paper calls its own work, in lower case: the head of its title, its short form, what it says it introduces."""
    found: set[str] = {title} if len(title.split()) > 1 else set()
    if head := _HEAD.match(title):
        found.add(head[1])
        found |= set(_SHORT.findall(head[1]))
        if len(head[1].split()) < 4 and (first := head[1].split()[0]) and any(c.isupper() for c in first[1:]):
            found.add(first)
    if name := find_name(title, abstract):
        found.add(name.text)
        found |= set(re.findall(re.escape(name.text) + r"[\w\s-]{0,12}\(([A-Z][\w+-]{1,14})\)", abstract))
    for offered in _OFFERED.finditer(abstract):
        after = re.split(
            r"\b(?:on|over|than|from|against|using|with|built|based|for|to|of|in)\b(?! [A-Z])", offered["after"]
        )[0]
        found |= {item for item in _NAME.findall(after) if any(c.isupper() for c in item) and _odd(item)}
        found |= set(
            _SHORT.findall(
                re.split(r"\b(?:that|which|combin\w+|by|using|with|based|via|from|on)\b", offered["after"])[0]
            )
        )
    base = {re.sub(r"[- ](?:v?\d[\w.]*|[\d.]+[BM])$", "", item) for item in found}
    return frozenset(item.strip(" .,").casefold() for item in found | base if len(item) > 1)


def naming(names: Sequence[str], question: str, papers: Sequence[RetrievedPaper], *, mentioned: bool) -> Naming:
    """Which papers the names of a question mean; a name in lower case counts where it is no ordinary word of the scope.

    Where `mentioned`, a name that is no paper's own means the one or two papers that speak of it repeatedly.
    """
    wanted = [name.casefold() for name in names]
    lowered = f" {' '.join(_TOKEN.findall(question.casefold()))} "
    strengths: dict[str, float] = {}
    used: set[str] = set()
    every = [own_names(found.paper.title, found.paper.abstract) for found in papers]
    owned = {name for name in wanted if any(_is_own(name, own) for own in every)}
    for found, own in zip(papers, every, strict=True):
        strength = 0.0
        for place, name in enumerate(wanted):
            if _is_own(name, own):
                strength += _OWN
                used.add(names[place])
            elif name not in owned and (often := _occurrences(name, found)):
                strength += _REPEATED if often > 1 else _MENTIONED
        if not strength and (alias := _spoken(own, lowered, papers)):
            strength += _OWN
            used.add(alias)
        if strength:
            strengths[found.paper.id] = strength
    owners = {paper_id for paper_id, strength in strengths.items() if strength >= _OWN}
    if mentioned and not owners and len(strengths) <= _FEW:
        owners = {paper_id for paper_id, strength in strengths.items() if strength >= _REPEATED}
    best = max((strengths[paper_id] for paper_id in owners), default=0.0)
    chosen = frozenset(paper_id for paper_id in owners if strengths[paper_id] >= best)
    unknown = tuple(name for name in names if not any(_occurrences(name.casefold(), found) for found in papers))
    return Naming(chosen, tuple(name for name in names if name not in used), unknown)


def mentions(text: str, name: str) -> bool:
    """Whether a name stands in a text as a word of its own, hyphens and spaces alike, plural or not."""
    return bool(_pattern(name).search(text))


def _is_own(name: str, own: frozenset[str]) -> bool:
    if name in own:
        return True
    plain, bare = _plain(name), re.sub(r"[- ](?:v?\d[\w.]*|[\d.]+b)$", "", name)
    return any(plain == _plain(item) or (item.startswith(name + " ") and len(name) > 3) or bare == item for item in own)


@lru_cache(maxsize=16_384)
def _plain(name: str) -> str:
    return re.sub(r"[\s^*-]", "", name)


def _occurrences(name: str, found: RetrievedPaper) -> int:
    return _said(name, _folded(found.paper.title, found.paper.abstract))


def _said(name: str, folded: str) -> int:
    """How often a name, in lower case, stands in a text in lower case; most texts lack its first word."""
    begin = re.split(r"[\s-]", name, maxsplit=1)[0]
    return len(_pattern(name).findall(folded)) if begin in folded else 0


@lru_cache(maxsize=4_096)
def _folded(title: str, abstract: str) -> str:
    return f"{title}\n{abstract}".casefold()


def _spoken(own: frozenset[str], question: str, papers: Sequence[RetrievedPaper]) -> str | None:
    """An own name that stands in the question in lower case, unless it is a word that several papers use."""
    spoken = [name for name in own if len(name) > 3 and f" {name} " in question]
    for name in sorted(spoken, key=lambda name: (-len(name), name)):
        ordinary = sum(bool(_said(name, _folded("", found.paper.abstract))) for found in papers)
        if ordinary < _COMMON_WORD_HOLDERS and len(terms(name)) > 0:
            return name
    return None


def _odd(name: str) -> bool:
    return any(char.isupper() or char.isdigit() for char in name[1:]) or len(name) > 3


@lru_cache(maxsize=2_048)
def _pattern(name: str) -> re.Pattern[str]:
    pieces = [re.escape(piece) for piece in re.split(r"[\s-]+", name) if piece]
    return re.compile(r"(?<![\w])" + r"[\s-]?".join(pieces) + r"(?:s|es)?(?![\w])", re.IGNORECASE)
