"""The checks by kind: what changes the sense is found, what keeps it passes."""

from __future__ import annotations

import pytest

from paperline.domain.grounding import check, is_dangling
from paperline.domain.summaries import CheckName
from paperline.domain.text import Field, Span

TITLE = "SortNet: Learned Sorting"
SENTENCE = (
    "On three datasets, SortNet (SN) outperforms QuickNet by up to 12.5% and runs 1.2x faster on 10k keys "
    "without extra memory, while HGRN-2 needs 4-8 passes and unlabeled data."
)
REST = " It is limited to integers, as networks of natural language processing are."
ABSTRACT = SENTENCE + REST


def failed(text, *, evidence=SENTENCE, standalone=False):
    start = ABSTRACT.index(evidence)
    span = Span(Field.ABSTRACT, start, start + len(evidence), evidence)
    return set(check(text, (span,), {Field.TITLE: TITLE, Field.ABSTRACT: ABSTRACT}, standalone=standalone).failed)


@pytest.mark.parametrize(
    "text",
    [
        "On 3 datasets, SortNet outperforms QuickNet by up to 12.5 percent.",
        "SortNet runs 1.2 times faster on 10,000 keys without extra memory.",
        "HGRN-2 needs 4 to 8 passes.",
        "SortNet outperforms QuickNet without extra memory.",
        "SortNet surpasses QuickNet by up to 12.5%.",
        "HGRN-2 needs unlabeled data.",
        "SortNet (SN) outperforms QuickNet and needs no extra memory.",
    ],
)
def test_the_same_in_other_words_passes(text):
    assert failed(text) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12.5%", "12.6%"),
        ("12.5%", "12.5 points"),
        ("12.5%", "12.5"),
        ("1.2x", "1.2%"),
        ("10k", "10M"),
        ("three", "four"),
        ("three", "5"),
        ("4-8", "4-9"),
        ("passes", "passes over 7 days"),
        ("1.2x faster", "twice as fast"),
    ],
)
def test_a_changed_quantity_is_found(old, new):
    assert CheckName.NUMBERS in failed(SENTENCE.replace(old, new))


def test_two_numbers_in_each_others_place_are_found():
    text = SENTENCE.replace("12.5%", "?").replace("1.2x", "12.5x").replace("?", "1.2%")
    assert CheckName.NUMBERS in failed(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("QuickNet", "QuirkNet"),
        ("QuickNet", "Gemini"),
        ("HGRN-2", "HGRN-3"),
        ("SortNet", "SortNet-Large"),
        ("(SN)", "(SQ)"),
        ("keys", "keys of Wikipedia"),
    ],
)
def test_a_name_that_the_paper_does_not_have_is_found(old, new):
    assert CheckName.NAMES in failed(SENTENCE.replace(old, new))


def test_an_acronym_of_the_papers_own_words_is_no_invention():
    assert CheckName.NAMES not in failed("It is limited to integers, as NLP networks are.", evidence=REST.strip())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("without extra", "with extra"),
        ("outperforms", "does not outperform"),
        ("needs 4-8", "never needs 4-8"),
        ("unlabeled", "labeled"),
        ("On three", "It is not true that on three"),
    ],
)
def test_a_denial_that_came_or_went_is_found(old, new):
    assert CheckName.NEGATION in failed(SENTENCE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("outperforms", "lags behind"),
        ("faster", "slower"),
        ("up to 12.5%", "12.5%"),
        ("up to 12.5%", "at least 12.5%"),
        ("SortNet (SN) outperforms QuickNet", "QuickNet outperforms SortNet (SN)"),
    ],
)
def test_a_turned_comparison_is_found(old, new):
    assert CheckName.COMPARISON in failed(SENTENCE.replace(old, new))


@pytest.mark.parametrize(
    "text",
    [
        "It sorts arrays.",
        "To bridge this gap, SortNet is trained.",
        "In light of these results, SortNet is faster.",
        "However, SortNet is faster.",
        "which sorts arrays in one pass.",
        "We solve these challenges with SortNet.",
        "Its accuracy is high.",
        "SortNet: a network that overcomes this limitation",
    ],
)
def test_a_text_that_leans_on_another_is_found(text):
    assert CheckName.STANDALONE in failed(text, standalone=True)


@pytest.mark.parametrize(
    "text",
    [
        "This paper presents SortNet.",
        "In this work, SortNet is faster.",
        "Both SortNet and QuickNet sort.",
        "Gaps in data are common, and this gap is wide.",
        "Besides keys, SortNet sorts values.",
        "SortNet is a network that sorts arrays.",
    ],
)
def test_a_text_that_names_what_it_means_stands_alone(text):
    assert not is_dangling(text)
    assert CheckName.STANDALONE not in failed(text, standalone=True)


def test_a_sentence_of_another_paper_is_found():
    foreign = "Language models trained on medical dialogues answer patients' questions with empathy."
    assert CheckName.OTHER_PAPER in failed(foreign)
    assert CheckName.OTHER_PAPER in failed(
        "SortNet (SN) outperforms QuickNet, answering patients' medical questions politely."
    )


@pytest.mark.parametrize("span", [(-5, 3), (0, 10_000), (4, 4)])
def test_a_span_outside_its_text_is_found(span):
    start, end = span
    evidence = (Span(Field.ABSTRACT, start, end, ABSTRACT[start:end]),)
    assert CheckName.SPANS in check(SENTENCE, evidence, {Field.ABSTRACT: ABSTRACT}).failed
