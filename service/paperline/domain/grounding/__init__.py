"""The deterministic checks that every text a reader sees has passed or is marked as failing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperline.domain.grounding.comparison import is_turned
from paperline.domain.grounding.foreign import is_foreign
from paperline.domain.grounding.names import invents_names
from paperline.domain.grounding.negation import is_negated_otherwise
from paperline.domain.grounding.numbers import changes_numbers
from paperline.domain.grounding.standing import is_dangling, leans
from paperline.domain.grounding.words import read
from paperline.domain.summaries import CheckName, Checks
from paperline.domain.text import Field, Span

__all__ = ["CHECKS_VERSION", "check", "is_dangling", "leans"]

CHECKS_VERSION = "3"


def check(text: str, evidence: Sequence[Span], fields: Mapping[Field, str], *, standalone: bool = True) -> Checks:
    """What the checks find in a text that rests on `evidence`, spans of the paper's `fields`.

    Numbers, negation and comparison are held against the evidence, names and words against the whole paper.
    `standalone` is off for sentences that are shown inside their context.
    """
    support = " ".join(span.text for span in evidence)
    paper = f"{fields.get(Field.TITLE, '')} . {fields.get(Field.ABSTRACT, '')}"
    failed = [CheckName.SPANS] if not evidence or not all(_fits(span, fields) for span in evidence) else []
    if text.rstrip(" .") != support.rstrip(" ."):
        failed += _unfaithful(text, support, paper)
    if standalone and leans(text):
        failed.append(CheckName.STANDALONE)
    return Checks(passed=not failed, failed=tuple(failed))


def _unfaithful(text: str, support: str, paper: str) -> list[CheckName]:
    claim, source = read(text), read(support)
    return [
        name
        for name, wrong in (
            (CheckName.NUMBERS, changes_numbers(text, support)),
            (CheckName.NAMES, invents_names(text, paper)),
            (CheckName.NEGATION, is_negated_otherwise(claim, source)),
            (CheckName.COMPARISON, is_turned(text, support)),
            (CheckName.OTHER_PAPER, is_foreign(text, support, paper)),
        )
        if wrong
    ]


def _fits(span: Span, fields: Mapping[Field, str]) -> bool:
    field = fields.get(span.field, "")
    return 0 <= span.start < span.end <= len(field) and field[span.start : span.end] == span.text
