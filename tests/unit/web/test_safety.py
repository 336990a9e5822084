"""The pages under attack: paper text never becomes markup, a script or a link."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from paperline.delivery.web.addresses import evidence_url, paper_url, read_evidence, safe_href
from paperline.domain.papers import Links
from paperline.domain.text import Field, Span
from tests.builders import ABSTRACT, DAY, NOW
from tests.unit.web.documents import PageReader

EVIL = "<img src=x onerror=alert(1)></title></script><script>alert(2)</script>\"'&lt;b&gt; {{ 7*7 }} <svg onload=x>"
QUESTION = "How much faster is SortNet than quicksort?"


@pytest.fixture
def pages(site, store, services, others):
    """Every page of a store in which all that can be hostile is."""
    store({
        "id": "x<b>y", "title": f"SortNet {EVIL}", "abstract": f"{EVIL} {ABSTRACT} {EVIL}", "authors": [EVIL],
        "categories": [EVIL], "url": "https://evil.example/pixel.png",
    }, *others)  # fmt: skip
    with services.records.writing() as unit:
        paper = unit.papers.get(services.read.day(DAY).papers[0].paper.id)
        links = Links("javascript:alert(1)", "data:text/html,x", "https://good.example/code", "//evil.example/x")
        unit.papers.put(replace(paper, links=links), NOW, raw_title=None, raw_abstract=None)
    answer = site.post("/ask", data={"question": QUESTION}, follow_redirects=False).headers["location"]
    assert 'class="text"' in site.get(answer).text
    refusal = site.post("/ask", data={"question": f"What is the capital of {EVIL}?"}, follow_redirects=False)
    addresses = ["/", paper_url(paper.id), answer, refusal.headers["location"], "/ask?q=" + "%3Cscript%3E"]
    addresses += ["/search?q=SortNet+" + "%3Cscript%3E%22", "/papers/%3Cscript%3E", "/days/%3Cscript%3E"]
    return {address: site.get(address).text for address in addresses}


def test_no_element_or_attribute_comes_from_a_paper(pages):
    """All hostile text is text: no image, no script but ours, no handler, on any page."""
    for address, html in pages.items():
        page = PageReader(html)
        names = {name for name, _ in page.elements}
        assert not names & {"img", "svg", "b", "iframe", "style"}, address
        assert all(found.get("src", "").startswith("/static/") for found in page.attributes("script")), address
        assert not any(page.texts.get("script", [])), address
        attributes = {name for _, found in page.elements for name in found}
        assert not any(name.startswith("on") or name == "style" for name in attributes), address
        assert "49" not in page.texts["h1"][0], address


def test_the_hostile_title_is_readable(pages):
    """Escaped, not dropped."""
    assert "<script>alert(2)</script>" in PageReader(pages["/"]).texts["h2"][0]


def test_every_link_is_ours_or_https(pages):
    """No javascript:, data: or protocol-relative address is ever a link."""
    for html in pages.values():
        for address in PageReader(html).addresses():
            parts = urlsplit(address)
            assert (address.startswith(("/", "#", "?")) and not address.startswith("//")) or parts.scheme == "https", (
                address
            )
    assert "https://good.example/code" in pages["/"]


def test_nothing_remote_is_loaded(pages):
    """Styles, scripts and icon come from here; there is no other asset."""
    for html in pages.values():
        assert all(found["href"].startswith("/static/") for found in PageReader(html).attributes("link"))
        elements = PageReader(html).elements
        assert all(found["src"].startswith("/static/") for _, found in elements if "src" in found)


def test_every_page_has_the_landmarks(pages):
    """Language, one h1, a title, main, a skip link, and a label for every field."""
    for html in pages.values():
        page = PageReader(html)
        assert page.attributes("html") == [{"lang": "en"}]
        assert len(page.attributes("h1")) == len(page.attributes("main")) == len(page.attributes("title")) == 1
        assert {"class": "skip", "href": "#content"} in page.attributes("a")
        labels = {found.get("for") for found in page.attributes("label")}
        for field in page.attributes("input") + page.attributes("textarea"):
            assert field.get("type") == "hidden" or field.get("aria-label") or field.get("id") in labels, field
        ids = [found["id"] for _, found in page.elements if "id" in found]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "address",
    [
        None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:x", "java\nscript:x", "data:text/html,x",
        "//evil.example", "/relative", "ftp://host/x", "https:", "https:///x", "http://[x", "https://a\\@b", "vbscript:x",
    ],
)  # fmt: skip
def test_only_http_addresses_with_a_host_are_links(address):
    assert safe_href(address) is None


def test_an_evidence_address_is_read_back():
    """Spans of both fields, each with the text it was made for."""
    spans = [Span(Field.TITLE, 0, 4, "Sort"), Span(Field.ABSTRACT, 3, 7, "sort")]
    keys = evidence_url("t:x", spans).partition("mark=")[2].partition("#")[0]
    assert read_evidence(keys, "Sorting", "We sort.") == (spans, True)
    assert read_evidence(keys, "Sorting", "I sort now.") == ([spans[0]], False)


@pytest.mark.parametrize("keys", ["x", "a1-2", "a9999999-1-00000000", "a0-99-00000000", ",,,", "a0-4-" + "0" * 8])
def test_a_tampered_evidence_address_marks_nothing(keys):
    assert read_evidence(keys, "Sorting", "We sort.") == ([], False)
