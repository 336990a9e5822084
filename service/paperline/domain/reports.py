"""A report: what a reader finds wrong with the line of a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from paperline.domain.errors import BadText
from paperline.domain.text import is_well_formed, one_line

MOST_NOTE_CHARACTERS = 500
_MOST_SENT_CHARACTERS = 8 * MOST_NOTE_CHARACTERS


class Fault(StrEnum):
    """What is wrong with a line, in the reader's judgement."""

    WRONG = "wrong"
    MISSES_THE_POINT = "misses_the_point"
    MISSES_THE_RESULT = "misses_the_result"
    VAGUE = "vague"
    UNGRAMMATICAL = "ungrammatical"
    DANGLING = "dangling"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LineReport:
    """One fault of the line that was shown for one version of a paper; the note is one clean line, or empty."""

    paper_id: str
    version: int
    line: str
    fault: Fault
    note: str
    reported_at: datetime


def read_fault(text: str) -> Fault:
    """The fault of that name; BadText names those that there are."""
    try:
        return Fault(text)
    except ValueError:
        raise BadText(f"{text[:40]!r} is no kind of fault. Say what is wrong: {', '.join(Fault)}.") from None


def clean_note(text: str) -> str:
    """The note in one line without control characters; BadText where it is too long or not text."""
    if len(text) > _MOST_SENT_CHARACTERS or len(cleaned := one_line(text)) > MOST_NOTE_CHARACTERS:
        raise BadText(f"The note has more than {MOST_NOTE_CHARACTERS} characters. Say it in fewer.")
    if not is_well_formed(cleaned):
        raise BadText("The note holds half a character (a lone surrogate). Send it as valid Unicode.")
    return cleaned
