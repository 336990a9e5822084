"""Asking in a real browser: an answer as it comes, its page, its thread, and what happens where it does not come."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import accessibility_faults

ANSWERED = "Which papers release code?"
REFUSED = "What is the capital of France?"
COUNTED = "How many papers release code?"


def ask(page, question, box="question"):
    page.fill(f"#{box}", question)
    page.locator(f"form.ask:has(#{box}) [type=submit]").click()


def answered(page, question):
    """The answer as it stands in place, once it is complete."""
    article = page.locator("article.answer", has=page.locator(".question", has_text=question))
    article.wait_for(timeout=60_000)
    return article


def plain(article):
    """What an answer says, by its lines; without its links, which name where they stand."""
    return re.sub(r"\n+", "\n", article.inner_text().replace("\nClose", ""))


@pytest.mark.parametrize("question", [ANSWERED, REFUSED, COUNTED, "What are the papers about?"])
def test_a_streamed_answer_is_the_one_that_is_stored(visit, sample_site, question):
    """An extract, a refusal, a list and a count: on the day and on the answer's own page the same is said."""
    page = visit(sample_site.address)
    ask(page, question)
    shown = answered(page, question)
    stored = visit(sample_site.address + shown.get_attribute("data-address"))
    assert plain(shown).lower() == plain(answered(stored, question)).lower()
    assert page.locator(".live").count() == 0
    assert page.url == sample_site.address + "/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("question", [ANSWERED, REFUSED])
def test_an_answer_in_place_is_accessible(visit, sample_site, question, scheme):
    """And on its own page, with the details opened, at the width of a telephone."""
    page = visit(sample_site.address, color_scheme=scheme, viewport={"width": 360, "height": 800})
    ask(page, question)
    address = answered(page, question).get_attribute("data-address")
    for _ in ("in place", "alone"):
        page.locator(".answer .made summary").click()
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.goto(sample_site.address + address)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/search?q=relnforcement", "/search?q=x&from=2001-01-01&author=y&category=z&has_code=yes", "/ask?q=Why"]
)
def test_searches_and_their_empty_states_are_accessible(visit, sample_site, path, scheme):
    page = visit(sample_site.address + path, color_scheme=scheme, viewport={"width": 320, "height": 800})
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_scripts_the_form_leads_to_the_answer(visit, sample_site):
    """Question, answer and follow-up, each a page of its own."""
    page = visit(sample_site.address, java_script_enabled=False)
    ask(page, ANSWERED)
    assert "/answers/" in page.url
    first = page.url
    ask(page, "Which of them use reinforcement learning?")
    assert "?after=" in page.url
    assert page.locator(".thread a").first.get_attribute("href") == first.removeprefix(sample_site.address)
    assert not page.locator(".copy").first.is_visible()


def test_a_thread_goes_on_where_it_is_asked(visit, sample_site):
    """The address becomes the answer's, the earlier question stands above, and going back shows it again."""
    page = visit(sample_site.address + "/ask")
    ask(page, ANSWERED)
    answered(page, ANSWERED)
    first = page.url
    follow = "How many of them are about diffusion?"
    ask(page, follow)
    shown = answered(page, follow)
    assert "?after=" in page.url
    assert page.title().startswith(follow)
    assert page.locator(".thread a").inner_text() == ANSWERED
    assert "papers of the previous answer" in shown.inner_text()
    address = page.url
    with page.expect_navigation():
        page.go_back()
    assert page.url == first
    assert answered(page, ANSWERED)
    fresh = visit(address)
    assert plain(answered(fresh, follow)) == plain(answered(visit(address), follow))


def test_the_papers_of_an_answer_can_be_chosen(visit, sample_site):
    """A follow-up that names nothing of the answer before is asked of its papers where the reader says so."""
    page = visit(sample_site.address + "/ask")
    ask(page, ANSWERED)
    answered(page, ANSWERED)
    page.select_option("form.ask select", "answer")
    ask(page, "Which papers mention benchmarks?")
    assert re.search(r"Question to \d+ papers", answered(page, "Which papers mention benchmarks?").inner_text())


def test_a_range_is_chosen_by_its_days(visit, sample_site):
    page = visit(sample_site.address)
    assert not page.locator("[aria-label='First day']").is_visible()
    page.select_option("form.ask select", "range")
    page.fill("[aria-label='First day']", "2025-12-01")
    page.fill("[aria-label='Last day']", "2025-12-31")
    ask(page, ANSWERED)
    assert "1 to 31 December 2025" in answered(page, ANSWERED).inner_text()


def test_cancelling_ends_the_request(visit, sample_site):
    """The reader's place is the question again; asking again answers."""
    page = visit(sample_site.address)
    held = []

    def hold(route):
        held.append(route)

    page.route("**/v1/ask", hold)
    ask(page, ANSWERED)
    page.locator("form.ask [type=submit]").click(force=True)
    page.click(".live button")
    page.locator(".live.ended").wait_for()
    assert "Cancelled" in page.locator(".live .state").inner_text()
    assert len(held) == 1
    assert page.evaluate("document.activeElement.id") == "question"
    page.unroute("**/v1/ask")
    page.click(".live button")
    answered(page, ANSWERED)


def stream(*events):
    return "".join(f"event: {name}\ndata: {data}\n\n" for name, data in events)


