"""Words that are stored and come near to one that is not: what somebody may have meant to look for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from paperline.domain.ranking.terms import located, terms, words
from paperline.ports import Records

_PAPERS_READ = 2_000
_LEAST_LETTERS = 4
_CLOSE = 0.75
_MOST = 3


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that no stored title or keyword holds, and the query with a near one in its place, for each that is near."""

    word: str
    near: tuple[tuple[str, str], ...]


def unknown_words(records: Records, query: str) -> list[Unknown]:
    """The words of a query that the newest stored papers do not hold, with those that come near."""
    held = _vocabulary(records)
    stems = {term for word in held for term in terms(word)}
    missing = [word for word in dict.fromkeys(words(query)) if not stems.issuperset(terms(word))]
    common = [word for word, _ in held.most_common()]
    found = []
    for word in missing:
        near = get_close_matches(word, common, _MOST, _CLOSE) if len(word) >= _LEAST_LETTERS else []
        found.append(Unknown(word, tuple((each, _replaced(query, word, each)) for each in near)))
    return found


def _vocabulary(records: Records) -> Counter[str]:
    with records.reading() as unit:
        ids: list[str] = []
        for entry in unit.days.listed(None, 60):
            ids += unit.days.paper_ids(entry.date)
            if len(ids) >= _PAPERS_READ:
                break
        ids = list(dict.fromkeys(ids))[:_PAPERS_READ]
        papers, summaries = unit.papers.get_many(ids), unit.summaries.get_many(ids)
    texts: Iterable[str] = (
        *(paper.title for paper in papers),
        *(keyword for summary in summaries.values() for keyword in summary.keywords),
    )
    return Counter(word for text in texts for word in words(text))


def _replaced(query: str, word: str, near: str) -> str:
    for start, end, _ in located(query):
        if query[start:end].lower() == word:
            return query[:start] + near + query[end:]
    return near
