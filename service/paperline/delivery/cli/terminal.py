"""Makes any text safe to print: escape sequences, control characters and invisible direction marks are gone."""

from __future__ import annotations

import re

from paperline.delivery.exports.single_line import single_line

_SEQUENCES = re.compile(
    r"(?:\x1b\]|\x9d).*?(?:\x07|\x1b\\|\x9c|$)"  # OSC: titles, links, the clipboard (OSC 52)
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f]).*?(?:\x1b\\|\x9c|$)"  # DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b[ -/]*[0-~]",
    re.DOTALL,
)
_JSON_HAZARDS = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def plain(text: str) -> str:
    """The text in one line with nothing in it that a terminal could obey."""
    return single_line(_SEQUENCES.sub("", text))


def plain_json(document: str) -> str:
    """The same JSON document; what a terminal could obey is written as escapes (JSON itself escapes the rest)."""
    return _JSON_HAZARDS.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
