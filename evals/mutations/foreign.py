"""Mutations of provenance: another paper's sentence on this paper's evidence, and spans that do not fit their text."""

from __future__ import annotations

from evals.mutations.material import Material, Operation
from paperline.domain.text import Field, Span


def any_other(material: Material) -> str | None:
    """Any sentence of another paper."""
    return material.others.sentence(material, near=False)


def near_other(material: Material) -> str | None:
    """The sentence of another paper that has most words in common with this one."""
    return material.others.sentence(material, near=True)


def grafted(material: Material) -> str | None:
    """The first half of this paper's sentence with another paper's second half."""
    other = material.others.sentence(material, near=False)
    if other is None:
        return None
    own, foreign = material.text.split(), other.split()
    return " ".join(own[: len(own) // 2] + foreign[len(foreign) // 2 :])


def tail_grafted(material: Material) -> str | None:
    """The sentence with another paper's last clause."""
    other = material.others.sentence(material, near=False)
    if other is None or ", " not in other:
        return None
    clause = other.rsplit(", ", 1)[1]
    return material.text.rstrip(" .") + ", " + clause if len(clause.split()) >= 5 else None


OPERATIONS: dict[str, Operation] = {
    "any sentence": any_other, "the nearest sentence": near_other, "second half": grafted, "last clause": tail_grafted,
}  # fmt: skip


def bent_spans(span: Span, abstract: str) -> dict[str, Span]:
    """Spans that lie about their text."""
    return {
        "shifted by one": Span(span.field, span.start + 1, span.end + 1, span.text),
        "beyond the end": Span(span.field, len(abstract), len(abstract) + len(span.text), span.text),
        "other text": Span(span.field, span.start, span.end, span.text[::-1]),
        "in the title": Span(Field.TITLE, span.start, span.end, span.text),
        "one letter else": Span(span.field, span.start, span.end, span.text[:-2] + "#" + span.text[-1:]),
        "a longer text": Span(span.field, span.start, span.end, span.text + " and more"),
        "below zero": Span(span.field, span.start - len(abstract), span.end - len(abstract), span.text),
    }
