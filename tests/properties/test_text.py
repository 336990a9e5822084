"""Sentences and passages as properties: whatever the text, nothing is lost and every span fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperline.domain.text import split_passages, split_sentences

_WORDS = st.sampled_from(
    [
        "We",
        "propose",
        "e.g.",
        "Fig.",
        "3.5",
        "x.",
        "et al.",
        "$a. B$",
        "(see",
        "Sec. 2)",
        "GPT-4.",
        "ok?",
        "…",
        "\n\n",
        "ünï",
        "🦊",
        "vs.",
    ]
)
_TEXTS = st.one_of(st.text(max_size=400), st.lists(_WORDS, max_size=60).map(" ".join))


@given(_TEXTS)
def test_sentences_tile_every_text(text: str) -> None:
    """Sentences are in order, index the text exactly, and leave out white space only."""
    position = 0
    for sentence in split_sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert not text[position : sentence.start].strip()
        position = sentence.end
    assert not text[position:].strip()


@given(_TEXTS, st.integers(min_value=1, max_value=40))
def test_passages_hold_every_character_within_the_budget(text: str, budget: int) -> None:
    """No passage is longer than the budget, and together their pieces hold all that is not white space."""

    def count(piece: str) -> int:
        return len(piece.split())

    sentences = split_sentences(text)
    passages = split_passages(text, sentences, count, budget)
    held = set()
    for passage in passages:
        assert sum(count(text[piece.start : piece.end]) for piece in passage.pieces) <= budget
        assert (passage.start, passage.end) == (passage.pieces[0].start, passage.pieces[-1].end)
        for piece in passage.pieces:
            sentence = sentences[piece.sentence]
            assert sentence.start <= piece.start < piece.end <= sentence.end
            held.update(range(piece.start, piece.end))
    assert {i for i, char in enumerate(text) if not char.isspace()} <= held
