"""Origins: how far a model's text is from the spans it rests on, found by comparing them, whatever the model says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperline.domain.summaries import Origin
from paperline.domain.text import Span
from paperline.engines.language_model.bearing_out import is_same

_TOKEN = re.compile(r"\w+|[^\w\s]")


def origin_of(text: str, evidence: Sequence[Span]) -> Origin:
    """Verbatim or compressed where the text is one span, or what is left of it; rewritten where it joins several so."""
    support = " ".join(span.text for span in evidence)
    if len(evidence) == 1 and (is_same(text, support) or is_same(_turned(text), support)):
        return Origin.VERBATIM
    if not _is_left_of(text, support):
        return Origin.GENERATED
    return Origin.COMPRESSED if len(evidence) == 1 else Origin.REWRITTEN


def joined(origins: Sequence[Origin]) -> Origin:
    """The origin of a text that joins texts of these origins."""
    if len(origins) == 1:
        return origins[0]
    return Origin.GENERATED if Origin.GENERATED in origins else Origin.REWRITTEN


def _is_left_of(text: str, support: str) -> bool:
    """Whether every word and mark of a text stands in its evidence in the same order; its first may change its case."""
    wanted = _TOKEN.findall(text.rstrip(" ."))
    given = iter(_TOKEN.findall(support))
    return bool(wanted) and all(
        any(word == token or (not place and word.lower() == token.lower()) for token in given)
        for place, word in enumerate(wanted)
    )


def _turned(text: str) -> str:
    """The text with its first letter in the other case."""
    return text[:1].swapcase() + text[1:]
