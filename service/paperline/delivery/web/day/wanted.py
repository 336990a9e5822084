"""What the address of a day's page asks for; all of the page's state that the server knows stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from urllib.parse import parse_qsl, urlencode

FACETS = ("theme", "kind", "code", "category", "listed", "engine", "checks")
SORTS = {"source": "as listed", "upvotes": "by upvotes", "for-you": "for you"}
VIEWS = {"full": "Full", "skim": "Skim"}
MINE = ("unread", "new", "starred")
_NAMES = (*FACETS, "sort", "view", "mine", "month")
_MOST_CHARACTERS = 80
_MOST_FIELDS = 30


@dataclass(frozen=True, slots=True)
class WantedPage:
    """The chosen facets, order and view; `mine` is for the browser alone. `ignored` names what cannot be meant."""

    facets: Mapping[str, str] = field(default_factory=dict)
    sort: str = "source"
    view: str = "full"
    mine: str = ""
    month: date | None = None
    ignored: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: str) -> Self:
        """Read from a query string, which may say anything; what is not the page's own is passed over."""
        given = dict(_fields(query))
        ignored = [name for name, value in given.items() if len(value) > _MOST_CHARACTERS]
        kept = {name: value for name, value in given.items() if name not in ignored}
        closed: tuple[tuple[str, object], ...] = (("sort", SORTS), ("view", VIEWS), ("mine", MINE))
        for name, known in closed:
            if name in kept and kept[name] not in known:  # type: ignore[operator]
                ignored.append(name)
                del kept[name]
        month = _month(kept["month"]) if "month" in kept else None
        if "month" in kept and month is None:
            ignored.append("month")
        return cls(
            facets={name: kept[name] for name in FACETS if name in kept},
            sort=kept.get("sort", "source"), view=kept.get("view", "full"), mine=kept.get("mine", ""),
            month=month, ignored=tuple(ignored),
        )  # fmt: skip

    def query(self, **changes: str | None) -> str:
        """The query string of this page but for the changes, `?` before it; empty where nothing is chosen.

        Names stand in one order, so that a state has one address.
        """
        state: dict[str, str | None] = {
            **self.facets,
            "sort": self.sort, "view": self.view, "mine": self.mine,
            "month": f"{self.month:%Y-%m}" if self.month else None,
        } | changes  # fmt: skip
        said = {name: value for name in _NAMES if (value := state.get(name)) and value not in ("source", "full")}
        return f"?{urlencode(said)}" if said else ""


def _fields(query: str) -> list[tuple[str, str]]:
    """The page's own fields that are not empty."""
    try:
        pairs = parse_qsl(query, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError:
        return []
    return [(name, value) for name, value in pairs if name in _NAMES]


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