@pytest.mark.parametrize(
    ("status", "headers", "body", "words"),
    [
        (429, {"Retry-After": "2"}, '{"title":"Too many requests","detail":"At most 1 a minute."}', "At most 1 a minute."),
        (503, {}, '{"title":"The model is down"}', "The model is down"),
        (502, {}, "<html>", "The server answered with"),
        (200, {}, stream(("error", '{"detail":"The server is stopping."}')), "The server is stopping."),
        (200, {}, ": nothing more\n\n", "The connection ended before the answer was complete."),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_in_words(browser, sample_site, status, headers, body, words):
    """With a way to ask again; of a limit, once its time is over."""
    page = browser.new_page()
    page.goto(sample_site.address)
    page.route("**/v1/ask", lambda route: route.fulfill(status=status, headers=headers, body=body))
    ask(page, ANSWERED)
    again = page.locator(".live.ended button")
    again.wait_for()
    assert words in page.locator(".live .state").inner_text()
    assert again.is_disabled() == (status == 429)
    page.unroute("**/v1/ask")
    again.click(timeout=10_000)
    answered(page, ANSWERED)
    page.close()


HOSTILE = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) <b>bold</b> \\u202egnp\\u200b"


def test_a_server_that_is_gone_is_told_in_words(browser, sample_site):
    """What was typed stays in its box."""
    page = browser.new_page()
    page.goto(sample_site.address)
    page.route("**/v1/ask", lambda route: route.abort())
    ask(page, ANSWERED)
    page.locator(".live.ended").wait_for()
    assert "The server cannot be reached." in page.locator(".live .state").inner_text()
    assert page.input_value("#question") == ANSWERED
    page.close()


def test_what_a_stream_says_becomes_text(visit, sample_site):
    """Markup in sentences, titles and the question stands there as it is; links go to papers of this server."""
    page = visit(sample_site.address)
    span = '{"field":"abstract","start":0,"end":3,"text":"abc"}'
    cited = f'{{"paper_id":"javascript:alert(1)//../","title":"{HOSTILE}","evidence":[{span}],"score":1}}'
    scope = '{"papers_in_scope":36,"papers_scored":36}'
    sentence = f'{{"text":"{HOSTILE}","citations":[{cited}]}}'
    told = stream(("scope", scope), ("evidence", f'{{"papers":[{cited}]}}'), ("sentence", sentence))
    page.route("**/v1/ask", lambda route: route.fulfill(status=200, body=told))
    ask(page, "<img src=x onerror=alert(2)>")
    page.locator(".live.ended").wait_for()
    assert page.locator("main img, .live b, .live script").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator(".live .text").inner_text()
    assert "<img src=x onerror=alert(2)>" in page.locator(".live .question").inner_text()
    links = page.eval_on_selector_all(".live a", "found => found.map(each => each.href)")
    assert links
    assert all(link.startswith(sample_site.address + "/papers/javascript:alert(1)%2F%2F..%2F") for link in links)


def test_a_cited_sentence_is_shown_where_its_number_is_pointed_at(visit, sample_site):
    """By the keyboard too; Escape hides it, the link opens the sentence in its abstract."""
    page = visit(sample_site.address)
    ask(page, "What is UltraGCN?")
    answered(page, "What is UltraGCN?")
    number = page.locator(".answer .ref").first
    preview = page.locator(".answer .preview").first
    assert not preview.is_visible()
    number.hover()
    preview.wait_for(state="visible")
    page.mouse.move(0, 0)
    number.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    preview.wait_for(state="visible")
    page.keyboard.press("Escape")
    preview.wait_for(state="hidden")
    number.click()
    assert page.locator("#evidence").is_visible()


def test_an_answer_is_copied_as_markdown(visit, sample_site):
    """With absolute links, and the address of the answer."""
    page = visit(sample_site.address + "/ask", permissions=["clipboard-read", "clipboard-write"])
    ask(page, ANSWERED)
    answered(page, ANSWERED)
    page.click("button.copy")
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"# {ANSWERED}")
    assert f"](<{sample_site.address}/papers/" in copied
    assert copied.endswith(f"<{page.url}>\n")


def test_examples_are_questions_that_have_an_answer(visit, sample_site):
    """They come with the first look at the box; each can be asked by one click."""
    page = visit(sample_site.address)
    page.focus("#question")
    page.locator(".examples a").first.wait_for()
    questions = page.locator(".examples a").all_inner_texts()
    assert len(questions) >= 3
    for question in questions:
        page.fill("#question", "")
        page.locator(".examples a", has_text=question).first.click()
        assert answered(page, question).locator(".refusal").count() == 0


def test_an_answer_in_place_can_be_put_away(visit, sample_site):
    page = visit(sample_site.address)
    ask(page, REFUSED)
    answered(page, REFUSED)
    page.click("button.close")
    assert page.locator(".asked").count() == 0
    assert page.evaluate("document.activeElement.id") == "question"


def test_a_paper_is_asked_on_its_page(visit, sample_site):
    """The paper alone is the scope unless another is chosen."""
    page = visit(sample_site.address + "/search?q=UltraGCN")
    page.click(".hits h2 a")
    ask(page, "What is UltraGCN?")
    assert "Question to one paper" in answered(page, "What is UltraGCN?").inner_text()
