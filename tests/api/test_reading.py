"""Days, papers and search."""

from __future__ import annotations

import time
from datetime import date

import pytest
from pydantic import TypeAdapter

from paperline.bootstrap import open_services
from paperline.delivery.api.schemas.responses import Day, DayList, PaperVersions, PaperWithSummary, SearchPage
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Summary
from tests.api.jobs import ingested
from tests.api.papers import BLOOM, DAY
from tests.builders import NOW

PAPERS = [BLOOM, "arxiv:2512.01234", "arxiv:hep-ex:0307015"]


def test_a_day_holds_its_papers_in_order_with_their_summaries(client):
    """The contract's Day."""
    found = client.get(f"/v1/days/{DAY}").json()
    Day.model_validate(found)
    assert [paper["id"] for paper in found["papers"]] == PAPERS
    assert all(paper["summary"]["tldr"]["text"] for paper in found["papers"])
    assert found["sources"][0]["count"] == 3
    assert found["status"] == "complete"


def test_the_latest_day_is_the_same_bytes(client):
    """One address for pollers that need not know the date."""
    assert client.get("/v1/days/latest").content == client.get(f"/v1/days/{DAY}").content


@pytest.mark.parametrize("sent", ["{}", "W/{}", '"other", {}', "*"])
def test_a_day_that_has_not_changed_is_a_304(client, sent):
    """The tag is strong, and If-None-Match compares weakly."""
    first = client.get(f"/v1/days/{DAY}")
    tag = first.headers["etag"]
    assert tag.startswith('"')
    second = client.get(f"/v1/days/{DAY}", headers={"If-None-Match": sent.format(tag)})
    assert second.status_code == 304
    assert second.content == b""
    assert second.headers["etag"] == tag
    assert second.headers["cache-control"] == "no-cache"


def test_a_day_that_changed_has_another_tag(empty_client):
    """A summary counts as a change, though no paper does."""
    ingested(empty_client, f"day={DAY}")
    before = empty_client.get(f"/v1/days/{DAY}")
    ingested(empty_client, f"day={DAY}&summarise=1")
    after = empty_client.get(f"/v1/days/{DAY}", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]


def test_a_day_that_is_not_stored_names_the_nearest(client, problem):
    """And with nothing stored, what to do."""
    assert DAY in problem(client.get("/v1/days/2020-01-01"), 404, "day-not-found")["detail"]


def test_an_empty_store_says_what_to_do(empty_client, problem):
    """The latest day of none, and the empty list."""
    assert "paperline ingest" in problem(empty_client.get("/v1/days/latest"), 404, "day-not-found")["detail"]
    assert empty_client.get("/v1/days").json() == {"days": [], "next_cursor": None}


def test_days_are_paged_newest_first_each_once(empty_client):
    """The cursor leads through all of them."""
    stored = [f"2025-12-{n:02d}" for n in range(1, 8)]
    for day in stored:
        ingested(empty_client, f"day={day}")
    seen, cursor = [], None
    while cursor or not seen:
        page = empty_client.get("/v1/days", params={"limit": 3} | ({"cursor": cursor} if cursor else {})).json()
        DayList.model_validate(page)
        seen += [entry["date"] for entry in page["days"]]
        cursor = page["next_cursor"]
    assert seen == stored[::-1]


@pytest.mark.parametrize("limit", ["0", "-1", "367", "many", ""])
def test_a_limit_out_of_range_is_refused(client, problem, limit):
    """By name."""
    found = problem(client.get("/v1/days", params={"limit": limit}), 422, "invalid-request")
    assert found["errors"][0]["field"] == "limit"
    assert found["errors"][0]["location"] == "query"


@pytest.mark.parametrize("named", ["arxiv:2512.01234", "2512.01234", "2512.01234v9", "arXiv:2512.01234v1"])
def test_a_paper_answers_to_every_form_of_its_id(client, named):
    """Bare, prefixed, with a version."""
    found = client.get(f"/v1/papers/{named}").json()
    TypeAdapter(PaperWithSummary).validate_python(found)
    assert found["id"] == "arxiv:2512.01234"
    assert found["summary"]["id"] == "arxiv:2512.01234"


def test_what_hangs_on_a_paper_can_be_had(client):
    """Its summary, its versions, and the papers like it, without itself."""
    summary = client.get(f"/v1/papers/{BLOOM}/summary").json()
    TypeAdapter(Summary).validate_python(summary)
    assert summary == client.get(f"/v1/papers/{BLOOM}").json()["summary"]
    versions = client.get(f"/v1/papers/{BLOOM}/versions").json()
    PaperVersions.model_validate(versions)
    assert [version["version"] for version in versions["versions"]] == [1]
    similar = client.get(f"/v1/papers/{BLOOM}/similar", params={"limit": 1}).json()
    SearchPage.model_validate(similar)
    assert len(similar["hits"]) <= 1
    assert BLOOM not in [hit["paper"]["id"] for hit in similar["hits"]]


