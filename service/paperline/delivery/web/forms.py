"""What the page's forms send, as the domain's values."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from paperline.domain.errors import BadScope
from paperline.domain.filters import SearchFilters
from paperline.domain.scopes import Scope, parse_day
from paperline.pipeline.asking.search import SearchOrder


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
    """A question and where to look; without a day, the latest. `after` names the answers that it follows."""

    question: str = ""
    papers: list[str] = []
    after: str = ""

    def day_or(self, other: date | None) -> date | None:
        """The day that is filled in, if it is one."""
        try:
            return parse_day(self.day)
        except BadScope:
            return other


class SearchForm(ScopedForm):
    """Words to look for and where; without a day, everywhere."""

    q: str = ""
    cursor: str = ""
    category: str = ""
    author: str = ""
    source: str = ""
    has_code: str = ""
    sort: str = ""

    @property
    def order(self) -> SearchOrder:
        """The order that is chosen; by relevance where nothing known is."""
        return SearchOrder.NEWEST if self.sort == SearchOrder.NEWEST else SearchOrder.RELEVANCE

    def active(self) -> dict[str, str]:
        """What narrows the search, in words, by the field that says so."""
        days = (
            f"{self.first or '…'} to {self.last or '…'}" if self.choice == "range" and (self.first or self.last) else ""
        )
        told = {
            "day": self.day if self.choice == "day" else "", "days": days,
            "author": self.author.strip() and f"author {self.author.strip()}", "category": self.category.strip(),
            "source": self.source.strip(), "has_code": "with code" if self.has_code else "",
        }  # fmt: skip
        return {name: words for name, words in told.items() if words}

    def without(self, *names: str) -> dict[str, str]:
        """The fields of this search but for these and the place that was reached; `days` stands for both ends."""
        fields = {
            "q": self.q, "within": self.within, "day": self.day, "from_": self.first, "to": self.last,
            "author": self.author, "category": self.category, "source": self.source, "has_code": self.has_code,
            "sort": self.sort if self.order is SearchOrder.NEWEST else "",
        }  # fmt: skip
        gone = {
            *names,
            *(("from_", "to", "within") if "days" in names else ()),
            *(("within",) if "day" in names else ()),
        }
        return {name: value for name, value in fields.items() if name not in gone}

    def filters(self) -> SearchFilters:
        """What the papers' records must say; empty fields do not count."""
        return SearchFilters(
            category=self.category.strip() or None, author=self.author.strip() or None,
            has_code=True if self.has_code else None, source=self.source.strip() or None,
        )  # fmt: skip


class ReportForm(BaseModel):
    """What is wrong with the line of a paper."""

    model_config = ConfigDict(frozen=True)

    paper: str = ""
    fault: str = ""
    note: str = ""


def _day_or_none(text: str, name: str) -> date | None:
    return parse_day(text, name) if text else None
