"""Bearing out: what fails where sentences of one paper alone must bear out a text that a model wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from paperline.domain.addressed import visible
from paperline.domain.grounding import check
from paperline.domain.ranking.terms import terms
from paperline.domain.summaries import CheckName
from paperline.domain.text import Field, Span, split_sentences

_FEW_TERMS = 3
_INNER_STOP = re.compile(r"[.!?…\n](?=.)", re.DOTALL)
# What leads or acts elsewhere than the evidence does: addresses, markup, Markdown's links.
_LEADING = re.compile(
    r"(?:https?://|www\.)[^\s<>\"”’)\]]+|\b[\w.+-]+@[\w-]+\.\w+|\b(?:[\w-]+\.)+[a-z]{2,}/[^\s<>\"”’)\]]+"
    r"|\b(?:javascript|vbscript|data|file):\S+|<[a-z/!][^>]*>?|!?\[[^\]]*\]\([^)]*\)",
    re.IGNORECASE,
)


def failures(text: str, evidence: Sequence[Span], fields: Mapping[Field, str]) -> set[CheckName]:
    """What fails where the evidence must bear out every sentence of the text; its own words need no more than that."""
    support = " ".join(span.text for span in evidence)
    if is_same(text, support):
        return set(check(support, evidence, fields, standalone=False).failed)
    failed = {CheckName.NAMES} if _leads_elsewhere(text, support) else set()
    parts = [part.text for part in split_sentences(text)] if _INNER_STOP.search(text) else [text]
    for part in parts:
        failed |= set(check(part, evidence, fields).failed)
        said = terms(part)
        if len(said) < _FEW_TERMS and not set(said) <= set(terms(f"{support} {fields.get(Field.TITLE, '')}")):
            failed.add(CheckName.OTHER_PAPER)
    return failed


def is_same(text: str, support: str) -> bool:
    """Whether a text is its evidence as it stands, but for spacing and the final stop."""
    return text.rstrip(" .") == visible(support).rstrip(" .")


def _leads_elsewhere(text: str, support: str) -> bool:
    """Whether the text holds an address or markup that its evidence does not."""
    return any(found[0].rstrip(".,;:") not in support for found in _LEADING.finditer(text))
