"""What changed between two versions of a paper, on its page and word by word."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperline.delivery.web.evidence.versions import ChangeKind, changes
from tests.builders import ABSTRACT, DAY, NOW, TITLE
from tests.unit.web.documents import PageReader
from tests.unit.web.test_maths import HOSTILE, Reading, expected
from tests.unit.web.test_safety import EVIL

PAGE = "/papers/arxiv:2512.00001"


def side(found, other):
    return Reading("".join(str(change.html) for change in found if change.kind is not other)).read


def kept(text, kind):
    return [str(change.html).strip() for change in text if change.kind is kind]


def test_changed_words_are_told_and_others_kept():
    found = changes("We sort ten sets quickly.", "We sort twelve sets.")
    assert kept(found, ChangeKind.REMOVED) == ["ten", "quickly"]
    assert kept(found, ChangeKind.ADDED) == ["twelve"]


def test_a_formula_changes_as_a_whole():
    found = changes("It takes $n + 1$ steps.", "It takes $n + 2$ steps.")
    (gone,), (come,) = kept(found, ChangeKind.REMOVED), kept(found, ChangeKind.ADDED)
    assert gone.startswith("<math") and come.startswith("<math")  # noqa: PT018 (both halves of one change)


@given(HOSTILE, HOSTILE, st.booleans())
def test_each_side_is_its_text_but_for_white_space(before, after, same):
    after = before if same else after
    found = changes(before, after)
    assert side(found, ChangeKind.REMOVED).split() == expected(after).split()
    assert {change.kind for change in found} <= {ChangeKind.KEPT} or not same


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 10_000, "b a " * 5_000), ("a b " * 5_000, "b a " * 5_000), ("x" * 20_000, "y" * 20_000),
        (" ".join(map(str, range(4_000))), " ".join(map(str, range(4_000, 0, -1)))), ("$x$ " * 5_000, "$y$ " * 5_000),
    ],
    ids=range(5),
)  # fmt: skip
def test_twenty_thousand_hostile_characters_are_compared_in_bounded_time(before, after):
    started = time.process_time()
    found = changes(before, after)
    assert side(found, ChangeKind.REMOVED).split() == after.split()
    assert time.process_time() - started < 5


@pytest.fixture
def three_versions(store, paper):
    store(paper)
    store(paper | {"abstract": ABSTRACT.replace("ten", "twelve")})
    store(paper | {"abstract": ABSTRACT.replace("ten", "twelve") + " It is <b>new</b>.", "title": TITLE + " or Two"})


def test_the_page_compares_the_last_two_versions(site, three_versions):
    """Title, abstract and claims, each change in an element of its own."""
    page = PageReader(site.get(PAGE).text)
    assert "or Two" in page.texts["ins"]
    assert any("It is <b>new</b>." in text for text in page.texts["ins"])
    assert not any("twelve" in text for text in page.texts["ins"])


def test_any_two_versions_are_compared_by_their_address(site, three_versions):
    """Backwards too; the choice is shown in the form."""
    page = PageReader(site.get(f"{PAGE}?from=1&to=2").text)
    assert page.texts["del"][0].strip() == "ten"
    assert [
        found["value"] for found in page.attributes("option") if "selected" in found and found["value"].isdigit()
    ] == ["1", "2"]
    back = PageReader(site.get(f"{PAGE}?from=2&to=1").text)
    assert back.texts["ins"][0].strip() == "ten"
    assert "the same title and abstract" in site.get(f"{PAGE}?from=2&to=2").text


@pytest.mark.parametrize("query", ["from=9", "from=x&to=1", "to=%3Cscript%3E", "from=-1", "to=1.0"])
def test_a_version_that_is_not_there_is_said_so(site, three_versions, query):
    refused = site.get(f"{PAGE}?{query}")
    assert refused.status_code == 422
    assert "1 to 3" in refused.text


def test_old_lines_are_shown_with_their_version(site, three_versions):
    page = site.get(PAGE).text
    assert "The line and claims of version 1, no longer shown above" in page
    assert f"{PAGE}?from=1&amp;to=2#versions" in page


def test_a_line_of_an_earlier_version_is_said_to_be_that(site, services, store, paper):
    store(paper)
    raw = f'{{"id": "2512.00001", "title": "{TITLE}", "abstract": "Something else is said here."}}'.encode()
    services.ingest.run(services.body_source(raw, format="jsonl", name="body", day=DAY), now=NOW, day=DAY)
    assert "were written for version 1; this is version 2" in site.get(PAGE).text


def test_hostile_versions_stay_text(site, store, paper):
    store(paper | {"abstract": f"{EVIL} {ABSTRACT}", "title": f"A {EVIL}"})
    store(paper | {"abstract": f"{ABSTRACT} {EVIL}", "title": f"B {EVIL}"})
    page = PageReader(site.get(PAGE).text)
    assert not {name for name, _ in page.elements} & {"img", "svg", "b", "iframe", "style"}
    assert any("<script>alert(2)</script>" in text for text in page.texts["p"])
