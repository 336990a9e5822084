"""The page of a search and similar papers: what is marked, what narrows, and what to do where nothing is found."""

from __future__ import annotations

from datetime import date

import pytest

from paperline.delivery.web.finding.highlighting import highlighted, wanted_terms
from paperline.delivery.web.finding.spelling import unknown_words
from tests.builders import DAY
from tests.unit.web.documents import PageReader


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Sorting networks sort.", "sort network", ["Sorting", "networks", "sort"]),
        ("The cat of the house", "the of", []),
        ("İstanbul’s RNNs and C++", "istanbul rnns c++", ["RNNs", "C++"]),
        ("<b>sort</b>", "sort <b>", ["b", "sort", "b"]),
        ("", "sort", []),
    ],
)
def test_words_are_marked_as_they_are_compared(text, query, found):
    """Together the runs are the text."""
    runs = highlighted(text, wanted_terms(query))
    assert "".join(run.text for run in runs) == text
    assert [run.text for run in runs if run.found] == found


def test_a_hit_shows_the_words_that_were_looked_for(site, store, paper, others):
    """In its title, its line and its sentences; with a way to similar papers."""
    store(paper, *others)
    page = PageReader(site.get("/search?q=sorting+networks").text)
    assert {word.lower() for word in page.texts["mark"]} & {"sorting", "network", "networks"}
    assert any(address.endswith("#similar") for address in page.addresses())
    assert "by words and by meaning" in site.get("/search?q=sorting+networks").text


def test_what_narrows_a_search_can_be_taken_away(site, store, paper):
    """Each alone, with the rest kept."""
    store(paper)
    query = {"q": "sorting", "from": "2025-12-01", "author": "Lovelace", "has_code": "yes"}
    page = PageReader(site.get("/search", params=query).text)
    ways = [address for address in page.addresses() if address.startswith("/search?")]
    assert "/search?q=sorting&author=Lovelace&has_code=yes" in ways
    assert "/search?q=sorting&from=2025-12-01&has_code=yes" in ways
    assert "/search?q=sorting&from=2025-12-01&author=Lovelace" in ways


def test_pages_of_hits_keep_the_search(site, store):
    store(*({"id": f"2512.2{n:04}", "title": f"Sort {n}", "abstract": f"We sort list {n}."} for n in range(30)))
    first = PageReader(site.get("/search?q=sort&from=2025-12-01").text)
    following = next(link["href"] for link in first.attributes("a") if link.get("rel") == "next")
    assert "from=2025-12-01" in following
    second = PageReader(site.get(following).text)
    assert not set(first.texts["h2"]) & set(second.texts["h2"])
    assert len(first.texts["h2"]) + len(second.texts["h2"]) == 30


def test_a_misspelt_word_is_met_with_those_that_are_near(site, services, store, paper):
    store(paper)
    unknown = unknown_words(services.records, "Lerned sorting")
    assert [(each.word, each.near) for each in unknown] == [("lerned", (("learned", "learned sorting"),))]
    assert 'href="/search?q=learned"' in site.get("/search?q=lerned").text


def test_nothing_found_says_why_and_what_to_do(site, store, paper):
    """No paper for the days, or none within the filters."""
    store(paper)
    elsewhen = site.get("/search?q=sort&from=2001-01-01&to=2001-01-02").text
    assert "No paper is stored for these days" in elsewhen
    assert f'href="/days/{DAY}"' in elsewhen
    narrowed = site.get("/search?q=sort&author=Nobody").text
    assert "within what was chosen" in narrowed
    assert 'href="/search?q=sort"' in narrowed


def test_a_paper_shows_those_like_it(site, store, paper):
    """With their line, their day and what both have; never itself."""
    alike = paper | {"id": "2512.00002", "title": "SortNet again"}
    store(paper)
    assert 'id="similar"' not in site.get("/papers/arxiv:2512.00001").text
    store(alike, day=date(2025, 12, 12))
    page = PageReader(site.get("/papers/arxiv:2512.00001").text)
    assert "/papers/arxiv:2512.00002" in page.addresses()
    assert "/papers/arxiv:2512.00001" not in page.addresses()
    assert "Both: " in "".join(page.texts["section"])
