"""Content negotiation: which format a request gets, by Accept or by name, and what it is told where none fits."""

from __future__ import annotations

import csv
import io

import bibtexparser
import pytest
import rispy

from paperline.delivery.exports.formats import WRITTEN, Format
from tests.api.papers import BLOOM, BLOOM_QUESTION, DAY

LISTS = ["csl", "bibtex", "ris", "csv"]
TYPES = {each.value: WRITTEN[each] for each in Format}
QUESTION = {"question": BLOOM_QUESTION, "scope": {"day": DAY}}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def answer_id(client):
    return client.post("/v1/ask", json=QUESTION).json()["id"]


def places(answer_id: str) -> dict[str, list[str]]:
    """Every path that has formats, with the names of its formats."""
    every = ["json", "markdown", *LISTS]
    return {
        f"/v1/days/{DAY}": every,
        "/v1/days/latest": every,
        f"/v1/papers/{BLOOM}": every,
        "/v1/search?q=Bloom": ["json", *LISTS],
        f"/v1/answers/{answer_id}": ["json", "markdown"],
    }


def test_a_format_is_had_by_accept_and_by_name(client, answer_id):
    """In the same bytes, under its media type, at every path that has it."""
    for path, names in places(answer_id).items():
        for name in names:
            by_type = client.get(path, headers={"Accept": TYPES[name].media_type})
            by_name = client.get(f"{path}{'&' if '?' in path else '?'}format={name}")
            assert by_type.status_code == by_name.status_code == 200
            assert by_type.headers["content-type"] == by_name.headers["content-type"] == TYPES[name].content_type
            assert by_type.content == by_name.content
            assert "Accept" in by_type.headers["vary"]
            kept = by_type.headers.get("content-disposition", "")
            assert kept.startswith("attachment;") == (name in LISTS)


@pytest.mark.parametrize("accept", ["", "*/*", "application/json", "application/*", BROWSER, "text/html, */*;q=0.1"])
def test_json_is_what_everybody_gets_who_asks_for_nothing_else(client, answer_id, accept):
    """Browsers and curl among them."""
    for path in places(answer_id):
        assert client.get(path, headers={"Accept": accept}).headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/*", "text/markdown"),
        ("text/markdown, application/json;q=0.5", "text/markdown"),
        ("text/markdown;q=0.4, application/json;q=0.5", "application/json"),
        ("*/*;q=0.1, text/csv", "text/csv"),
        ("*/*, application/json;q=0", "text/markdown"),
        ("TEXT/Markdown ; charset=utf-8 ; q=1.0", "text/markdown"),
        ("application/*;q=0.5, text/markdown;q=0.4, application/json;q=0.1", "application/x-bibtex"),
        ("nonsense", "application/json"),
        (",;;q=,", "application/json"),
    ],
)
def test_the_best_that_is_accepted_is_given(client, accept, expected):
    """By weight, the more specific range before the general one, ties by the order in which the formats are offered."""
    for path in (f"/v1/days/{DAY}", f"/v1/papers/{BLOOM}"):
        assert client.get(path, headers={"Accept": accept}).headers["content-type"].startswith(expected)


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "*/*;q=0", "text/markdown;q=nan", "a/b;q=inf"])
def test_what_cannot_be_given_is_a_406_that_lists_what_can(client, problem, answer_id, accept):
    """At every path that has formats."""
    for path in places(answer_id):
        found = problem(client.get(path, headers={"Accept": accept}), 406, "not-acceptable")
        assert "application/json" in found["detail"]
    refused = client.post("/v1/ask", json=QUESTION, headers={"Accept": accept})
    problem(refused, 406, "not-acceptable")


def test_a_name_that_is_no_format_is_refused(client, problem, answer_id):
    """By its field."""
    for path in places(answer_id):
        response = client.get(f"{path}{'&' if '?' in path else '?'}format=docx")
        assert problem(response, 422, "invalid-request")["errors"][0]["field"] == "format"


def test_an_answer_is_asked_for_as_markdown(client):
    """With its sources."""
    told = client.post("/v1/ask", json=QUESTION, headers={"Accept": "text/markdown"})
    assert told.headers["content-type"] == "text/markdown; charset=utf-8"
    assert told.text.startswith(f"# {BLOOM_QUESTION}")
    assert f"</papers/{BLOOM}>" in told.text


def test_a_day_has_an_address_of_its_own_as_markdown(client, problem):
    """The bytes of the API's, under the same tag; a day that is none or not stored is a problem."""
    file = client.get(f"/days/{DAY}.md")
    assert file.headers["content-type"] == "text/markdown; charset=utf-8"
    assert file.content == client.get(f"/v1/days/{DAY}?format=markdown").content
    again = client.get(f"/days/{DAY}.md", headers={"If-None-Match": file.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    problem(client.get("/days/2020-01-01.md"), 404, "day-not-found")
    problem(client.get("/days/2026-02-30.md"), 422, "invalid-request")


def test_formats_of_a_day_have_tags_of_their_own(client):
    """A cache that ignores Vary still mixes nothing up."""
    tags = [client.get(f"/v1/days/{DAY}?format={name}").headers["etag"] for name in ("json", "markdown", *LISTS)]
    assert len(set(tags)) == 6


def test_exports_hold_every_paper_of_a_day(client):
    """As readers of those formats read them."""
    ids = [paper["id"] for paper in client.get(f"/v1/days/{DAY}").json()["papers"]]
    library = bibtexparser.parse_string(client.get(f"/v1/days/{DAY}?format=bibtex").text)
    assert [entry.key for entry in library.entries] == ids
    assert [record["id"] for record in rispy.loads(client.get(f"/v1/days/{DAY}?format=ris").text)] == ids
    assert [item["id"] for item in client.get(f"/v1/days/{DAY}?format=csl").json()] == ids
    table = io.StringIO(client.get(f"/v1/days/{DAY}?format=csv").text, newline="")
    assert [row["id"] for row in csv.DictReader(table)] == ids


def test_an_export_of_a_search_is_paged_by_link(client):
    """The next page is named where the format has no room for a cursor."""
    response = client.get("/v1/search", params={"q": "sets elements decays", "limit": 1, "format": "csv"})
    target, _, relation = response.headers["link"].partition("; ")
    assert relation == 'rel="next"'
    following = client.get(target.strip("<>"))
    assert following.headers["content-type"].startswith("text/csv")
    assert following.text.splitlines()[1] != response.text.splitlines()[1]
