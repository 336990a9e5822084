"""Search: filters, highlighted sentences, paging; and papers like another."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from paperline.bootstrap import open_services
from tests.api.conftest import running, settings
from tests.api.jobs import ingested
from tests.api.papers import jsonl

DAYS = ("2025-12-10", "2025-12-11", "2025-12-12")
QUERY = {"q": "networks that sort keys"}


def _paper(number: int) -> dict[str, object]:
    code = {"github_repo": f"https://github.com/a/{number}"} if number % 4 == 0 else {}
    return {
        "id": f"2512.{number:05d}",
        "title": f"Sorting Network {number}",
        "abstract": f"Keys are many. We present network {number}, which sorts keys {number + 2} times faster.",
        "authors": ["Ada Lovelace" if number % 3 else "Grace Hopper", "Jürgen Groß"],
        "categories": ["cs.DS"] if number % 2 else ["cs.CL", "cs.LG"],
        **code,
    }


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Three days of ten papers each."""
    home: Path = tmp_path_factory.mktemp("search")
    with running(open_services(settings(home))) as client:
        for place, day in enumerate(DAYS):
            body = jsonl(*(_paper(number) for number in range(place * 10, place * 10 + 10)))
            ingested(client, f"day={day}", body)
        yield client


def found(client, **wanted) -> list[str]:
    """The ids of all hits."""
    return [
        hit["paper"]["id"] for hit in client.get("/v1/search", params=QUERY | {"limit": 100} | wanted).json()["hits"]
    ]


def numbers(condition) -> set[str]:
    return {f"arxiv:2512.{number:05d}" for number in range(30) if condition(number)}


@pytest.mark.parametrize(
    ("wanted", "condition"),
    [
        ({}, lambda number: True),
        ({"day": DAYS[1]}, lambda number: 10 <= number < 20),
        ({"from": DAYS[1]}, lambda number: number >= 10),
        ({"to": DAYS[1]}, lambda number: number < 20),
        ({"from": DAYS[0], "to": DAYS[1]}, lambda number: number < 20),
        ({"category": "CS.ds"}, lambda number: number % 2),
        ({"category": "cs"}, lambda number: False),
        ({"author": "hopper"}, lambda number: number % 3 == 0),
        ({"author": "GROSS"}, lambda number: True),
        ({"has_code": "true"}, lambda number: number % 4 == 0),
        ({"has_code": "false"}, lambda number: number % 4),
        ({"source": "jsonl"}, lambda number: True),
        ({"source": "hf"}, lambda number: False),
        ({"day": DAYS[2], "author": "Ada", "has_code": "true", "category": "cs.LG"}, lambda number: number in (20, 28)),
        ({"author": '%_"\\'}, lambda number: False),
    ],
)
def test_every_filter_counts_and_they_count_together(archive, wanted, condition):
    """Also case does not matter in names, and nothing in a filter is syntax."""
    assert set(found(archive, **wanted)) == numbers(condition)


def test_coverage_counts_the_hits_on_all_pages(archive):
    told = archive.get("/v1/search", params=QUERY | {"has_code": True, "limit": 2}).json()
    assert told["coverage"]["papers_matched"] == len(numbers(lambda number: number % 4 == 0))
    assert told["coverage"]["papers_in_scope"] == 30
    assert len(told["hits"]) == told["coverage"]["papers_cited"] == 2


def test_every_hit_shows_the_sentence_that_matches(archive):
    """By its place in the stored abstract."""
    for hit in archive.get("/v1/search", params=QUERY).json()["hits"]:
        spans = hit["evidence"]
        assert any("sorts keys" in span["text"] for span in spans)
        assert all(hit["paper"][span["field"]][span["start"] : span["end"]] == span["text"] for span in spans)


@pytest.mark.parametrize("limit", [1, 7, 29, 30])
def test_pages_are_the_whole_cut_up(archive, limit):
    """None twice, none left out, best first, and the last one says that it is."""
    paged, cursor = [], {}
    while True:
        page = archive.get("/v1/search", params=QUERY | {"limit": limit} | cursor).json()
        paged += [hit["paper"]["id"] for hit in page["hits"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert paged == found(archive)


def test_a_cursor_holds_for_its_own_search_only(archive, problem):
    cursor = archive.get("/v1/search", params=QUERY | {"limit": 3}).json()["next_cursor"]
    for other in ({"q": "birds"}, {"category": "cs.DS"}, {"day": DAYS[0]}):
        problem(archive.get("/v1/search", params=QUERY | other | {"cursor": cursor}), 400, "bad-cursor")


@pytest.mark.parametrize("score", [10**310, float("nan"), float("inf"), "x", None, [], True])
def test_a_tampered_cursor_is_refused_or_leads_somewhere(archive, score):
    """The mark of the search can be copied; what stands beside it is still only data."""
    cursor = archive.get("/v1/search", params=QUERY | {"limit": 3}).json()["next_cursor"]
    _, paper_id, mark = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps([score, paper_id, mark]).encode()).decode().rstrip("=")
    assert archive.get("/v1/search", params=QUERY | {"cursor": forged}).status_code in (200, 400)


def test_similar_papers_come_from_every_day_without_the_paper_itself(archive):
    """Best first, within the limit, with what they share marked."""
    told = archive.get("/v1/papers/arxiv:2512.00011/similar?limit=29").json()
    ids = [hit["paper"]["id"] for hit in told["hits"]]
    assert set(ids) == numbers(lambda number: number != 11)
    scores = [hit["score"] for hit in told["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert told["coverage"]["scope"] == {"all": True}
    assert [hit["paper"]["id"] for hit in archive.get("/v1/papers/2512.00011v3/similar?limit=3").json()["hits"]] == ids[
        :3
    ]


def test_nothing_is_similar_to_a_paper_that_is_not_stored(archive, problem):
    problem(archive.get("/v1/papers/arxiv:2601.00001/similar"), 404, "paper-not-found")
    problem(archive.get("/v1/papers/arxiv:2512.00011/similar?limit=0"), 422, "invalid-request")


def test_the_newest_come_first_and_paging_keeps_their_order(archive):
    """Days fall from page to page, no paper comes twice, and every one is among the hits by relevance."""
    seen: list[str] = []
    days: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = archive.get("/v1/search", params=QUERY | {"limit": 7, "sort": "newest"} | cursor).json()
        seen += [hit["paper"]["id"] for hit in page["hits"]]
        days += [hit["paper"]["days"][-1] for hit in page["hits"]]
        if not page["next_cursor"]:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert days == sorted(days, reverse=True)
    assert days[0] == DAYS[-1]
    assert len(seen) == len(set(seen)) == page["coverage"]["papers_matched"]
    assert set(seen) <= set(found(archive))


def test_a_cursor_of_one_order_is_none_of_the_other(archive):
    """The order is part of what a cursor belongs to; an unknown order is refused."""
    first = archive.get("/v1/search", params=QUERY | {"limit": 5}).json()["next_cursor"]
    refused = archive.get("/v1/search", params=QUERY | {"limit": 5, "sort": "newest", "cursor": first})
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (400, "bad-cursor")
    assert archive.get("/v1/search", params=QUERY | {"sort": "oldest"}).status_code == 422
