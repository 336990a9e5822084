"""Evidence in a browser: what is said lights the words it rests on, and the words light what is said."""

from __future__ import annotations

import json

import pytest

from tests.browser.conftest import accessibility_faults

HOSTILE = {
    "id": "2512.77777",
    "title": "SortNet $O(n^2)$ <img src=x onerror=alert(1)> $\\href{javascript:alert(1)}{x}$",
    "abstract": (
        "Sorting large arrays is common <script>alert(2)</script>. We present SortNet \u202eesrever, a network that predicts "
        "the position $x_{1}$ of each key in one pass. On ten datasets it is 2.5 times faster than quicksort $\\text{<svg "
        "onload=alert(3)>}$. " + "${" * 3_000 + "\\alpha " * 1_500
    ),
}


@pytest.fixture(scope="module")
def hostile_site(make_site, tmp_path_factory):
    """One paper of which everything is hostile, in two versions."""
    site = make_site("hostile")
    file = tmp_path_factory.mktemp("papers") / "papers.jsonl"
    for abstract in (HOSTILE["abstract"], "First of all: " + HOSTILE["abstract"]):
        file.write_text(json.dumps(HOSTILE | {"abstract": abstract}) + "\n")
        site.paperline("ingest", str(file), "--day", "2025-12-11", "--summarise")
    return site.serve()


@pytest.fixture
def paper(visit, sample_site):
    """The page of a paper of the sample day, wide."""

    def opened(**options):
        page = visit(f"{sample_site.address}/", **{"viewport": {"width": 1440, "height": 900}} | options)
        page.locator("h2 a").first.click()
        page.wait_for_selector(".reading")
        return page

    return opened


def lit(page, what="mark"):
    return page.locator(f"{what}.lit").count()


def test_pointing_at_a_claim_lights_its_words_and_pointing_away_ends_it(paper):
    """Only the words that bear its number."""
    page = paper()
    page.locator(".claims li").first.hover()
    assert lit(page) > 0
    labels = page.eval_on_selector_all("mark.lit", "marks => marks.map(mark => mark.dataset.bears.split(' '))")
    assert all("1" in each for each in labels)
    page.locator("footer").hover()
    assert lit(page) == 0


def test_pointing_at_a_sentence_lights_what_rests_on_it(paper):
    page = paper()
    mark = page.locator(".abstract mark").first
    mark.hover()
    wanted = set(mark.get_attribute("data-bears").split())
    found = page.eval_on_selector_all("[data-rests].lit", "all => all.map(each => each.dataset.rests)")
    assert set(found) == wanted


def test_the_keyboard_lights_and_a_screen_reader_is_told(paper):
    """By the links that stand there without scripts too."""
    page = paper()
    page.locator(".skip").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('part')"):
            break
    assert lit(page) > 0
    assert page.locator("[data-told]").inner_text().startswith("Rests on: ")
    page.locator(".sentence .ref").last.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert lit(page, "[data-rests]") > 0
    assert page.locator("[data-told]").inner_text().startswith("Borne out here: ")


def test_a_touch_keeps_the_words_lit_until_the_next(paper):
    page = paper(viewport={"width": 360, "height": 780}, has_touch=True)
    claim = page.locator(".claims li").first
    claim.locator(".kind").tap()
    assert lit(page) > 0
    claim.locator(".kind").tap()
    assert lit(page) == 0


def test_the_day_shows_the_abstract_beside_its_paper_and_hides_it(visit, sample_site):
    """Fetched once, the place kept; the parts of the line can be pressed meanwhile."""
    page = visit(f"{sample_site.address}/", viewport={"width": 1440, "height": 900})
    article = page.locator("article").nth(1)
    link = article.locator("[data-evidence]")
    link.click()
    article.locator(".evidence-panel .abstract").wait_for()
    assert link.get_attribute("aria-expanded") == "true"
    line, panel = article.locator(".line").bounding_box(), article.locator(".evidence-panel").bounding_box()
    assert line["x"] + line["width"] <= panel["x"] and panel["x"] + panel["width"] <= 1440  # noqa: PT018 (between two edges)
    assert page.url.endswith("/")
    part = article.locator(".part").first
    part.focus()
    page.keyboard.press("Enter")
    assert part.get_attribute("aria-pressed") == "true"
    assert article.locator("mark.lit").count() > 0
    assert page.locator("mark.lit").count() == article.locator("mark.lit").count()
    link.click()
    assert article.locator(".evidence-panel").is_hidden()
    assert part.get_attribute("role") is None


def test_the_event_of_the_keyboard_opens_the_evidence(visit, sample_site):
    """The page's keys dispatch it on the current paper."""
    page = visit(f"{sample_site.address}/")
    page.locator("article").nth(2).evaluate(
        "article => article.dispatchEvent(new CustomEvent('paperline:evidence', {bubbles: true}))"
    )
    page.locator("article").nth(2).locator(".evidence-panel .abstract").wait_for()


def test_a_bad_line_is_reported_without_leaving_the_day(visit, sample_site):
    page = visit(f"{sample_site.address}/")
    article = page.locator("article").first
    article.locator("[data-evidence]").click()
    article.locator(".report > summary").click()
    article.locator(".report label").first.click()
    article.locator(".report button").click()
    article.get_by_text("Thank you.").wait_for()
    assert page.url == f"{sample_site.address}/"


def test_without_scripts_the_day_leads_to_the_marked_abstract(visit, sample_site):
    page = visit(f"{sample_site.address}/", java_script_enabled=False)
    page.locator("[data-evidence]").first.click()
    assert page.locator(".abstract mark").count() > 0
    page.locator(".sentence .ref").last.click()
    assert "#claim-" in page.url or "#in-one-line" in page.url


def test_copied_text_has_formulas_as_tex(visit, hostile_site):
    page = visit(f"{hostile_site.address}/papers/arxiv:2512.77777")
    copied = page.evaluate(
        """() => {
          const event = new ClipboardEvent('copy', {clipboardData: new DataTransfer(), cancelable: true, bubbles: true});
          getSelection().selectAllChildren(document.querySelector('.abstract'));
          document.dispatchEvent(event);
          return event.clipboardData.getData('text/plain');
        }"""
    )
    assert "the position $x_{1}$ of each key" in copied


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "?from=1&to=2"])
def test_a_hostile_paper_is_shown_accessible_and_harmless(visit, hostile_site, scheme, path):
    """No complaint of the content policy, no element of the paper's, no fault by axe-core; formulas are shown."""
    page = visit(f"{hostile_site.address}/papers/arxiv:2512.77777{path}", color_scheme=scheme)
    assert page.locator("img, main svg, main script, annotation-xml").count() == 0
    assert page.locator("h1 math").count() == 1
    assert page.locator("ins").count() > 0
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    assert accessibility_faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_evidence_is_accessible(visit, sample_site, scheme):
    page = visit(f"{sample_site.address}/", color_scheme=scheme)
    for number in (0, 3):
        page.locator("article").nth(number).locator("[data-evidence]").click()
        page.locator("article").nth(number).locator(".evidence-panel .abstract").wait_for()
    page.locator("article .part").first.click()
    page.wait_for_timeout(300)
    assert accessibility_faults(page) == []


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_formulas_and_evidence_never_make_a_page_wider(visit, hostile_site, width):
    page = visit(f"{hostile_site.address}/papers/arxiv:2512.77777", viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{hostile_site.address}/")
    page.locator("[data-evidence]").click()
    page.locator(".evidence-panel .abstract").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
