"""What of a published text is made up, found without any of the service's own checks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperline.domain.text import Field, Span

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def inventions(text: str, evidence: Sequence[Span], title: str, abstract: str) -> list[str]:
    """Spans that are none of the paper, and numbers that do not stand in the spans."""
    fields = {Field.TITLE: title, Field.ABSTRACT: abstract}
    found = [f"span {span}" for span in evidence if fields[span.field][span.start : span.end] != span.text]
    if not evidence:
        found.append("no evidence")
    stated = {number.replace(",", "") for span in evidence for number in _NUMBER.findall(span.text)}
    return found + [number for number in _NUMBER.findall(text) if number.replace(",", "") not in stated]
