"""What holds on every page: axe-core finds nothing in either theme, nothing is wider than the screen, nothing is remote."""

from __future__ import annotations

import pytest

from tests.browser.conftest import accessibility_faults

PATHS = [
    "/",
    "/days/2025-12-11/map",
    "/history",
    "/ask",
    "/search",
    "/search?q=agents",
    "/days/2001-01-01",
    "/papers/none",
    "/answers/none",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PATHS, "paper"])
def test_pages_are_accessible_in_both_themes(visit, sample_site, path, scheme):
    """By the rules of WCAG 2.2 AA and axe-core's best practice."""
    page = visit(sample_site.address + ("/" if path == "paper" else path), color_scheme=scheme)
    if path == "paper":
        page.click("h2 a")
    assert accessibility_faults(page) == []


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_scrolls_sideways(visit, sample_site, path, width):
    page = visit(sample_site.address + path, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
