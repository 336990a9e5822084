from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import DAY
from tests.unit.web.documents import PageReader
from tests.unit.web.test_safety import EVIL

MAP = f"/days/{DAY}/map"


@pytest.fixture
def pictured(site, store, paper, others):
    """A day of which two papers are about Bloom filters."""
    apart = (
        {"id": f"2512.3000{n}", "title": title, "abstract": "We say why."}
        for n, title in enumerate(["Sails", "Kites", "Bells"])
    )
    store(paper, *others[:2], *apart)
    return site


def test_every_paper_is_a_link_on_the_map_and_a_row_beside_it(pictured):
    page = PageReader(pictured.get(MAP).text)
    drawn = [found["href"] for found in page.attributes("a") if "point" in str(found.get("class"))]
    assert len(set(drawn)) == len(drawn) == 6
    links = [found["href"] for found in page.attributes("a")]
    assert all(links.count(address) == 2 for address in drawn)


def test_a_theme_leads_to_its_papers(pictured):
    page = PageReader(pictured.get(MAP).text)
    theme = next(str(found["href"]) for found in page.attributes("a") if "theme=" in str(found["href"]))
    narrowed = pictured.get(theme).text
    assert "Bloom Filters" in narrowed
    assert 'aria-current="true"' in narrowed


def test_the_history_has_a_bar_for_each_stored_day_and_says_which_are_missing(site, store, paper, others):
    store(paper)
    store(*others, day=DAY - timedelta(days=2))
    page = PageReader(site.get("/history").text)
    named = [str(found.get("aria-label")) for found in page.attributes("a")]
    assert sum("December 2025: " in name for name in named) == 2
    assert sum(found.get("class") in ("gap", "weekend") for found in page.attributes("rect")) == 28


def test_an_empty_store_has_no_history_and_no_map(site):
    assert "No day is stored yet" in site.get("/history").text
    assert site.get(MAP).status_code == 404


def test_pictures_show_hostile_titles_as_text(site, store):
    store(
        *({"id": f"2512.2000{n}", "title": f"{EVIL} Bloom Filters", "abstract": f"We keep {n} bits."} for n in range(3))
    )
    for address in (MAP, "/history"):
        html = site.get(address).text
        page = PageReader(html)
        assert not {name for name, _ in page.elements} & {"img", "b", "iframe", "style", "foreignobject"}
        attributes = {name for _, found in page.elements for name in found}
        assert not any(name.startswith("on") or name == "style" for name in attributes)
