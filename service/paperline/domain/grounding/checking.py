"""Every check on one text: what the paper's spans do not bear out, by the kind of fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperline.domain.grounding.comparison import is_turned
from paperline.domain.grounding.foreign import is_foreign
from paperline.domain.grounding.names import invents_names
from paperline.domain.grounding.negation import is_negated_otherwise
from paperline.domain.grounding.numbers import changes_numbers
from paperline.domain.grounding.standing import leans
from paperline.domain.grounding.words import read
from paperline.domain.summaries import CheckName, Checks
from paperline.domain.text import Field, Span

CHECKS_VERSION = "2"


def check(text: str, evidence: Sequence[Span], fields: Mapping[Field, str], *, standalone: bool = True) -> Checks:
    """What the checks find in a text that rests on `evidence`, spans of the paper's `fields`.

    Numbers, negation and comparison are held against the evidence, names and words against the whole paper.
    `standalone` is off for sentences that are shown inside their context.
    """
    support = " ".join(span.text for span in evidence)
    paper = f"{fields.get(Field.TITLE, '')} . {fields.get(Field.ABSTRACT, '')}"
    claim, source = read(text), read(support)
    failed = [
        name
        for name, wrong in (
            (CheckName.SPANS, not evidence or not all(_fits(span, fields) for span in evidence)),
            (CheckName.NUMBERS, changes_numbers(text, support)),
            (CheckName.NAMES, invents_names(text, paper)),
            (CheckName.NEGATION, is_negated_otherwise(claim, source)),
            (CheckName.COMPARISON, is_turned(text, support)),
            (CheckName.STANDALONE, standalone and leans(text)),
            (CheckName.OTHER_PAPER, is_foreign(text, support, paper)),
        )
        if wrong
    ]
    return Checks(passed=not failed, failed=tuple(failed))


def _fits(span: Span, fields: Mapping[Field, str]) -> bool:
    field = fields.get(span.field, "")
    return 0 <= span.start < span.end <= len(field) and field[span.start : span.end] == span.text
