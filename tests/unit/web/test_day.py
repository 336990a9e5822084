"""The page of a day: what its address chooses, and what is said where there is nothing to show."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import date

import pytest

from paperline.domain.days import DayStatus
from paperline.domain.papers import Links
from tests.builders import ABSTRACT, DAY, NOW, TITLE
from tests.unit.web.documents import PageReader

PAGE = f"/days/{DAY}"


@pytest.fixture
def listed(store, services, paper, others):
    """Six papers; the first has code, the last two are cross-listed and replaced, and all but one have upvotes."""
    store(paper | {"categories": ["cs.DS"]}, *(each | {"categories": ["cs.DB", "cs.DS"]} for each in others))
    kinds = {4: "cross", 5: "replace-cross"}
    with services.records.writing() as unit:
        for place, paper_id in enumerate(unit.days.paper_ids(DAY)):
            found = unit.papers.get(paper_id)
            record = replace(
                found.sources[0], announce_type=kinds.get(place, "new"), upvotes=place * 3 or None,
                comments=place or None, url=f"https://lists.example/{place}",
            )  # fmt: skip
            links = Links(code="https://git.example/x") if place == 0 else found.links
            unit.papers.put(replace(found, sources=(record,), links=links), NOW, raw_title=None, raw_abstract=None)


def titles(site, query=""):
    return PageReader(site.get(PAGE + query).text).texts.get("h2", [])


def test_every_filter_leaves_the_papers_that_it_counted(site, listed):
    """The number beside each choice is the number of papers behind its address."""
    page = site.get(PAGE).text
    choices = re.findall(r'<a href="(\?[a-z]+=[^"]+)">[^<]+ <span>(\d+)</span></a>', page)
    assert len(choices) >= 8
    for address, count in choices:
        assert f"<strong>{count} of 6</strong> shown" in site.get(PAGE + address.replace("&amp;", "&")).text


def test_filters_are_joined_and_undone_one_by_one(site, listed):
    """What is chosen stays in every other choice's address, and its own address drops it."""
    assert titles(site, "?listed=cross&category=cs.DB") == ["Bloom Filters 3"]
    page = site.get(f"{PAGE}?listed=cross&category=cs.DB").text
    assert re.search(r'<a href="\?category=cs.DB" aria-current="true">cross-listed', page)
    assert 'href="?">Clear</a>' in page


def test_filters_that_leave_nothing_say_so(site, listed):
    """With the way back."""
    page = site.get(f"{PAGE}?code=yes&listed=cross").text
    assert "No paper fits all of this" in page
    assert "6 papers of the day are left out" in page


@pytest.mark.parametrize(
    "query",
    [
        "kind=%3Cscript%3E", "sort=worst", "view=3d", "month=2025-13", "category=" + "x" * 90, "mine=theirs",
        "category=cs.XX", "listed=%ff%00",
    ],
)  # fmt: skip
def test_an_unknown_choice_is_passed_over_with_a_note(site, listed, query):
    """Never an error, and everything is shown."""
    page = site.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert "Passed over" in page.text
    assert "<strong>6</strong> papers" in page.text


@pytest.mark.parametrize("query", ["utm_source=x", "&&&=;", "kind=", "a=1&" * 300])
def test_what_is_not_the_pages_own_is_nobodys_business(site, listed, query):
    page = site.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert "Passed over" not in page.text


def test_upvotes_order_the_list_where_they_are_known(site, listed, store, others):
    """Most first; a day without them does not offer it."""
    assert titles(site, "?sort=upvotes")[0] == "Bloom Filters 4"
    assert titles(site)[0] == TITLE
    store(others[0], day=date(2025, 12, 12))
    assert "By upvotes" not in site.get("/days/2025-12-12").text


def test_a_paper_shows_all_that_its_sources_said(site, listed):
    """Upvotes, comments, code, the source's page, how it was listed."""
    page = site.get(PAGE).text
    assert "▲ 15" in page
    assert "5 comments" in page
    assert 'href="https://lists.example/3"' in page
    assert 'href="https://git.example/x"' in page
    assert ">Cross-listed<" in page
    assert ">Replaced<" in page
    assert ">checked<" in page


def test_the_skim_view_has_a_row_and_nothing_more_for_each(site, listed):
    """One finding, no claims."""
    page = PageReader(site.get(f"{PAGE}?view=skim").text)
    assert len(page.texts["article"]) == 6
    assert "details" not in {name for name, found in page.elements if found.get("class") == "more"}
    assert "2.5 times faster" in page.texts["article"][0]


