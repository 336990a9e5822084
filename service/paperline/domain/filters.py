"""Filters: what a found paper's record must say, whatever its text says."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

_UNDIVIDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}
)  # letters that NFKD keeps whole


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """Conditions that a found paper must meet; unset ones do not count.

    Categories are equal but for case; an author's name holds the one asked, whatever its case and accents.
    """

    category: str | None = None
    author: str | None = None
    has_code: bool | None = None
    source: str | None = None

    @property
    def are_none(self) -> bool:
        """True where every paper meets them."""
        return self == SearchFilters()

    def admit(
        self, *, categories: Collection[str], authors: Collection[str], code: str | None, sources: Collection[str]
    ) -> bool:
        """Whether a paper with such a record meets all of them."""
        return (
            (self.has_code is None or self.has_code == bool(code))
            and (self.source is None or self.source in sources)
            and (self.category is None or self.category.casefold() in {name.casefold() for name in categories})
            and (self.author is None or any(plain(self.author) in plain(name) for name in authors))
        )


def plain(name: str) -> str:
    """The name without accents, in lower case, its parts one space apart."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return " ".join(bare.translate(_UNDIVIDED).split())
