"""The pages: what a reader finds on them, also where there is nothing yet."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import ABSTRACT, DAY, NOW, TITLE
from tests.unit.web.documents import PageReader

QUESTION = "How much faster is SortNet than quicksort?"


def ask(site, question=QUESTION, **fields):
    return site.post("/ask", data={"question": question} | fields, follow_redirects=False)


def test_an_empty_store_says_how_to_fill_it(site):
    """The first page of a new installation is no error."""
    page = site.get("/")
    assert page.status_code == 200
    assert "paperline ingest" in page.text


def test_the_first_page_is_the_latest_day(site, store, paper):
    """Its title, its number of papers, its papers with their line and claims."""
    store(paper)
    page = site.get("/")
    assert page.text == site.get(f"/days/{DAY}").text
    assert "Thursday 11 December 2025" in PageReader(page.text).texts["title"][0]
    assert "1 paper" in page.text
    assert "Ada Lovelace, Alan Turing" in page.text
    assert 'href="/papers/arxiv:2512.00001"' in page.text
    assert "Keywords" in page.text
    assert "claim" in PageReader(page.text).texts["summary"][-1]


def test_days_lead_to_their_neighbours(site, store, paper):
    """Previous and next skip days without papers."""
    for day in (date(2025, 12, 8), DAY, date(2025, 12, 15)):
        store(paper, day=day)
    page = site.get(f"/days/{DAY}").text
    assert '<a rel="prev" href="/days/2025-12-08">' in page
    assert '<a rel="next" href="/days/2025-12-15">' in page
    assert "Seen before" in page
    assert "Seen before" not in site.get("/days/2025-12-08").text


def test_a_day_that_is_not_stored_names_the_nearest(site, store, paper):
    """404, readable, with links."""
    store(paper)
    page = site.get("/days/2025-12-10")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert f'href="/days/{DAY}"' in page.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/days/2026-02-30", 422),
        ("/days/x", 422),
        ("/papers/none", 404),
        ("/answers/none", 404),
        ("/search?q=%22", 422),
    ],
)
def test_errors_are_pages(site, address, status):
    """With the status the API would give, and a way on."""
    page = site.get(address)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert 'href="/"' in page.text


def test_the_sample_day_is_labelled_wherever_it_shows(site, services):
    """On the day, on each of its papers' pages, and in search."""
    services.ingest.run(services.sample_source(), now=NOW, day=DAY)
    day = site.get("/").text
    assert "Sample day:" in day
    assert day.count('class="tag sample"') == 12
    first = next(a for a in PageReader(day).addresses() if a.startswith("/papers/"))
    assert "Sample day:" in site.get(first).text
    assert 'class="tag sample"' in site.get("/search?q=hash").text


def test_a_real_day_is_not_labelled_a_sample(site, store, paper):
    store(paper)
    assert "ample day" not in site.get("/").text


def test_a_paper_may_be_named_in_any_way(site, store, paper):
    """A bare or versioned arXiv id leads to the paper's one address, the query kept."""
    store(paper)
    moved = site.get("/papers/2512.00001v2?mark=a0-1-00000000", follow_redirects=False)
    assert moved.status_code == 302
    assert moved.headers["location"] == "/papers/arxiv:2512.00001?mark=a0-1-00000000"


def test_a_new_version_keeps_the_old_one_readable(site, store, paper):
    """Both wordings stand on the paper's page."""
    store(paper)
    store(paper | {"abstract": ABSTRACT + " A second version."})
    page = site.get("/papers/arxiv:2512.00001").text
    assert "Version 2" in page
    assert "Version 1" in page


def test_asking_leads_to_a_lasting_answer(site, store, paper, others):
    """A form post, a redirect, a page with the sentence, its source and the coverage."""
    store(paper, *others)
    moved = ask(site, day=str(DAY))
    assert moved.status_code == 303
    page = site.get(moved.headers["location"]).text
    assert "2.5 times faster" in page
    assert "6 papers scored, 1 matched, 1 cited" in page
    assert 'class="ref" href="/papers/arxiv:2512.00001?mark=' in page


def test_a_citation_opens_its_sentence(site, store, paper, others):
    """The cited sentence is marked in the abstract, and the address jumps to it."""
    store(paper, *others)
    answer = site.get(ask(site).headers["location"]).text
    address = next(a for a in PageReader(answer).addresses() if "mark=" in a)
    assert address.endswith("#evidence")
    page = PageReader(site.get(address).text)
    assert [mark["class"] for mark in page.attributes("mark") if mark.get("id") == "evidence"] == ["cited"]
    assert "2.5 times faster than quicksort" in "".join(page.texts["mark"])


def test_a_citation_of_a_text_that_changed_is_not_marked(site, store, paper, others):
    """The page says so instead of marking something else."""
    store(paper, *others)
    answer = site.get(ask(site).headers["location"]).text
    address = next(a for a in PageReader(answer).addresses() if "mark=" in a)
    store(paper | {"abstract": "Before. " + ABSTRACT})
    page = site.get(address).text
    assert 'class="cited"' not in page
    assert "has changed since" in page


def test_a_refusal_is_shown_with_what_came_nearest(site, store, paper, others):
    """It has an address of its own, too."""
    store(paper, *others)
    page = site.get(ask(site, "What is the capital of France?").headers["location"])
    assert page.status_code == 200
    assert 'class="refusal"' in page.text
    assert "6 papers scored, 0 matched, 0 cited" in page.text


@pytest.mark.parametrize(
    "fields", [{}, {"question": "  "}, {"question": "why " * 6_000}, {"question": "x", "day": "soon"}]
)
def test_a_question_that_cannot_be_asked_comes_back_with_the_reason(site, store, paper, fields):
    """The form again, with what was typed."""
    store(paper)
    page = site.post("/ask", data=fields)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "<textarea" in page.text


def test_questions_of_other_sites_are_refused(site, store, paper):
    """A form on another site cannot ask in the reader's name."""
    store(paper)
    refused = site.post("/ask", data={"question": QUESTION}, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403


def test_asking_every_day_and_a_range(site, store, paper):
    """The scope that was chosen is the scope that is told."""
    store(paper)
    assert "every stored day" in site.get(ask(site, within="all").headers["location"]).text
    ranged = ask(site, within="range", **{"from": "2025-12-01", "to": "2025-12-31"})
    assert "1 to 31 December 2025" in site.get(ranged.headers["location"]).text


def test_search_shows_the_sentences_that_match(site, store, paper):
    """With a link to each in its abstract."""
    store(paper)
    page = site.get("/search", params={"q": "sorting network", "from": "2025-12-01"})
    assert page.status_code == 200
    assert TITLE in page.text
    assert "<blockquote>" in page.text
    assert "mark=" in page.text


def test_pages_are_not_sent_twice(site, store, paper):
    """An unchanged page answers 304."""
    store(paper)
    tag = site.get("/").headers["etag"]
    assert site.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_files_are_kept_for_a_year_under_their_hash_only(site):
    """A bare address, or one of another version, is asked for again each time."""
    sheet = next(a for a in PageReader(site.get("/").text).addresses() if ".css" in a)
    assert "immutable" in site.get(sheet).headers["cache-control"]
    version = sheet.split("/")[2]
    for other in (sheet.replace(f"{version}/", ""), sheet.replace(version, "0" * 12)):
        assert site.get(other).status_code == 200
        assert site.get(other).headers["cache-control"] == "no-cache"
    assert "immutable" not in site.get(f"/static/{version}/none.css").headers["cache-control"]
