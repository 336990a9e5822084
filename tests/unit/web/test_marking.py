"""Marking: the pieces are the text, and what is marked is the evidence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperline.delivery.web.marking import CITED, LINE, Mark, marked_sentences
from paperline.domain.text import Field, Span
from tests.builders import ABSTRACT


def mark(text, start, end, label, field=Field.ABSTRACT):
    return Mark(Span(field, start, end, text[start:end]), label)


def joined(sentences, label=None):
    return "".join(
        piece.text for sentence in sentences for piece in sentence.pieces if label is None or label in piece.labels
    )


def test_a_claim_is_marked_where_it_stands():
    """Its sentence leads back to it by its number."""
    start = ABSTRACT.index("We present")
    end = ABSTRACT.index(" On ten")
    sentences = marked_sentences(ABSTRACT, [mark(ABSTRACT, start, end, "1"), mark(ABSTRACT, start, start + 10, LINE)])
    assert joined(sentences, "1") == ABSTRACT[start:end]
    assert joined(sentences, LINE) == "We present"
    assert [sentence.claims for sentence in sentences if sentence.claims] == [("1",)]


def test_only_the_first_cited_piece_opens_the_page():
    """An identifier stands once in a document."""
    marks = [mark(ABSTRACT, 60, 100, CITED), mark(ABSTRACT, 0, 20, CITED), mark(ABSTRACT, 0, 10, "1")]
    pieces = [piece for sentence in marked_sentences(ABSTRACT, marks) for piece in sentence.pieces]
    assert [piece.opens for piece in pieces].count(True) == 1
    assert pieces[0].opens


def test_a_span_that_does_not_fit_is_not_marked():
    """A text that changed, a place outside, another field."""
    marks = [
        Mark(Span(Field.ABSTRACT, 0, 4, "Else"), "1"),
        Mark(Span(Field.ABSTRACT, 10_000, 10_004, "Sort"), "2"),
        Mark(Span(Field.TITLE, 0, 7, "Sorting"), "3"),
    ]
    assert all(not piece.labels for sentence in marked_sentences(ABSTRACT, marks) for piece in sentence.pieces)


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=5))
def test_the_pieces_are_the_text_whatever_is_marked(text, bounds):
    """Nothing is lost, added or moved; surrogates, astral letters and line breaks included."""
    marks = [mark(text, min(pair), max(pair), str(number)) for number, pair in enumerate(bounds, start=1)]
    sentences = marked_sentences(text, marks)
    assert joined(sentences).strip() == text.strip()
    for each in marks:
        if not each.span.text.strip() or each.span.end > len(text):
            continue
        assert joined(sentences, each.label).split() == each.span.text.split() or "\n" in text
