"""Lists of papers that are read over the network: Hugging Face's, arXiv's, and a file at an allowed address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from paperline.adapters.sources.decoding import decode, load_json
from paperline.adapters.sources.formats import parse
from paperline.adapters.sources.parsers import huggingface
from paperline.adapters.sources.parsers.drafting import Origin, shown
from paperline.domain.errors import BadInput, BadSource, SourceUnavailable
from paperline.domain.papers import SourceBatch

if TYPE_CHECKING:
    import httpx2

    from paperline.adapters.sources.fetching import Fetcher

DEFAULT_TIMEOUT_SECONDS = 20.0
_PAGE_SIZE = 100  # the most that the API gives; its default of 50 cuts busy days
_MOST_PAGES = 20
_CATEGORY = re.compile(r"[a-z]{2,10}(?:-[a-z]{2,4})?(?:\.[A-Za-z-]{2,17})?")


@dataclass(frozen=True, slots=True)
class HuggingFaceList:
    """Hugging Face's daily list of one day, or of the newest day that has one."""

    day: date | None = None
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    transport: httpx2.BaseTransport | None = None

    @property
    def name(self) -> str:
        """`hf` or `hf:DATE`, as on the command line."""
        return f"hf:{self.day}" if self.day else "hf"

    def read(self, now: datetime) -> SourceBatch:
        """The whole list. A day that Hugging Face has not opened is an empty batch with its reason.

        Raises SourceUnavailable where the list cannot be had within the timeout.
        """
        fetcher = _fetcher(self.timeout_seconds, self.transport)
        try:
            day, items = self.day, []
            if day is None:
                items = self._page(fetcher, "")
                newest = huggingface.parse_items(items, Origin(self.name, now)).drafts
                day = max((draft.day for draft in newest if draft.day), default=None)
            if day is not None:
                items = self._pages(fetcher, day)
            batch = huggingface.parse_items(items, Origin(self.name, now), listed=day)
        except BadInput as error:
            raise SourceUnavailable(f"{error}; try again later") from error
        empty = f"Hugging Face has no list for {day}" if day else "Hugging Face has no list"
        return replace(_without_repeats(batch), day=day, empty_reason=empty if batch.empty_reason else None)

    def _pages(self, fetcher: Fetcher, day: date) -> list[object]:
        items: list[object] = []
        for number in range(_MOST_PAGES):
            page = self._page(fetcher, f"&date={day}&p={number}")
            items += page
            if len(page) < _PAGE_SIZE:
                break
        return items

    def _page(self, fetcher: Fetcher, query: str) -> list[object]:
        answer = fetcher.get(f"https://huggingface.co/api/daily_papers?limit={_PAGE_SIZE}{query}")
        if answer.status != 200:  # what a day in the future or not opened yet answers
            return []
        value = load_json(decode(answer.body, self.name), self.name)
        if not isinstance(value, list):
            raise BadSource(f"{self.name}: Hugging Face answered with something else than a list")
        return value


@dataclass(frozen=True, slots=True)
class ArxivFeed:
    """Today's arXiv announcement of some categories; one request."""

    categories: tuple[str, ...]
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    transport: httpx2.BaseTransport | None = None

    def __post_init__(self) -> None:
        """Raises BadSource where a category is not one that arXiv could have."""
        for category in self.categories:
            if not _CATEGORY.fullmatch(category):
                raise BadSource(f"arxiv: {shown(category)} is no arXiv category; write arxiv:cs.CL+cs.LG")
        if not self.categories:
            raise BadSource("arxiv: no category given; write arxiv:cs.CL+cs.LG")

    @property
    def name(self) -> str:
        """`arxiv:` and the categories, as on the command line."""
        return f"arxiv:{'+'.join(self.categories)}"

    def read(self, now: datetime) -> SourceBatch:
        """The announcement, empty with its reason on weekends and holidays. Raises SourceUnavailable."""
        url = f"https://rss.arxiv.org/atom/{'+'.join(self.categories)}"
        answer = _fetcher(self.timeout_seconds, self.transport).get(url)
        if answer.status != 200:
            raise SourceUnavailable(f"{self.name}: arXiv has no feed of these categories (status {answer.status})")
        try:
            batch = parse(answer.body, format="arxiv-rss", name=self.name, now=now, day=None)
        except BadInput as error:
            raise SourceUnavailable(f"{error}; try again later") from error
        return replace(batch, url=url)


@dataclass(frozen=True, slots=True)
class UrlPaperSource:
    """A document in any of the formats at an address of an allowed host."""

    url: str
    format: str = "auto"
    day: date | None = None
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    transport: httpx2.BaseTransport | None = None

    @property
    def name(self) -> str:
        """The address."""
        return self.url

    def read(self, now: datetime) -> SourceBatch:
        """Everything the document holds. Raises BadSource where the address is not allowed, else as files do."""
        answer = _fetcher(self.timeout_seconds, self.transport).get(self.url)
        if answer.status != 200:
            raise BadSource(f"{self.url}: not there (status {answer.status}); check the address")
        batch = parse(answer.body, format=self.format, name=self.url, now=now, day=self.day)
        return replace(batch, url=self.url)


def _fetcher(timeout_seconds: float, transport: httpx2.BaseTransport | None) -> Fetcher:
    from paperline.adapters.sources.fetching import Fetcher  # noqa: PLC0415 - the HTTP client only where one fetches

    return Fetcher(timeout_seconds, transport)


def _without_repeats(batch: SourceBatch) -> SourceBatch:
    """The batch with each id once: a paper may move to the next page while the pages are read."""
    unique = {draft.id or f"item {number}": draft for number, draft in reversed(list(enumerate(batch.drafts)))}
    return replace(batch, drafts=tuple(reversed(unique.values())))
