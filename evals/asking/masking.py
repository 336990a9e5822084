"""Summaries with their names masked: what is left describes a paper without calling it by name."""

from __future__ import annotations

import re

from evals.asking.withheld.naming import name_of
from paperline.domain.papers import Paper

_COINED = re.compile(r"(?<![\w-])(?:[A-Za-z]*[a-z][A-Z][\w-]*|[A-Z]{2,}[\w-]*|[A-Z][\w-]*\d[\w.-]*)(?:'s)?(?![\w])")
_IN_TITLE = re.compile(r"[A-Z][\w-]*[A-Z0-9][\w-]*")


def masked(summary: str, paper: Paper) -> str:
    """The summary with the paper's name, coined words and acronyms each replaced by “it”."""
    names = {name for name in (name_of(paper), *_IN_TITLE.findall(paper.title)) if name}
    for name in sorted(names, key=len, reverse=True):
        summary = re.sub(rf"(?<![\w]){re.escape(name)}(?![\w])", "it", summary, flags=re.IGNORECASE)
    return " ".join(_COINED.sub("it", summary).split())
