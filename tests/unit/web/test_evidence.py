"""The paper's page and the fragment of its evidence: what each word rests on, and how it was made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paperline.domain.papers import SourceRecord
from paperline.domain.provenance import Engine
from paperline.domain.summaries import CheckName, Checks, Origin
from tests.builders import ABSTRACT, DAY, NOW
from tests.unit.web.documents import PageReader
from tests.unit.web.test_safety import EVIL

ID = "arxiv:2512.00001"
PAGE, FRAGMENT = f"/papers/{ID}", f"/papers/{ID}/evidence"


@pytest.fixture
def change(services):
    """Stores the summary of the paper with changes."""

    def put(**changes):
        with services.records.writing() as unit:
            summary = unit.summaries.get(ID)
            unit.summaries.put(replace(summary, **{name: new(summary) for name, new in changes.items()}))

    return put


@pytest.mark.parametrize("address", [PAGE, FRAGMENT])
def test_every_mark_says_what_rests_on_it(site, store, paper, address):
    """By labels that the line's parts and the claims bear; there are no offsets for scripts."""
    store(paper)
    page = PageReader(site.get(address).text)
    marks = [set(mark["data-bears"].split()) for mark in page.attributes("mark")]
    whole = PageReader(site.get(PAGE).text)
    said = {found["data-rests"] for _, found in whole.elements if "data-rests" in found}
    assert set().union(*marks) == said
    assert {"line1", "1"} <= said


def test_parts_and_sentences_lead_to_each_other_without_scripts(site, store, paper):
    """Links within the page, each to an id that stands there."""
    store(paper)
    page = PageReader(site.get(PAGE).text)
    ids = {found["id"] for _, found in page.elements if "id" in found}
    inside = [address for address in page.addresses() if address.startswith("#")]
    assert {address[1:] for address in inside} <= ids
    assert [found["href"] for found in page.attributes("a") if "part" in (found.get("class") or "")]


def test_the_fragment_has_no_id_that_the_day_may_have(site, store, paper):
    """Every id of it ends with the paper's; it is a part of a page, with a tag to ask for it again by."""
    store(paper)
    reply = site.get(FRAGMENT)
    page = PageReader(reply.text)
    assert all(found["id"].endswith(ID) for _, found in page.elements if "id" in found)
    assert not {"html", "main", "script", "link"} & {name for name, _ in page.elements}
    assert site.get(FRAGMENT, headers={"If-None-Match": reply.headers["etag"]}).status_code == 304
    assert site.get("/papers/2512.00001v1/evidence").url.path == FRAGMENT
    assert site.get("/papers/none/evidence").status_code == 404


def test_the_day_leads_to_the_evidence(site, store, paper):
    store(paper)
    (link,) = [found for found in PageReader(site.get("/").text).attributes("a") if "data-evidence" in found]
    assert (link["data-evidence"], link["href"]) == (FRAGMENT, f"{PAGE}#abstract-title")


def test_words_that_are_not_the_papers_are_marked_and_explained(site, store, paper, change):
    store(paper)

    def generated(summary):
        parts = tuple(replace(part, text=f"Remarkably {part.text}") for part in summary.tldr.parts)
        return replace(summary.tldr, parts=parts, origin=Origin.GENERATED)

    change(tldr=generated)
    page = PageReader(site.get(PAGE).text)
    assert {"class": "added"} in page.attributes("span")
    assert any("Remarkably" in text for text in page.texts["a"])
    assert "The line is written by a model" in site.get(PAGE).text
    assert "From the abstract only" in site.get(FRAGMENT).text


def test_a_failed_check_is_explained_beside_what_failed(site, store, paper, change):
    store(paper)
    failed = Checks(passed=False, failed=(CheckName.NUMBERS,))

    def turned(summary):
        last = replace(
            summary.claims[-1], text="It is 9 times faster than quicksort.", origin=Origin.GENERATED, checks=failed
        )
        return (*summary.claims[:-1], last)

    change(claims=turned)
    assert "It says 9 times" in site.get(PAGE).text
    change(tldr=lambda summary: replace(summary.tldr, checks=Checks(passed=False, failed=(CheckName.STANDALONE,))))
    assert "A check of this line failed. It points at something that is not named here." in site.get(PAGE).text


def test_how_a_line_was_made_is_told_in_full(site, store, paper, change):
    """Engine, model, prompt, weights, checks, time, version, fallback."""
    store(paper)
    change(
        provenance=lambda summary: replace(
            summary.provenance, engine=Engine.LLM, model="big-1", prompt="summarise/v2", prompt_sha256="ab" * 32,
            weights="w-7", fallback="The reply was empty.", checks_version="3", created_at=NOW, paper_version=1,
        )
    )  # fmt: skip
    for address in (PAGE, FRAGMENT):
        told = " ".join(PageReader(site.get(address).text).texts["dd"])
        for words in (
            "a language model",
            "big-1",
            "summarise/v2",
            "abababababab",
            "w-7",
            "empty",
            "version 3",
            "2025-12-11 12:00",
            "version 1",
        ):
            assert words in told, (address, words)


def test_sources_exports_and_damage_have_a_place(site, store, paper, services):
    store(paper)
    with services.records.writing() as unit:
        found = unit.papers.get(ID)
        record = SourceRecord("hf", "https://good.example/p", DAY, upvotes=7, comments=1, announce_type="new")
        unit.papers.put(
            replace(found, sources=(record,), damage=("joined words (2×)",), withdrawn=True, author_count=9),
            NOW, raw_title=None, raw_abstract=None,
        )  # fmt: skip
    html = site.get(PAGE).text
    for words in ("7 upvotes", "1 comment", "new", "joined words", "was withdrawn", "and 7 more"):
        assert words in html, words
    exports = [address for address in PageReader(html).addresses() if address.startswith("/v1/")]
    assert len(exports) == 5
    assert {site.get(address).status_code for address in exports} == {200}


def test_hostile_text_is_text_in_the_evidence(site, store, paper):
    """Markup inside TeX, addresses of scripts, direction marks and a formula of 20,000 characters."""
    maths = f"$\\text{{{EVIL}}}$ $\\href{{javascript:alert(1)}}{{x}}$ \u202eesrever ${'{' * 9_000}x{'}' * 9_000}$"
    store(paper | {"title": f"T {EVIL} $\\href{{javascript:alert(1)}}{{x}}$", "abstract": f"{ABSTRACT} {maths}"})
    for address in ("/", PAGE, FRAGMENT):
        html = site.get(address).text
        page = PageReader(html)
        assert not {name for name, _ in page.elements} & {
            "img",
            "svg",
            "b",
            "iframe",
            "style",
            "annotation-xml",
            "maction",
        }
        assert not any(
            name.startswith("on") or name in ("style", "xlink:href") for _, found in page.elements for name in found
        )
        assert not any("javascript:" in address for address in page.addresses())
        assert "\u202e" not in "".join(page.texts.get("p", []))
