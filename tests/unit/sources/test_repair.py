"""What is changed in a text before it is stored, and what is left alone."""

from __future__ import annotations

import pytest

from paperline.adapters.sources.repair import cleaned, mended, storable


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("coordinatesx2013without graphs", "coordinates–without graphs"),
        ("learning (ICL)x2013their ability", "learning (ICL)–their ability"),
        ("behaviourx2014such as motion", "behaviour—such as motion"),
        ("graphs x2013 or trees", "graphs – or trees"),
        ("the modelx2019s weights don x2019t", "the model’s weights don x2019t"),
        ("the agentsx2019 goals", "the agents’ goals"),
        ("called x201Cmagicx201D, a term", "called “magic”, a term"),
    ],
)
def test_punctuation_that_lost_its_escape_is_restored_where_only_one_reading_is_left(broken, whole):
    assert mended(broken).text == whole


@pytest.mark.parametrize(
    "text",
    ["Linux2013edition of it", "5x201310 grids", "a 10x2013 table", "variable x2013", "0x2014ab", "SoftMax2014a"],
)
def test_a_number_with_another_reading_is_left_alone(text):
    result = mended(text)
    assert result.text == text
    assert not result.repairs


def test_punctuation_that_may_be_lost_is_reported_in_its_word():
    assert mended("on 5x201310 grids").suspected == ("lost punctuation: 5x201310",)


def test_repairs_are_counted_by_kind():
    assert mended("hex2013 onex2013two threex2013four fivex2014six").repairs == {"x2013 → –": 2, "x2014 → —": 1}


@pytest.mark.parametrize("lost", ["kgeq2", "kge3", "sim500-billion", "2.44times", "12,000times", "leq2B", "varepsilon"])
def test_latex_without_its_backslash_is_reported_and_not_touched(lost):
    result = mended(f"It holds for {lost} in all cases.")
    assert result.text == f"It holds for {lost} in all cases."
    assert result.suspected == (f"lost TeX: {lost}",)


@pytest.mark.parametrize(
    "fine", ["sim2real transfer", r"for $k \geq 2$", r"\varepsilon-greedy", "page3", "sometimes", "mle5"]
)
def test_ordinary_words_are_no_suspects(fine):
    assert not mended(fine).suspected


def test_hidden_characters_are_stripped_and_counted():
    hidden = "a\u200bb \u202egnp\u202c \U000e0041\U000e0042 c\ufeff d\ufe00\ufe01\ufe02"
    result = cleaned(hidden)
    assert result.text == "ab gnp c d"
    assert result.repairs == {"invisible characters removed": 9}


def test_an_emoji_keeps_its_single_variation_selector():
    assert cleaned("fast \u2764\ufe0f").text == "fast \u2764\ufe0f"


def test_controls_go_and_line_breaks_become_spaces_uncounted():
    result = cleaned("hard\nwrapped\r\n  text\twith\x00 a\x1b[31m trap")
    assert result.text == "hard wrapped text with a[31m trap"
    assert result.repairs == {"control characters removed": 2}


def test_a_lone_surrogate_is_replaced_and_a_pair_is_joined():
    result = cleaned("\ud800 and \ud83d\ude00 and \udfff")
    assert result.text == "\ufffd and \U0001f600 and \ufffd"
    assert result.repairs == {"lone surrogate → U+FFFD": 2}


def test_a_raw_text_is_kept_in_a_form_that_every_database_takes():
    assert storable("a\x00b\ud800c\n") == "a\\u0000b\\ud800c\n"
