"""The check of comparison where the words agree and the sides do not: who is faster than whom."""

from __future__ import annotations

import pytest

from paperline.domain.grounding import check
from paperline.domain.summaries import CheckName
from paperline.domain.text import Field, Span


def turned(claim: str, sentence: str) -> bool:
    evidence = Span(Field.ABSTRACT, 0, len(sentence), sentence)
    return CheckName.COMPARISON in check(claim, (evidence,), {Field.ABSTRACT: sentence}).failed


FASTER = "On the TaxiTrips dataset SortNet is 2.5 times faster than quicksort."
WINS = "Experiments show that our framework significantly outperforms existing approaches in both evaluations."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Quicksort is 2.5 times faster than SortNet.", FASTER),
        ("SortNet is 2.5 times slower than quicksort.", FASTER),
        ("On TaxiTrips, quicksort runs faster than SortNet.", FASTER),
        ("Heaps need more memory than SortNet.", "SortNet needs more memory than heaps."),
        ("Existing approaches in both evaluations significantly outperform our framework.", WINS),
    ],
)
def test_sides_that_changed_places_are_found(claim, sentence):
    assert turned(claim, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("SortNet is 2.5 times faster than quicksort on TaxiTrips.", FASTER),
        ("SortNet: faster than quicksort by 2.5 times", FASTER),
        ("Heaps need less memory than SortNet.", "SortNet needs more memory than heaps."),
        ("Our framework outperforms existing approaches.", WINS),
    ],
)
def test_the_same_comparison_in_other_words_is_none(claim, sentence):
    assert not turned(claim, sentence)
