"""Divides a text so that evidence can be marked: the pieces together are the text, and no markup is made here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from paperline.domain.text import Field, Sentence, Span, split_sentences

CITED = "cited"
LINE = "line"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span and what rests on it: a claim's number, the line, or the citation that led here."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the same marks cover; no labels where it is evidence of nothing.

    `opens` is true for the first cited piece of an abstract, at which a page opens.
    """

    text: str
    labels: tuple[str, ...]
    opens: bool = False


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence in pieces; `number` is None for what stands between sentences. `claims` rest on it, in order."""

    number: int | None
    pieces: tuple[Piece, ...]
    claims: tuple[str, ...] = ()


def marked_sentences(text: str, marks: Sequence[Mark], field: Field = Field.ABSTRACT) -> list[MarkedSentence]:
    """The text by sentences; marks whose span does not stand in it exactly are left out."""
    fitting = [mark for mark in marks if mark.span.field is field and _fits(text, mark.span)]
    sentences = split_sentences(text) if field is Field.ABSTRACT else _whole(text)
    result: list[MarkedSentence] = []
    position = 0
    opening = min((mark.span.start for mark in fitting if mark.label == CITED), default=None)
    for number, sentence in enumerate(sentences, start=1):
        if sentence.start > position:
            result.append(MarkedSentence(None, (Piece(text[position : sentence.start], ()),)))
        pieces = _pieces(text, sentence.start, sentence.end, fitting, opening if field is Field.ABSTRACT else None)
        labels = dict.fromkeys(label for piece in pieces for label in piece.labels if label not in (CITED, LINE))
        result.append(MarkedSentence(number, pieces, tuple(sorted(labels, key=int))))
        position = sentence.end
    return result


def _whole(text: str) -> tuple[Sentence, ...]:
    return (Sentence(0, len(text), text),) if text else ()


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark], opening: int | None) -> tuple[Piece, ...]:
    inside = [mark for mark in marks if mark.span.start < end and mark.span.end > start]
    edges = {edge for mark in inside for edge in (mark.span.start, mark.span.end) if start < edge < end}
    cuts = sorted({start, end, *edges})
    return tuple(
        Piece(
            text[first:last],
            tuple(mark.label for mark in inside if mark.span.start <= first and last <= mark.span.end),
            opens=first == opening,
        )
        for first, last in pairwise(cuts)
    )


def _fits(text: str, span: Span) -> bool:
    return span.start < span.end and text[span.start : span.end] == span.text
