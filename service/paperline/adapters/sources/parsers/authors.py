"""Author names as sources write them, turned into plain names: TeX accents to letters, affiliations left out."""

from __future__ import annotations

import re
import unicodedata

from paperline.adapters.sources.parsers.fields import text_of
from paperline.adapters.sources.repair import cleaned

_MOST_AUTHORS = 10_000
_LONGEST_LIST = 200_000  # characters; three times the longest seen on arXiv
_LONGEST_NAME = 200
_COMBINING = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip
_LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "ss": "ß", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
}  # fmt: skip
# An accent mark takes any letter (`\'e`), an accent named by a letter needs a brace or a space (`\c{c}`, `\v s`).
_ACCENT = re.compile(
    r"\\(?:(?P<mark>['`^\"~=.])\s*|(?P<named>[cvuHkrdbt])(?:\s+|(?=[{\\])))"
    r"(?:\{\s*)?(?P<base>\\[ij](?![A-Za-z])\s?|[^\W\d_])(?:\s*\})?"
)
_LETTER = re.compile(r"\\(aa|AA|ae|AE|oe|OE|ss|dh|DH|th|TH|dj|DJ|ng|[oOlLij])(?![A-Za-z])(?:\{\}|\s+)?")
_TAG = re.compile(r"<[^<>]{0,300}>")
_BETWEEN_NAMES = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def authors_of(value: object) -> tuple[str, ...]:
    """The names in a list of texts, a list of objects with a `name`, or one text; hidden authors are left out."""
    if isinstance(value, str):
        return split_names(value)
    if not isinstance(value, list):
        return ()
    names: list[str] = []
    for item in value[:_MOST_AUTHORS]:
        if isinstance(item, dict):
            item = None if item.get("hidden") is True else item.get("name")
        if (name := text_of(item)) and (name := plain_name(name)):
            names.append(name)
    return tuple(names)


def split_names(joined: str) -> tuple[str, ...]:
    """The names of one comma- or semicolon-joined text, without what stands in brackets after them."""
    text = _without_brackets(plain_tex(_TAG.sub("", cleaned(joined[:_LONGEST_LIST]).text)))
    parts = text.split(";") if ";" in text else _BETWEEN_NAMES.split(text)
    names: list[str] = []
    for part in parts:
        name = cleaned(part).text.strip(" ,;")[:_LONGEST_NAME]
        if name.lower() in _SUFFIXES and names:
            names[-1] += f" {name}"
        elif name:
            names.append(name)
    return tuple(names[:_MOST_AUTHORS])


def plain_name(name: str) -> str:
    """One name with letters for TeX accents, on one line."""
    return cleaned(plain_tex(name)).text[:_LONGEST_NAME]


def plain_tex(text: str) -> str:
    r"""The text with letters where TeX wrote accents: `Andr\'e`, `{\"o}`, `\v{s}`, `\o`."""
    if "\\" in text:
        text = _ACCENT.sub(_accented, text)
        text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
        text = text.replace("\\-", "").replace("\\ ", " ").replace("\\&", "&")
    return text.replace("{", "").replace("}", "").replace("~", " ")


def _accented(found: re.Match[str]) -> str:
    base = found["base"]
    letter = base[1] if base.startswith("\\") else base
    return unicodedata.normalize("NFC", letter + _COMBINING[found["mark"] or found["named"]])


def _without_brackets(text: str) -> str:
    kept: list[str] = []
    opened: list[int] = []
    for char in text:
        if char == "(":
            opened.append(len(kept))
            kept.append(char)
        elif char == ")":
            del kept[opened.pop() if opened else len(kept) :]
        else:
            kept.append(char)
    return "".join(kept)
