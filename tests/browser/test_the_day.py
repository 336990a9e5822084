"""The day in a browser: reading state, keys, themes, print and small screens, each as a reader meets it."""

from __future__ import annotations

import json

import pytest

from tests.browser.conftest import accessibility_faults

READ = ".papers article.is-read"


def shown(page):
    return page.locator(".papers > li:visible").count()


def pressed(page, selector):
    return page.locator(selector).first.get_attribute("aria-pressed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/?view=skim", "/?kind=resource&month=2025-12", "/?sort=for-you", "/?sort=nonsense", "/stars"]
)
def test_every_state_of_the_day_is_accessible(visit, sample_site, path, scheme):
    """With stars, read papers and a current paper on it."""
    page = visit(sample_site.address, color_scheme=scheme)
    for key in "jsjm":
        page.keyboard.press(key)
    page.goto(sample_site.address + path)
    page.keyboard.press("j")
    assert accessibility_faults(page) == []


def test_keys_walk_the_list(visit, sample_site):
    """Next, previous, star, read and open; the paper that is meant is marked and focused."""
    page = visit(sample_site.address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "p2"
    page.keyboard.press("k")
    assert page.locator("article[aria-current=true]").get_attribute("id") == "p1"
    page.keyboard.press("s")
    page.keyboard.press("m")
    assert pressed(page, "#p1 .star") == pressed(page, "#p1 .read") == "true"
    page.keyboard.press("m")
    assert pressed(page, "#p1 .read") == "false"
    address = page.locator("#p1 h2 a").get_attribute("href")
    page.keyboard.press("o")
    page.wait_for_url("**" + address)


def test_keys_reach_search_question_and_help(visit, sample_site):
    """And are letters again wherever somebody types, or a modifier is held."""
    page = visit(sample_site.address)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("ja?")
    assert page.input_value("input[type=search]") == "ja?"
    assert page.locator("article[aria-current]").count() == 0
    page.locator("h1").click()
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.name") == "question"
    page.locator("h1").click()
    page.keyboard.press("Control+j")
    assert page.locator("article[aria-current]").count() == 0
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    assert accessibility_faults(page) == []


def test_keys_can_be_switched_off(visit, sample_site):
    """For good, and on again (WCAG 2.1.4)."""
    page = visit(sample_site.address)
    page.click("#keys")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert page.locator("article[aria-current]").count() == 0
    page.click("#keys")
    page.check("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator("article[aria-current]").count() == 1


def test_evidence_is_asked_for_by_an_event(visit, sample_site):
    """Whoever shows it listens on the article; else its claims open."""
    page = visit(sample_site.address)
    page.evaluate("addEventListener('paperline:evidence', (e) => { window.asked = e.target.id; e.preventDefault(); })")
    page.keyboard.press("j")
    page.keyboard.press("e")
    assert page.evaluate("window.asked") == "p1"


def test_what_is_read_is_left_out_and_can_be_brought_back(visit, sample_site):
    """Unread lives in the address; marking all can be undone, also after it is stored."""
    page = visit(sample_site.address)
    page.click("#p1 .marks .read")
    page.click("[data-mine=unread]")
    assert page.url.endswith("?mine=unread")
    assert shown(page) == 35
    page.reload()
    assert shown(page) == 35
    assert "mine=unread" in page.get_by_role("link", name="Skim").get_attribute("href")
    page.click("#all-read")
    assert shown(page) == 0
    page.click("#said button")
    assert shown(page) == 35
    page.click("[data-mine='']")
    assert page.locator(READ).count() == 1
    assert page.url == sample_site.address + "/"


def test_only_what_arrived_since_the_last_visit_is_new(visit, sample_site):
    """A first visit has nothing new; after one in the past, what arrived later is."""
    page = visit(sample_site.address)
    page.click("[data-mine=new]")
    assert "first visit" in page.inner_text("#said")
    page.evaluate("localStorage.setItem('paperline.visit', JSON.stringify({seen: 1000, before: null}))")
    page.reload()
    assert shown(page) == 36
    page.reload()
    assert shown(page) == 36
    assert page.locator("article.is-new").count() == 36


def test_the_order_for_you_is_learnt_from_stars_and_explained(visit, sample_site):
    """The starred subject comes first, with the words that raised each paper."""
    page = visit(sample_site.address + "/?sort=for-you")
    assert "Star some papers first" in page.inner_text("#said")
    page.goto(sample_site.address)
    graphs = [a.get_attribute("id") for a in page.locator(".papers article", has_text="Graph Neural").all()][:3]
    for each in graphs:
        page.click(f"#{each} .marks .star")
    page.goto(sample_site.address + "/?sort=for-you")
    first = page.locator(".papers > li").evaluate_all("items => items.slice(0, 5).map((item) => item.innerText)")
    assert sum("Because of your stars:" in text for text in first) >= 2
    assert sum("graph" in text.lower() for text in first) >= 4
    assert page.locator(".papers > li").count() == 36


@pytest.mark.parametrize(
    "kept",
    ["not json", "[]", "{}", "null", '{"a": 1}', '[1, null, {"x": []}]', '"x"', '{"a": {"title": 3, "words": "x"}}'],
)
def test_damaged_storage_is_an_empty_one(visit, sample_site, kept):
    """Whatever another script or an older version left there."""
    page = visit(sample_site.address)
    names = ["read", "stars", "visit", "keys", "theme", "density"]
    page.evaluate(
        "([names, kept]) => names.forEach((name) => localStorage.setItem('paperline.' + name, kept))", [names, kept]
    )
    page.goto(sample_site.address + "/?sort=for-you")
    page.keyboard.press("j")
    page.keyboard.press("s")
    assert pressed(page, "article[aria-current=true] .star") == "true"
    assert shown(page) == 36


@pytest.mark.parametrize("fault", ["setItem", "getItem"])
def test_denied_or_full_storage_leaves_a_page_that_works(visit, sample_site, fault):
    """What cannot be kept holds for the page, which says so."""
    page = visit(sample_site.address)
    page.context.add_init_script(
        f"Storage.prototype.{fault} = () => {{ throw new DOMException('no', 'QuotaExceededError'); }}"
    )
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("s")
    assert pressed(page, "#p1 .star") == "true"
    if fault == "setItem":
        assert "does not keep it" in page.inner_text("#said")


def test_stars_are_exported_in_three_formats(visit, sample_site):
    """As files, from this server alone; removing them can be undone."""
    page = visit(sample_site.address)
    for number in (1, 2):
        page.click(f"#p{number} .marks .star")
    title = page.inner_text("#p1 h2 a")
    page.goto(sample_site.address + "/stars")
    assert page.locator("#starred li").count() == 2
    for name, holds in (("BibTeX", "@"), ("Markdown", title[:20]), ("CSL-JSON", title[:20])):
        with page.expect_download() as awaited:
            page.get_by_role("button", name=name).click()
        text = awaited.value.path().read_text()
        assert holds in text
        if name == "CSL-JSON":
            assert len(json.loads(text)) == 2
    page.click("#stars-clear")
    assert page.locator("#starred li").count() == 0
    page.click("#said button")
    assert page.locator("#starred li").count() == 2


def test_theme_and_density_are_there_before_the_page_is_drawn(visit, sample_site):
    """Remembered by the script in the head, so that nothing flashes."""
    page = visit(sample_site.address, color_scheme="light")
    page.click("#theme")
    page.click("#theme")
    page.click("#density")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.context.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => { window.early = {...document.documentElement.dataset}; })"
    )
    page.reload()
    assert page.evaluate("window.early") == {"theme": "dark", "density": "compact"}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == colour == "rgb(22, 24, 26)"


