"""Sentence splitting on what abstracts really hold."""

from __future__ import annotations

import pytest

from paperline.domain.text import split_passages, split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use BERT, e.g. for tagging. It works.", 2),
        ("Following Smith et al. (2020), we train. See Fig. 3 for details.", 2),
        ("It reaches 93.5. The gap is 1.2 points.", 2),
        ("Code is at https://github.com/a.b/c.d. We release it.", 2),
        ("We bound $f(x). g(x)$ by one. That suffices.", 2),
        ("Version 2.0 of v1.5 is out! Is it good? Yes.", 3),
        ("It beats GPT-4 (see Sec. 3. and Tab. 2) by far. mT5 is next.", 2),
        ("J. Smith et al. show this.", 1),
        ("We compare A vs. B. Both are i.i.d. samples.", 2),
        ("The order is O(n). However, it is slow.", 2),
        ("This is glued.We fix that.", 2),
        ("Visit example.com/The.Page for more.", 1),
        ("One.\n\nTwo", 2),
        ("No stop at all", 1),
        ("", 0),
    ],
)
def test_a_text_has_the_sentences_that_a_reader_counts(text: str, expected: int) -> None:
    """Abbreviations, decimals, addresses, maths, brackets and glued sentences do not mislead."""
    assert len(split_sentences(text)) == expected


def test_a_long_abstract_is_divided_into_passages_of_like_length() -> None:
    """Thirty sentences of ten words under a budget of 160 words make two halves."""
    text = " ".join(["One two three four five six seven eight nine ten."] * 30)
    passages = split_passages(text, split_sentences(text), lambda piece: len(piece.split()), 160)
    assert [len(passage.pieces) for passage in passages] == [15, 15]
