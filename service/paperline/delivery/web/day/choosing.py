"""Which of a day's papers a page shows, in which order, and how many each further choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from paperline.delivery.web.day.cards import Card
from paperline.delivery.web.day.wanted import FACETS, SORTS, WantedPage
from paperline.domain.days import Day
from paperline.domain.summaries import ClaimKind
from paperline.domain.themes import themes_of

_LISTED = {"new": "new", "cross": "cross-listed", "replaced": "replaced"}
_ENGINES = {
    "llm": "language model", "embedded": "embedded engine", "fallback": "embedded, as fallback", "none": "no line yet",
}  # fmt: skip
_CHECKS = {"passed": "all passed", "failed": "some failed"}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice of a facet: how many papers it leaves beside the other choices, and the address that makes or undoes it."""

    label: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet with its choices; `folded` are those that come after the first ones."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    folded: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A page of a day: the cards, what else could be chosen, and what was asked for in vain."""

    wanted: WantedPage
    cards: tuple[Card, ...]
    total: int
    facets: tuple[ShownFacet, ...]
    sorts: tuple[FacetValue, ...]
    ignored: tuple[str, ...]

    @property
    def is_narrowed(self) -> bool:
        """Whether some choice leaves papers out."""
        return bool(self.wanted.facets)

    @property
    def clear(self) -> str:
        """The query without what leaves papers out."""
        return self.wanted.query(**dict.fromkeys(FACETS))


@dataclass(frozen=True, slots=True)
class _Facet:
    """What a paper's values are, and their words; without words a value stands for itself, the commonest first."""

    name: str
    title: str
    values: Callable[[Card], frozenset[str]]
    words: Mapping[str, str] = field(default_factory=dict)
    first: int = 12


_FACETS = (
    _Facet("theme", "Themes", lambda card: card.themes, first=9),
    _Facet("kind", "Claims about", lambda card: card.kinds, {kind.value: kind.value for kind in ClaimKind}),
    _Facet("listed", "Listed as", lambda card: card.listed, _LISTED),
    _Facet("code", "Code", lambda card: frozenset({"yes"} if card.found.paper.links.code else ()), {"yes": "has code"}),
    _Facet("engine", "Line written by", lambda card: card.writers, _ENGINES),
    _Facet("checks", "Checks", lambda card: card.checks, _CHECKS),
    _Facet("category", "Category", lambda card: frozenset(card.found.paper.categories), first=8),
)


def shown_day(day: Day, wanted: WantedPage) -> ShownDay:
    """The day as the page asks for it; a choice that the day does not know is left out and named."""
    about: dict[str, set[str]] = {found.paper.id: set() for found in day.papers}
    for theme in themes_of(day.papers):
        for paper_id in theme.paper_ids:
            about[paper_id].add(theme.label)
    cards = [
        Card.of(found, day.entry.date, place, frozenset(about[found.paper.id]))
        for place, found in enumerate(day.papers, start=1)
    ]
    facets = _FACETS
    known = {facet.name: set(facet.words).union(*map(facet.values, cards)) for facet in facets}
    chosen = {name: value for name, value in wanted.facets.items() if value in known.get(name, ())}
    voted = any(card.upvotes is not None for card in cards)
    sort = "source" if wanted.sort == "upvotes" and not voted else wanted.sort
    strange = [name for name in wanted.facets if name not in chosen] + (["sort"] if sort != wanted.sort else [])
    kept = WantedPage(chosen, sort, wanted.view, wanted.mine, wanted.month)
    shown = _passing(cards, facets, chosen)
    if sort == "upvotes":
        shown.sort(key=lambda card: -(card.upvotes or 0))
    return ShownDay(
        wanted=kept,
        cards=tuple(shown),
        total=len(cards),
        facets=tuple(filter(None, (_shown(facet, facets, cards, kept) for facet in facets))),
        sorts=tuple(
            FacetValue(words, len(shown), kept.query(sort=name), name == sort)
            for name, words in SORTS.items()
            if name != "upvotes" or voted
        ),
        ignored=(*wanted.ignored, *strange),
    )


def month_of(day: date, wanted: WantedPage) -> date:
    """The first of the month that the calendar shows."""
    return wanted.month or day.replace(day=1)


def _passing(cards: Sequence[Card], facets: Sequence[_Facet], chosen: Mapping[str, str]) -> list[Card]:
    asked = [(facet.values, chosen[facet.name]) for facet in facets if facet.name in chosen]
    return [card for card in cards if all(value in values(card) for values, value in asked)]


def _shown(facet: _Facet, facets: Sequence[_Facet], cards: Sequence[Card], kept: WantedPage) -> ShownFacet | None:
    """The facet, counted over what the other choices leave; None where it tells no paper from another."""
    own = kept.facets.get(facet.name)
    others = {name: value for name, value in kept.facets.items() if name != facet.name}
    counts = Counter(value for card in _passing(cards, facets, others) for value in facet.values(card))
    everywhere = Counter(value for card in cards for value in facet.values(card))
    if own is None and all(count == len(cards) for count in everywhere.values()):
        return None
    order = [value for value in facet.words if everywhere[value] or value == own]
    order = order or sorted(everywhere, key=lambda value: (-everywhere[value], value))
    made = [
        FacetValue(
            facet.words.get(value, value), counts[value],
            kept.query(**{facet.name: None if value == own else value}), value == own,
        )
        for value in order
    ]  # fmt: skip
    made.sort(key=lambda value: not value.chosen) if not facet.words else None
    return ShownFacet(facet.name, facet.title, tuple(made[: facet.first]), tuple(made[facet.first :]))