def test_without_scripts_everything_but_the_readers_state_is_there(visit, sample_site):
    """Filters, views, calendar, claims; no control that does nothing."""
    page = visit(sample_site.address, java_script_enabled=False, viewport={"width": 1440, "height": 900})
    assert shown(page) == 36
    assert page.locator("#density, #all-read, [data-mine], #theme, #keys").locator("visible=true").count() == 0
    page.locator(".facet a", has_text="resource").click()
    count = shown(page)
    assert 0 < count < 36
    page.get_by_role("link", name="Skim").click()
    assert shown(page) == count
    page.get_by_role("link", name="Clear").click()
    assert shown(page) == 36
    page.locator(".calendar summary").click()
    assert page.locator(".calendar td a:visible").count() == 1


def test_paper_gets_the_list_and_nothing_else(visit, sample_site):
    """No controls, and every claim, open or not."""
    page = visit(sample_site.address)
    page.emulate_media(media="print")
    assert page.locator(".tools, .side, .marks, header.site nav").locator("visible=true").count() == 0
    assert shown(page) == 36


@pytest.mark.parametrize("path", ["/", "/?view=skim&month=2025-12", "/stars"])
@pytest.mark.parametrize("width", [320, 640])
def test_nothing_is_lost_at_320_pixels_or_at_200_percent(visit, sample_site, path, width):
    """No sideways scrolling, also with the text twice as large; every paper's title is on the screen."""
    page = visit(sample_site.address + path, viewport={"width": width, "height": 800})
    if width == 640:
        page.evaluate("document.styleSheets[0].insertRule('html { font-size: 200% !important }')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in page.locator(".papers h2 a:visible").evaluate_all(
        "all => all.slice(0, 3).map((a) => a.getBoundingClientRect().right)"
    ):
        assert box <= width


def test_a_day_fills_while_it_is_being_read(visit, make_site, shared_data):
    """From no papers to all lines, without a reload by hand: the job is followed, and lines come as they are written."""
    site = make_site("growing").serve()
    page = visit(site.address)
    assert "No papers yet" in page.inner_text("h1")
    papers = (shared_data / "daily-papers-page.txt").read_bytes()
    sent = page.request.post(
        site.address + "/v1/ingest?summarise=true", data=papers, headers={"Content-Type": "text/plain"}
    )
    assert sent.status == 202, sent.text()
    page.wait_for_selector("#progress:visible", timeout=15_000)
    page.wait_for_selector(".papers > li", timeout=60_000)
    page.wait_for_selector(".line.none", state="detached", timeout=120_000)
    assert page.locator(".papers .marks").count() == 36


def test_the_map_is_one_stop_and_arrow_keys_walk_it(visit, sample_site):
    """Every paper is reached by arrows; Tab leaves the map at once; without scripts every paper is a stop."""
    page = visit(f"{sample_site.address}/days/2025-12-11/map")
    points = page.locator("svg.map a.point")
    assert page.locator('svg.map a.point[tabindex="0"]').count() == 1
    points.first.focus()
    reached = set()
    for key in (key for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp") for _ in range(36)):
        page.keyboard.press(key)
        reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
    assert len(reached) > 8
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.getAttribute('href')") == points.last.get_attribute("href")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('a.point')")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == points.last.get_attribute("href")