def test_the_calendar_shows_a_month_with_its_counts(site, store, paper):
    """Stored days lead to their page; other months are an address away."""
    for day in (date(2025, 11, 28), DAY):
        store(paper, day=day)
    page = site.get(PAGE).text
    assert (
        '<a href="/days/2025-12-11" aria-current="page" aria-label="11 December 2025, 1 paper">11<small>1</small>'
        in page
    )
    assert "?month=2025-11#calendar" in page
    earlier = site.get(f"{PAGE}?month=2025-11").text
    assert 'aria-label="28 November 2025, 1 paper"' in earlier
    assert '<details class="calendar" id="calendar" open>' in earlier
    assert site.get(f"{PAGE}?month=9999-12").status_code == 200
    assert site.get(f"{PAGE}?month=0001-01").status_code == 200


def test_a_day_without_papers_gives_the_sources_reason(site, services):
    """Stored as empty: no error, and what to do."""
    with services.records.writing() as unit:
        unit.days.put_status(date(2025, 12, 13), DayStatus.EMPTY, "no announcement today")
    page = site.get("/days/2025-12-13")
    assert page.status_code == 200
    assert "No list at the weekend" in page.text
    assert "no announcement today" in page.text


def test_a_weekend_and_a_day_to_come_are_told_apart(site, store, paper):
    """Neither is stored, and each says why."""
    store(paper)
    assert "A weekend, and nothing is stored" in site.get("/days/2025-12-13").text
    assert "paperline ingest hf:2025-12-10" in site.get("/days/2025-12-10").text
    assert "has not come yet" in site.get("/days/9000-01-01").text


def test_lines_that_are_still_to_come_are_counted(site, services, store, paper, others):
    """And the page tells how they are written."""
    store(paper)
    raw = b"\n".join(
        b'{"id": "2512.2%04d", "title": "T%d", "abstract": "%s"}' % (n, n, ABSTRACT.encode()) for n in range(3)
    )
    services.ingest.run(services.body_source(raw, format="jsonl", name="body", day=DAY), now=NOW, day=DAY)
    page = site.get(PAGE).text
    assert "<strong>1 of 4 papers</strong> has its line" in page
    assert "paperline summarise --day 2025-12-11" in page


def test_lines_of_the_fallback_say_why(site, services, store, paper):
    """A model that is down is no reason for an empty page."""
    store(paper)
    with services.records.writing() as unit:
        found = unit.summaries.get("arxiv:2512.00001")
        unit.summaries.put(replace(found, provenance=replace(found.provenance, fallback="the model did not answer")))
    page = site.get(PAGE).text
    assert "because the language model could not: the model did not answer" in page
    assert ">Fallback: the model did not answer<" in page


def test_a_page_is_made_once_for_each_state_and_anew_when_something_is_stored(site, listed, store, paper):
    """Strong validators, plain and gzip; equal states have equal bytes however they are written."""
    first = site.get(f"{PAGE}?view=skim&kind=result", headers={"Accept-Encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["etag"].endswith('-gzip"')
    assert first.headers["cache-control"] == "no-cache"
    swapped = f"{PAGE}?kind=result&view=skim&other=1"
    assert site.get(swapped, headers={"Accept-Encoding": "gzip"}).headers["etag"] == first.headers["etag"]
    assert site.get(swapped, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert site.get(swapped, headers={"Accept-Encoding": "identity"}).text == first.text
    store(paper | {"title": "SortNet, Second Edition"})
    assert site.get(swapped, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_fifty_papers_are_forty_kilobytes_at_most(site, store, others):
    """Gzipped, with every claim and its evidence in the page."""
    words = [f"w{n:x}{n * 7919 % 997:x}" for n in range(900)]
    papers = [
        {
            "id": f"2512.3{n:04d}", "title": f"{words[n]} {words[n + 1]} for {words[n + 2]}",
            "abstract": " ".join(
                f"We present {words[(n * 13 + k) % 900]} {words[(n * 29 + k) % 900]} that improves {words[(n * 7 + k) % 900]} "
                f"by {k}{n % 10}.{k}% over {words[(n * 31 + k) % 900]}." for k in range(1, 8)
            ),
            "authors": [words[(n + k) % 900].title() for k in range(4)],
        }
        for n in range(50)
    ]  # fmt: skip
    store(*papers)
    assert len(gzip.compress(site.get(PAGE).content, 6)) < 40 * 1024


def test_stars_are_a_page_that_the_server_knows_nothing_of(site):
    assert site.get("/stars").status_code == 200
