"""A question as it is asked becomes one clean line, or is refused."""

from __future__ import annotations

from paperline.domain.errors import BadText
from paperline.domain.text import is_well_formed, one_line


def clean_question(text: str, *, most_characters: int) -> str:
    """The question in one line, without control characters; refused when empty, too long or not text."""
    if len(text) > most_characters:
        raise BadText(f"The question has {len(text):,} characters, more than {most_characters:,}. Ask a shorter one.")
    if not is_well_formed(text):
        raise BadText("The question holds half a character (a lone surrogate). Send it as valid Unicode.")
    cleaned = one_line(text)
    if not any(char.isalnum() for char in cleaned):
        raise BadText("The question is empty. Ask something in words.")
    return cleaned
