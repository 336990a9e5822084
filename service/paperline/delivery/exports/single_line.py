"""Text in one line: what no reader sees and what could end a line, a cell or a record is gone."""

from __future__ import annotations

import unicodedata


def single_line(text: str) -> str:
    """The text without control, format, private and unassigned characters, every run of white space one space."""
    return " ".join("".join(map(_visible, text)).split())


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "" if category in ("Cf", "Co", "Cn") else char
