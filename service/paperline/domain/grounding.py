"""The deterministic checks that every text a reader sees has passed or is marked as failing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from paperline.domain.summaries import CheckName, Checks
from paperline.domain.text import Field, Span

CHECKS_VERSION = "1"

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b(?=\w*[A-Z])(?:\w*[a-z]\w*[A-Z]\w*|[A-Z]{2,}\w*|\w*\d\w*[A-Z]\w*)(?:-[\w]+)*\b")
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|without|cannot|lacks?|fails? to|failed to|hardly|barely)\b|n['’]t\b",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(?:higher|greater|larger|more|better|faster|increas\w*|improv\w*|outperform\w*|exceed\w*|surpass\w*|gain\w*)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:lower|smaller|less|fewer|worse|slower|decreas\w*|reduc\w*|underperform\w*|degrad\w*|drop\w*|loss\w*)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:(?:this|these|those|such|both|it|its|they|their|them|he|she|the (?:latter|former|above|proposed|resulting))\b"
    r"(?! (?:paper|work|article|study|survey|report|thesis)\b)"
    r"|(?:to this end|for this|in (?:this|that) (?:way|case|regard)|as a result|to (?:address|bridge|tackle|solve|overcome|mitigate) "
    r"(?:this|these|that|such)|therefore|thus|hence|moreover|furthermore|however|in addition|additionally|consequently)\b)",
    re.IGNORECASE,
)


def check(text: str, evidence: Sequence[Span], fields: Mapping[Field, str], *, standalone: bool = True) -> Checks:
    """What the checks find in a text that rests on `evidence`, spans of the paper's `fields`.

    `standalone` is off for sentences that are shown inside their context.
    """
    support = " ".join(span.text for span in evidence)
    everything = f"{fields.get(Field.TITLE, '')} {fields.get(Field.ABSTRACT, '')}"
    failed = [
        name
        for name, wrong in (
            (CheckName.SPANS, not evidence or not all(fields[s.field][s.start : s.end] == s.text for s in evidence)),
            (CheckName.NUMBERS, not _numbers(text) <= _numbers(support)),
            (CheckName.NAMES, not set(_NAME.findall(text)) <= set(_NAME.findall(everything))),
            (CheckName.NEGATION, bool(_NEGATION.search(text)) != bool(_NEGATION.search(support))),
            (CheckName.COMPARISON, _direction(text) - _direction(support) != set()),
            (CheckName.STANDALONE, standalone and bool(_DANGLING.match(text))),
        )
        if wrong
    ]
    return Checks(passed=not failed, failed=tuple(failed))


def is_dangling(text: str) -> bool:
    """Whether a text opens with a word that points outside it."""
    return bool(_DANGLING.match(text))


def _numbers(text: str) -> set[str]:
    return {found.replace(",", "") for found in _NUMBER.findall(text)}


def _direction(text: str) -> set[str]:
    return {name for name, pattern in (("up", _UP), ("down", _DOWN)) if pattern.search(text)}
