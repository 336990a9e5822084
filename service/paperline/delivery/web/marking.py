"""Divides a text so that evidence can be marked: the pieces together are the text, and no formula is divided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup

from paperline.delivery.web.maths import Atom, atoms, rendered
from paperline.domain.summaries import Summary
from paperline.domain.text import Field, Sentence, Span, split_sentences

CITED = "cited"
LINE = "line"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span and what rests on it: a claim's number, a part of the line, or the citation that led here."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the same marks cover, and as markup; no labels where it is evidence of nothing.

    `opens` is true for the first cited piece of an abstract, at which a page opens.
    """

    text: str
    labels: tuple[str, ...]
    opens: bool = False
    html: Markup = field(default_factory=Markup)

    @property
    def bears(self) -> tuple[str, ...]:
        """The claims and parts of the line that rest on it."""
        return tuple(dict.fromkeys(label for label in self.labels if label != CITED))


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence in pieces; `number` is None for what stands between sentences.

    `claims` rest on it, in order; `bears_line` is whether the line does.
    """

    number: int | None
    pieces: tuple[Piece, ...]
    claims: tuple[str, ...] = ()
    bears_line: bool = False


def part_label(number: int) -> str:
    """The label of a part of the line, counted from 1."""
    return f"{LINE}{number}"


def summary_marks(summary: Summary | None) -> list[Mark]:
    """What the line and the claims rest on."""
    if summary is None:
        return []
    line = [
        Mark(span, part_label(number))
        for number, part in enumerate(summary.tldr.parts, start=1)
        for span in part.evidence
    ]
    claims = [
        Mark(span, str(number)) for number, claim in enumerate(summary.claims, start=1) for span in claim.evidence
    ]
    return line + claims


def marked_sentences(text: str, marks: Sequence[Mark], field: Field = Field.ABSTRACT) -> list[MarkedSentence]:
    """The text by sentences; marks whose span does not stand in it exactly are left out.

    A mark that begins or ends inside a formula reaches over all of it. A formula that a sentence ends within is text.
    """
    sentences = split_sentences(text) if field is Field.ABSTRACT else _whole(text)
    inside = _undivided(atoms(text), [edge for each in sentences for edge in (each.start, each.end)])
    fitting = [_Reach.of(mark, inside) for mark in marks if mark.span.field is field and _fits(text, mark.span)]
    result: list[MarkedSentence] = []
    position = 0
    cited = [reach.start for reach in fitting if reach.label == CITED]
    opening = min(cited, default=None) if field is Field.ABSTRACT else None
    for number, sentence in enumerate(sentences, start=1):
        if sentence.start > position:
            between = text[position : sentence.start]
            result.append(MarkedSentence(None, (Piece(between, (), html=Markup.escape(between)),)))
        pieces = _pieces(text, sentence, fitting, inside, opening)
        result.append(_sentence(number, pieces))
        position = sentence.end
    return result


def places(sentences: Sequence[MarkedSentence]) -> dict[str, int]:
    """For each claim and part of the line, the number of the first sentence that it rests on."""
    found: dict[str, int] = {}
    for sentence in sentences:
        for piece in sentence.pieces:
            for label in piece.bears:
                found.setdefault(label, sentence.number or 0)
    return found


@dataclass(frozen=True, slots=True)
class _Reach:
    """A mark as far as it reaches on the page."""

    start: int
    end: int
    label: str

    @classmethod
    def of(cls, mark: Mark, inside: Sequence[Atom]) -> _Reach:
        start, end = mark.span.start, mark.span.end
        for atom in inside:
            if atom.start < end and start < atom.end:
                start, end = min(start, atom.start), max(end, atom.end)
        return cls(start, end, mark.label)


def _undivided(inside: Sequence[Atom], edges: Sequence[int]) -> list[Atom]:
    """The atoms that no edge divides; both are in order."""
    kept, place = [], 0
    for atom in inside:
        while place < len(edges) and edges[place] <= atom.start:
            place += 1
        if place == len(edges) or edges[place] >= atom.end:
            kept.append(atom)
    return kept


def _sentence(number: int, pieces: tuple[Piece, ...]) -> MarkedSentence:
    labels = {label for piece in pieces for label in piece.bears}
    claims = sorted((label for label in labels if label.isdecimal()), key=int)
    return MarkedSentence(number, pieces, tuple(claims), any(label.startswith(LINE) for label in labels))


def _whole(text: str) -> tuple[Sentence, ...]:
    return (Sentence(0, len(text), text),) if text else ()


def _pieces(
    text: str, sentence: Sentence, marks: Sequence[_Reach], inside: Sequence[Atom], opening: int | None
) -> tuple[Piece, ...]:
    start, end = sentence.start, sentence.end
    covering = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = {edge for mark in covering for edge in (mark.start, mark.end) if start < edge < end}
    cuts = sorted({start, end, *edges})
    return tuple(
        Piece(
            text[first:last],
            tuple(mark.label for mark in covering if mark.start <= first and last <= mark.end),
            opens=first == opening,
            html=rendered(text, first, last, inside),
        )
        for first, last in pairwise(cuts)
    )


def _fits(text: str, span: Span) -> bool:
    return span.start < span.end and text[span.start : span.end] == span.text