@pytest.mark.parametrize("tail", ["", "/summary", "/similar", "/versions"])
def test_a_paper_that_is_not_stored_is_not_found(client, problem, tail):
    """At every one of its addresses."""
    problem(client.get(f"/v1/papers/2599.00001{tail}"), 404, "paper-not-found")


def test_a_summary_that_is_not_written_is_not_found(client, problem):
    """The paper is there, the language model's summary is not."""
    found = problem(client.get(f"/v1/papers/{BLOOM}/summary?engine=llm"), 404, "not-found")
    assert "paperline summarise" in found["detail"]


def test_search_finds_a_paper_by_its_words(client):
    """Best first, with the sentence that matches."""
    found = client.get("/v1/search", params={"q": "Bloom filter false-positive rate", "day": DAY}).json()
    SearchPage.model_validate(found)
    best = found["hits"][0]
    assert best["paper"]["id"] == BLOOM
    assert best["evidence"]
    assert found["coverage"]["scope"] == {"day": DAY}


def test_search_without_a_day_covers_everything(client):
    """The coverage says so."""
    assert client.get("/v1/search?q=decays").json()["coverage"]["scope"] == {"all": True}


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("", "invalid-request"),
        ("q=", "invalid-request"),
        ("q=x&limit=101", "invalid-request"),
        ("q=x&has_code=perhaps", "invalid-request"),
        (f"q=x&day={DAY}&from={DAY}", "bad-scope"),
        (f"q=x&from={DAY}&to=2025-12-01", "bad-scope"),
        ("q=" + "a" * 2_001, "invalid-request"),
    ],
)
def test_a_search_that_cannot_be_read_is_refused(client, problem, query, slug):
    """With what is wrong."""
    problem(client.get(f"/v1/search?{query}"), 422, slug)


def test_search_is_paged_by_its_cursor(client):
    """Two pages of one hit are not the same hit."""
    params = {"q": "sets elements decays", "limit": 1}
    first = client.get("/v1/search", params=params).json()
    assert first["next_cursor"]
    second = client.get("/v1/search", params=params | {"cursor": first["next_cursor"]}).json()
    assert first["hits"][0]["paper"]["id"] != second["hits"][0]["paper"]["id"]


def test_a_day_comes_compressed_where_that_is_accepted(client):
    """The same JSON under a validator of its own, which a later request may name however it is coded."""
    plain = client.get(f"/v1/days/{DAY}", headers={"Accept-Encoding": "identity"})
    coded = client.get(f"/v1/days/{DAY}", headers={"Accept-Encoding": "gzip"})
    assert (plain.headers.get("content-encoding"), coded.headers["content-encoding"]) == (None, "gzip")
    assert coded.json() == plain.json()
    assert coded.headers["etag"] != plain.headers["etag"]
    assert plain.headers["vary"] == coded.headers["vary"] == "Accept, Accept-Encoding"
    again = client.get(f"/v1/days/{DAY}", headers={"If-None-Match": coded.headers["etag"], "Accept-Encoding": "gzip"})
    assert (again.status_code, again.content) == (304, b"")
    refused = client.get(f"/v1/days/{DAY}", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


def test_a_day_is_told_in_lines_alone(client):
    """`fields=tldr` is the small list; other values are refused, and `all` is the whole day."""
    whole = client.get(f"/v1/days/{DAY}").json()
    short = client.get(f"/v1/days/{DAY}?fields=tldr").json()
    assert short["date"] == whole["date"]
    assert short["papers"] == [
        {"id": paper["id"], "title": paper["title"], "tldr": paper["summary"]["tldr"]} for paper in whole["papers"]
    ]
    assert client.get(f"/v1/days/{DAY}?fields=all").json() == whole
    assert client.get(f"/v1/days/{DAY}?fields=abstract").status_code == 422


def test_what_another_process_stores_is_seen(empty_client, services):
    """The bytes are made anew when the store's revision is another, whoever changed it."""
    ingested(empty_client, f"day={DAY}")
    before = empty_client.get(f"/v1/days/{DAY}").json()
    with open_services(services.settings) as other:
        other.summarise.run(Scope.of_day(date.fromisoformat(str(DAY))), now=NOW)
    time.sleep(0.05)
    after = empty_client.get(f"/v1/days/{DAY}").json()
    assert all(paper["summary"] is None for paper in before["papers"])
    assert all(paper["summary"] is not None for paper in after["papers"])
