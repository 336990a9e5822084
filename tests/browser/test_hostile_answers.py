"""Answers over papers that were written to attack the page: in the stream, in the document, on the clipboard."""

from __future__ import annotations

import json

import pytest

from paperline.domain.text import split_sentences

EVIL = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) </script><script>alert(2)</script> \u202egnp.exe\u202c"
TITLE = f"SortNet {EVIL}"
ABSTRACT = f"We present SortNet, a network that sorts. {EVIL}. SortNet is 2.5 times faster than quicksort {EVIL}."
QUESTION = f"How much faster is SortNet than quicksort? {EVIL}"


@pytest.fixture(scope="module")
def hostile_site(make_site, tmp_path_factory):
    """A day whose paper is an attack, among harmless ones."""
    others = [{"title": f"Filter {n}", "abstract": f"We describe bit array {n}. It never forgets."} for n in range(5)]
    listed = tmp_path_factory.mktemp("hostile") / "day.jsonl"
    papers = [{"title": TITLE, "abstract": ABSTRACT}, *others]
    listed.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    site = make_site("hostile")
    site.paperline("ingest", str(listed), "--day", "2025-12-11")
    return site.serve()


def ask(page, question):
    page.fill("#question", question)
    page.locator("form.ask [type=submit]").first.click()
    page.locator("article.answer, .live.ended").first.wait_for(timeout=60_000)


@pytest.mark.parametrize("question", [QUESTION, "Which papers present a network that sorts?", "How fast is SortNet?"])
def test_an_answer_brings_no_element_of_a_paper(visit, hostile_site, question):
    """On the page that streamed it and on its own: text alone, and no link but to this server."""
    page = visit(hostile_site.address)
    ask(page, question)
    address = page.locator("article.answer").get_attribute("data-address")
    for shown in (page, visit(hostile_site.address + address)):
        assert shown.locator("main img, main script, main b").count() == 0
        links = shown.eval_on_selector_all("main a", "found => found.map(each => each.href)")
        assert all(link.startswith(hostile_site.address) for link in links)


def test_hostile_text_is_there_to_be_read(visit, hostile_site):
    page = visit(hostile_site.address)
    ask(page, "Which papers present a network that sorts?")
    assert "<img src=x onerror=alert(1)>" in page.locator("article.answer").inner_text()


def test_copied_markdown_holds_no_markup_of_a_paper(visit, hostile_site):
    """No image, no tag and no link that a paper wrote; direction marks are gone."""
    page = visit(hostile_site.address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "Which papers present a network that sorts?")
    page.click("button.copy")
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "SortNet" in copied
    assert "\u202e" not in copied
    assert "<img" not in copied.replace("\\<img", "")
    assert "](javascript" not in copied.replace("\\](javascript", "")
    assert len(split_sentences(copied)) > 1
