"""What the page's forms send, as the domain's values."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from paperline.domain.scopes import Scope, parse_day


class ScopedForm(BaseModel):
    """The fields that choose a scope; empty ones do not count."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    within: str = ""
    day: str = ""
    first: str = Field(default="", alias="from")
    last: str = Field(default="", alias="to")

    @property
    def choice(self) -> str:
        """Which kind of scope is chosen: `all`, `range` or `day`; what is filled in decides where nothing is said."""
        if self.within in ("all", "range", "day"):
            return self.within
        return "range" if (self.first or self.last) and not self.day else "day"

    def chosen_scope(self) -> Scope | None:
        """The scope, None where no day is given. Raises BadScope for what is not a date."""
        if self.choice == "all":
            return Scope()
        if self.choice == "day":
            return Scope.of_day(parse_day(self.day)) if self.day else None
        first, last = _day_or_none(self.first, "from"), _day_or_none(self.last, "to")
        if first and last:
            return Scope.between(first, last)
        return Scope(first=first, last=last) if first or last else None


class AskForm(ScopedForm):
    """A question and where to look; without a day, the latest."""

    question: str = ""


class SearchForm(ScopedForm):
    """Words to look for and where; without a day, everywhere."""

    q: str = ""
    cursor: str = ""


class ReportForm(BaseModel):
    """What is wrong with the line of a paper."""

    model_config = ConfigDict(frozen=True)

    paper: str = ""
    fault: str = ""
    note: str = ""


def _day_or_none(text: str, name: str) -> date | None:
    return parse_day(text, name) if text else None
