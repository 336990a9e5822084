"""A paper as a reference: what every citation format says of it, in the terms of reference managers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paperline.delivery.exports.names import Name, name_of
from paperline.delivery.exports.single_line import single_line
from paperline.delivery.wording import counted
from paperline.domain.days import DayPaper

_ARXIV = re.compile(r"arxiv:(?:[a-z-]+(?:\.[A-Z]{2})?:)?(\d{2})(\d{2})\d*\.?\d*")
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9.:-]+")
_CENTURY_TURNS = 91  # arXiv began in 1991


@dataclass(frozen=True, slots=True)
class Reference:
    """What is cited. Texts are single lines; `year` and `date` are None where neither source nor arXiv id tells them."""

    key: str
    id: str
    title: str
    authors: tuple[Name, ...]
    unnamed_authors: int
    year: int | None
    month: int | None
    day: int | None
    abstract: str
    keywords: tuple[str, ...]
    url: str | None
    pdf: str | None
    arxiv: str | None
    categories: tuple[str, ...]

    @property
    def note(self) -> str:
        """What no other field has room for: authors that the sources count and do not name."""
        if not self.unnamed_authors:
            return ""
        if self.authors:
            return f"and {counted(self.unnamed_authors, 'more author')}, not named by the source"
        return f"{counted(self.unnamed_authors, 'author')}, not named by the source"


def references(papers: Iterable[DayPaper]) -> Iterator[Reference]:
    """The papers as references, in their order, each under a key of its own."""
    taken: set[str] = set()
    for found in papers:
        key = base = _key(found.paper.id)
        number = 1
        while key.casefold() in taken:
            number += 1
            key = f"{base}-{number}"
        taken.add(key.casefold())
        yield _reference(found, key)


def web_address(link: str | None) -> str | None:
    """An http(s) address with nothing in it that a format could read as its own; None for any other."""
    if not link or not re.match(r"https?://[^\s/]", link, re.IGNORECASE):
        return None
    return re.sub(r"[^\w.~:/?#\[\]@!$&'()*+,;=%-]|[^\x21-\x7e]", _percent, link)


def _reference(found: DayPaper, key: str) -> Reference:
    paper = found.paper
    year, month = _arxiv_month(paper.id)
    published = paper.published
    return Reference(
        key=key, id=single_line(paper.id), title=single_line(paper.title),
        authors=tuple(name for written in paper.authors if (name := name_of(written)).family),
        unnamed_authors=max((paper.author_count or 0) - len(paper.authors), 0),
        year=published.year if published else year, month=published.month if published else month,
        day=published.day if published else None, abstract=single_line(paper.abstract),
        keywords=tuple(map(single_line, found.summary.keywords)) if found.summary else (),
        url=web_address(paper.links.abstract) or web_address(paper.links.project), pdf=web_address(paper.links.pdf),
        arxiv=_arxiv_number(paper.id), categories=tuple(map(single_line, paper.categories)),
    )  # fmt: skip


def _key(paper_id: str) -> str:
    return _NOT_IN_KEYS.sub("-", paper_id).strip("-") or "paper"


def _arxiv_number(paper_id: str) -> str | None:
    """The number as arXiv writes it: `2512.01234`, `hep-ex/0307015`."""
    return paper_id.removeprefix("arxiv:").replace(":", "/") if _ARXIV.fullmatch(paper_id) else None


def _arxiv_month(paper_id: str) -> tuple[int | None, int | None]:
    """The year and month that an arXiv id begins with."""
    found = _ARXIV.fullmatch(paper_id)
    if not found or not 1 <= int(found[2]) <= 12:
        return None, None
    year = int(found[1])
    return (1900 if year >= _CENTURY_TURNS else 2000) + year, int(found[2])


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
