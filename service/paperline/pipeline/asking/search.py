"""Search: ranked papers with the sentences that match."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from paperline.domain.answers import Coverage, RetrievalMode
from paperline.domain.errors import BadCursor, BadText
from paperline.domain.filters import SearchFilters
from paperline.domain.papers import Paper, canonical_id
from paperline.domain.questions import clean_question
from paperline.domain.retrieval import Retrieved, RetrievedPaper
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Summary
from paperline.domain.text import Span, is_well_formed
from paperline.pipeline.asking.retrieve import EXACT_PAPERS, RetrievePapers
from paperline.pipeline.read import existing_paper
from paperline.ports import Records

MAX_QUERY_CHARACTERS = 2_000
_CLOSE = 0.25
_HALF_AS_WELL = 0.5
_FOUND_IN_ARCHIVE = 100  # papers that can be paged through, of a scope too large to be scored whole


class SearchOrder(StrEnum):
    """What stands first: the papers that fit best, or of those that fit at least half as well the newest."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A found paper, its score between 0 and 1, and its best sentences."""

    paper: Paper
    score: float
    evidence: tuple[Span, ...]
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Some hits, where the next ones begin (None: no more), and how much was searched."""

    hits: tuple[SearchHit, ...]
    next_cursor: str | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class SearchPapers:
    """Finds papers by meaning and words."""

    records: Records
    retrieve: RetrievePapers

    def run(
        self, query: str, *, scope: Scope, filters: SearchFilters, limit: int, cursor: str | None = None,
        order: SearchOrder = SearchOrder.RELEVANCE,
    ) -> SearchPage:  # fmt: skip
        """Hits after the cursor, in this order, ties by id; paging is stable while nothing new is stored."""
        asked = _clean_query(query)
        retrieved = self._retrieved(asked, scope, filters)
        return self._page(retrieved, scope, filters, limit, cursor, f"{asked}|{scope}|{filters}|{order}", order)

    def _retrieved(self, asked: str, scope: Scope, filters: SearchFilters) -> Retrieved:
        """The papers to page through. Of a scope too large to be scored whole those that meet the filters are, if they can be."""
        degraded = None
        if not filters.are_none and not scope.papers:
            with self.records.reading() as unit:
                size = unit.papers.count(scope)
                ids = unit.papers.meeting(scope, filters) if size > EXACT_PAPERS else []
            if size > EXACT_PAPERS and not ids:
                return Retrieved((), RetrievalMode.HYBRID, size, 0)
            if 0 < len(ids) <= EXACT_PAPERS:
                found = self.retrieve.run(asked, Scope(papers=tuple(ids)), detailed=EXACT_PAPERS)
                return replace(found, papers_in_scope=size)
            if ids:
                degraded = f"{len(ids):,} papers meet the filters: only the most promising of the scope were scored."
        found = self.retrieve.run(asked, scope, detailed=EXACT_PAPERS, of_archive=_FOUND_IN_ARCHIVE)
        return replace(found, degraded=" ".join(filter(None, [found.degraded, degraded])) or None)

    def similar(self, paper_id: str, *, limit: int) -> SearchPage:
        """The papers most like a stored one, over everything stored."""
        with self.records.reading() as unit:
            paper = existing_paper(unit.papers.get(canonical_id(paper_id)), paper_id)
        retrieved = self.retrieve.like(paper, Scope())
        others = tuple(found for found in retrieved.papers if found.paper.id != paper.id)
        return self._page(replace(retrieved, papers=others), Scope(), SearchFilters(), limit, None, "")

    def _page(
        self, retrieved: Retrieved, scope: Scope, filters: SearchFilters, limit: int, cursor: str | None, about: str,
        order: SearchOrder = SearchOrder.RELEVANCE,
    ) -> SearchPage:  # fmt: skip
        after = _read_cursor(cursor, about) if cursor else None
        relevant = [found for found in retrieved.papers if found.lexical > 0 or found.dense >= _CLOSE]
        with self.records.reading() as unit:
            current = {paper.id: paper for paper in unit.papers.get_many([found.paper.id for found in relevant])}
            matching = [
                found for found in relevant if found.paper.id in current and _meets(current[found.paper.id], filters)
            ]
            matching, place = _ordered(matching, current, order)
            rest = [found for found in matching if after is None or place(found) > after]
            shown = rest[:limit]
            summaries = unit.summaries.get_many([found.paper.id for found in shown])
            days = unit.days.within(scope)
        hits = tuple(
            SearchHit(current[found.paper.id], round(found.score, 4), found.best_spans(), summaries.get(found.paper.id))
            for found in shown
        )
        coverage = Coverage(
            scope=scope, days=days, papers_in_scope=retrieved.papers_in_scope, papers_scored=retrieved.papers_scored,
            papers_matched=len(matching), papers_cited=len(hits), mode=retrieved.mode, degraded=retrieved.degraded,
        )  # fmt: skip
        next_cursor = _write_cursor(place(shown[-1]), about) if len(rest) > limit else None
        return SearchPage(hits, next_cursor, coverage)


def _clean_query(query: str) -> str:
    """The query in one line, refused as a question is, but in words about a query."""
    if len(query) > MAX_QUERY_CHARACTERS:
        raise BadText(f"The query has {len(query):,} characters, more than {MAX_QUERY_CHARACTERS:,}. Use fewer words.")
    if not is_well_formed(query):
        raise BadText("The query holds half a character (a lone surrogate). Send it as valid Unicode.")
    if not any(char.isalnum() for char in query):
        raise BadText("The query is empty: it holds no letter and no digit. Search for words.")
    return clean_question(query, most_characters=MAX_QUERY_CHARACTERS)


def _meets(paper: Paper, filters: SearchFilters) -> bool:
    sources = {record.source for record in paper.sources}
    return filters.admit(categories=paper.categories, authors=paper.authors, code=paper.links.code, sources=sources)


def _ordered(
    matching: list[RetrievedPaper], current: Mapping[str, Paper], order: SearchOrder
) -> tuple[list[RetrievedPaper], Callable[[RetrievedPaper], tuple[float, str]]]:
    """The papers in an order, and where in it a paper stands."""
    if order is SearchOrder.RELEVANCE:
        return matching, lambda found: (-found.score, found.paper.id)
    least = _HALF_AS_WELL * max((found.score for found in matching), default=0.0)

    def place(found: RetrievedPaper) -> tuple[float, str]:
        paper = current[found.paper.id]
        latest = max(paper.days, default=paper.published)
        return -float(latest.toordinal() if latest else 0), paper.id

    return sorted((found for found in matching if found.score >= least), key=place), place


def _write_cursor(place: tuple[float, str], about: str) -> str:
    state = json.dumps([-place[0], place[1], _fingerprint(about)])
    return base64.urlsafe_b64encode(state.encode()).decode().rstrip("=")


def _read_cursor(cursor: str, about: str) -> tuple[float, str]:
    try:
        score, paper_id, mark = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        if mark == _fingerprint(about) and isinstance(paper_id, str):
            return -float(score), paper_id
    except (ValueError, TypeError, OverflowError, RecursionError):
        pass
    raise BadCursor("The cursor is not one of this search. Leave it out to begin at the first hit.")


def _fingerprint(about: str) -> str:
    return hashlib.sha256(about.encode()).hexdigest()[:12]
