"""Which papers a question is asked of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from paperline.domain.errors import BadScope


@dataclass(frozen=True, slots=True)
class Scope:
    """A day, a range of days, some papers, or (all unset) everything stored.

    `first` and `last` are inclusive; a single day has both equal.
    """

    first: date | None = None
    last: date | None = None
    papers: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """True where no day and no paper limits the scope."""
        return self.first is None and self.last is None and not self.papers

    @classmethod
    def of_day(cls, day: date) -> Scope:
        """The scope of one day."""
        return cls(first=day, last=day)

    @classmethod
    def between(cls, first: date, last: date) -> Scope:
        """The scope of a range of days, both ends included; a range that ends before it starts is refused."""
        if last < first:
            raise BadScope(f"The range ends ({last}) before it starts ({first}). Swap the two days.")
        return cls(first=first, last=last)

    def as_json(self) -> dict[str, object]:
        """The contract's shape of the scope."""
        if self.papers:
            return {"papers": list(self.papers)}
        if self.first is not None and self.first == self.last:
            return {"day": self.first.isoformat()}
        if self.first or self.last:
            return {"from": self.first and self.first.isoformat(), "to": self.last and self.last.isoformat()}
        return {"all": True}


def parse_day(text: str, name: str = "day") -> date:
    """The UTC date written as YYYY-MM-DD; anything else is refused with its name."""
    try:
        if len(text) != len("2025-12-11"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise BadScope(f"{name} {text[:40]!r} is not a date. Write it as YYYY-MM-DD, such as 2025-12-11.") from None
