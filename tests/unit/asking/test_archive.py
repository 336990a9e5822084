"""Scopes too large for one matrix: the archive index and the full-text index find candidates, and coverage says how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperline.adapters.vector_index import ExactVectorIndex
from paperline.bootstrap import Services, open_services
from paperline.domain.answers import RetrievalMode
from paperline.domain.errors import IndexUnavailable
from paperline.domain.filters import SearchFilters
from paperline.domain.papers import Links
from paperline.domain.scopes import Scope
from paperline.pipeline.asking import candidates, retrieve
from paperline.pipeline.asking import search as search_papers
from paperline.pipeline.asking.candidates import FindCandidates
from paperline.pipeline.asking.retrieve import RetrievePapers
from paperline.pipeline.asking.search import SearchPapers
from paperline.pipeline.embed import embed_papers
from paperline.pipeline.index import IndexPapers
from paperline.ports import VectorIndex
from paperline.settings import Settings
from tests.builders import NOW, a_paper

FIRST = date(2025, 12, 1)
DAYS = 40
QUESTION = "Which network sorts keys of birds?"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Forty days of five papers each, all about sorting, with the encoder that needs no weights."""
    home: Path = tmp_path_factory.mktemp("archive")
    with open_services(Settings(_env_file=None, home=home, embedder="hashing")) as opened:
        papers = [
            a_paper(
                id=f"x:{number:03d}",
                title=f"Sorting {number}",
                abstract=f"We sort keys of birds {number}. It is fast.",
                authors=("Alan Turing",) if number % 50 else ("José García",),
                links=Links(),
            )
            for number in range(DAYS * 5)
        ]
        with opened.records.writing() as unit:
            for paper, item in zip(papers, embed_papers(papers, opened._embedder()), strict=True):
                unit.papers.put(paper, NOW, raw_title=None, raw_abstract=None)
                unit.vectors.put(item, opened._embedder().identity)
            for day in range(DAYS):
                ids = [paper.id for paper in papers[day * 5 : day * 5 + 5]]
                unit.days.put_list(FIRST + timedelta(days=day), "jsonl", ids, NOW)
        yield opened


@pytest.fixture
def archive(services: Services) -> ExactVectorIndex:
    """A complete index."""
    index = ExactVectorIndex(services._embedder().identity)
    IndexPapers(services.records, services._embedder, lambda: index).catch_up()
    return index


@pytest.fixture
def papers(services: Services, archive: ExactVectorIndex, monkeypatch: pytest.MonkeyPatch) -> RetrievePapers:
    """Retrieval for which eight papers are too many to be scored exactly, and three are candidates enough."""
    monkeypatch.setattr(retrieve, "EXACT_PAPERS", 8)
    monkeypatch.setattr(candidates, "NEAREST", 3)
    return RetrievePapers(services.records, services._embedder, FindCandidates(services._embedder, lambda: archive))


def _with(papers: RetrievePapers, archive: Callable[[], VectorIndex]) -> RetrievePapers:
    return replace(papers, candidates=FindCandidates(papers.embedder, archive))


def _down() -> ExactVectorIndex:
    raise IndexUnavailable("The index is broken.")


def test_the_archive_is_searched_by_meaning_and_words(papers):
    found = papers.run(QUESTION, Scope())
    assert (found.mode, found.degraded, found.papers_in_scope) == (RetrievalMode.HYBRID, None, DAYS * 5)
    assert 3 <= found.papers_scored < DAYS * 5


@pytest.mark.parametrize("first_day", [0, 17, 38])
def test_a_range_within_a_larger_archive_is_searched_itself(papers, first_day):
    """However many papers outside of it are nearer to the question."""
    first = FIRST + timedelta(days=first_day)
    scope = Scope.between(first, first + timedelta(days=1))
    within = {f"x:{number:03d}" for number in range(first_day * 5, first_day * 5 + 10)}
    found = papers.run(QUESTION, scope)
    assert found.papers_in_scope == 10
    assert found.papers_scored >= 3
    assert {paper.paper.id for paper in found.papers} <= within


def test_words_alone_are_not_called_hybrid(papers):
    """Where the index is down, although the papers that words found have vectors to be scored by."""
    found = _with(papers, _down).run(QUESTION, Scope())
    assert found.mode is RetrievalMode.LEXICAL
    assert "words decided" in found.degraded
    assert found.papers_scored == 3


def test_an_index_that_holds_nothing_decides_nothing(services, papers):
    """It opens, and still only words chose."""
    empty = ExactVectorIndex(services._embedder().identity)
    found = _with(papers, lambda: empty).run(QUESTION, Scope())
    assert found.mode is RetrievalMode.LEXICAL
    assert "paperline reindex" in found.degraded


def test_an_index_that_lacks_papers_says_so(services, papers, archive):
    """Both decided, and one of them not in full."""
    archive.remove(["x:001"])
    found = papers.run(QUESTION, Scope())
    assert found.mode is RetrievalMode.HYBRID
    assert "paperline reindex" in found.degraded


def test_a_scope_that_is_scored_exactly_needs_no_index(papers):
    found = _with(papers, _down).run(QUESTION, Scope.of_day(FIRST))
    assert (found.mode, found.degraded, found.papers_scored) == (RetrievalMode.HYBRID, None, 5)


def test_coverage_of_search_and_similar_says_that_words_decided(services, papers):
    search = SearchPapers(services.records, _with(papers, _down))
    pages: list[Callable[[], object]] = [
        lambda: search.run(QUESTION, scope=Scope(), filters=SearchFilters(), limit=5),
        lambda: search.similar("x:003", limit=5),
    ]
    for page in pages:
        coverage = page().coverage
        assert coverage.mode is RetrievalMode.LEXICAL
        assert "words decided" in coverage.degraded


def test_filters_are_exact_in_a_scope_too_large_to_be_scored_whole(services, papers, monkeypatch):
    """The papers that meet them are found wherever they stand, page by page."""
    monkeypatch.setattr(search_papers, "EXACT_PAPERS", 8)
    search, filters = SearchPapers(services.records, papers), SearchFilters(author="jose")
    first = search.run(QUESTION, scope=Scope(), filters=filters, limit=2)
    rest = search.run(QUESTION, scope=Scope(), filters=filters, limit=2, cursor=first.next_cursor)
    assert {hit.paper.id for hit in (*first.hits, *rest.hits)} == {"x:000", "x:050", "x:100", "x:150"}
    assert (first.coverage.papers_in_scope, first.coverage.papers_scored) == (DAYS * 5, 4)
    assert (first.next_cursor is None, rest.next_cursor) == (False, None)


def test_filters_that_no_paper_meets_find_none_of_a_large_scope(services, papers, monkeypatch):
    monkeypatch.setattr(search_papers, "EXACT_PAPERS", 8)
    page = SearchPapers(services.records, papers).run(
        QUESTION, scope=Scope(), filters=SearchFilters(category="math.NT"), limit=5
    )
    assert (page.hits, page.next_cursor, page.coverage.papers_in_scope) == ((), None, DAYS * 5)


def test_more_papers_than_can_be_scored_meet_the_filters_and_it_is_said(services, papers, monkeypatch):
    monkeypatch.setattr(search_papers, "EXACT_PAPERS", 8)
    page = SearchPapers(services.records, papers).run(
        QUESTION, scope=Scope(), filters=SearchFilters(has_code=False), limit=5
    )
    assert "200 papers meet the filters" in page.coverage.degraded
