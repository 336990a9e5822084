"""What a reader may send as a report of a line."""

from __future__ import annotations

import pytest

from paperline.domain.errors import BadText
from paperline.domain.reports import MOST_NOTE_CHARACTERS, Fault, clean_note, read_fault


def test_a_note_becomes_one_clean_line():
    """Line breaks, NUL, escapes and marks of direction are spaces; what can be seen stays as it is."""
    assert clean_note(" Not\r\nthe\x00point:\x1b[31m <b>\u202eno</b>\u200b ") == "Not the point: [31m <b> no</b>"
    assert clean_note("\x00\n") == ""


def test_a_note_may_have_as_many_characters_as_its_field_takes():
    """A form sends every line break as two characters; the cleaned note is counted."""
    assert len(clean_note("é" * MOST_NOTE_CHARACTERS)) == MOST_NOTE_CHARACTERS
    assert len(clean_note("a\r\n" * (MOST_NOTE_CHARACTERS // 2))) == MOST_NOTE_CHARACTERS - 1


@pytest.mark.parametrize("text", ["a" * (MOST_NOTE_CHARACTERS + 1), "\n" * 1_000_000, "half \ud800"])
def test_a_note_that_is_too_long_or_no_text_is_refused(text):
    with pytest.raises(BadText, match="note"):
        clean_note(text)


@pytest.mark.parametrize("text", ["", "WRONG", "<script>", "wrong\x00", "\ud800"])
def test_an_unknown_fault_is_refused_with_those_there_are(text):
    with pytest.raises(BadText, match="misses_the_point"):
        read_fault(text)


def test_every_fault_is_read_by_its_name():
    assert [read_fault(fault.value) for fault in Fault] == list(Fault)
