"""The name that a paper gives to what it presents, which a question can point to it by."""

from __future__ import annotations

import re

from paperline.domain.papers import Paper

_TITLED = re.compile(r"^([^:?]{2,32}?)(?:\s*\([^)]*\))?:\s")
_MADE = re.compile(r"[A-Z]\S*[A-Z0-9]|[a-z][A-Z]|\d[A-Z]")
_PRESENTED = (
    r"\b(?:propose|introduce|present|develop|call(?:ed)?|dub(?:bed)?|nam(?:e|ed)|term(?:ed)?|release|describe)s?\b"
)
_ACRONYM = re.compile(_PRESENTED + r"[^.;]{3,140}?\(([A-Z][\w+\-]{2,14})\)")
_RESOURCE = r"\b(?:benchmark(?!ed|\s+results)|datasets?|corpus|corpora|test ?bed|suite|collection|leaderboard|evaluation framework)\b"


def name_of(paper: Paper) -> str | None:
    """The name before the title's colon, or an acronym that the abstract introduces; None where neither is a name."""
    titled = _TITLED.match(paper.title)
    if titled and (name := titled[1].strip()) and len(name.split()) <= 2 and _stands(name, paper.abstract):
        presented = re.search(_PRESENTED + r"[^.;]{0,60}?" + re.escape(name), paper.abstract)
        if _MADE.search(name) or presented:
            return name
    found = _ACRONYM.search(paper.abstract)
    if found and (_stands(found[1], paper.abstract[found.end() :]) or _stands(found[1], paper.title)):
        return found[1]
    return None


def is_resource(name: str, paper: Paper) -> bool:
    """Whether the name is that of a benchmark or dataset rather than of a method or model."""
    if re.search(r"Bench|Data|Eval|Arena|Corpus|Suite", name) or re.search(_RESOURCE, paper.title, re.IGNORECASE):
        return True
    after = re.search(re.escape(name) + r"\b[^.;]{0,80}", paper.abstract)
    before = re.search(_RESOURCE + r"[^.;,]{0,40}" + re.escape(name), paper.abstract, re.IGNORECASE)
    return bool(before or (after and re.search(r",?\s(?:a|an|the first)\b[^.;]*" + _RESOURCE, after[0])))


def mentions(name: str, text: str) -> bool:
    """Whether a text holds the name as a word, in any case."""
    return _stands(name.lower(), text.lower())


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w])", text) is not None
