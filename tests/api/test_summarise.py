"""Summaries of texts that are not stored, one by one and in batches."""

from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter

from paperline.delivery.api.schemas.responses import BatchResults
from paperline.domain.summaries import Summary

ABSTRACT = "We present SortNet 🚀, a learned sorter. It is 2.5 times faster than quicksort on ten datasets."


def test_a_summary_cites_the_strings_as_they_were_sent(client):
    """Spans count code points also behind a character outside the basic plane."""
    sent = {"title": "  SortNet ", "abstract": ABSTRACT, "id": "a/b c"}
    found = client.post("/v1/summarise", json=sent).json()
    TypeAdapter(Summary).validate_python(found)
    spans = [span for part in (*found["tldr"]["parts"], *found["claims"]) for span in part["evidence"]]
    assert spans
    assert all(sent[span["field"]][span["start"] : span["end"]] == span["text"] for span in spans)
    assert found["id"] == "a/b c"
    assert found["version"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "abstract"),
        ({"abstract": ""}, "abstract"),
        ({"abstract": 7}, "abstract"),
        ({"abstract": None}, "abstract"),
        ({"abstract": "a" * 50_001}, "abstract"),
        ({"abstract": "a", "title": "t" * 2_001}, "title"),
        ({"abstract": "a", "engine": "gpt"}, "engine"),
        ({"abstract": "a", "papers": []}, "papers"),
    ],
)
def test_a_wrong_field_is_named(client, problem, body, field):
    """Limits, types and unknown fields; the value itself is not repeated."""
    found = problem(client.post("/v1/summarise", json=body), 422, "invalid-request")
    assert [error["field"] for error in found["errors"]] == [field]
    assert found["detail"].startswith(f"{field}: ")
    assert len(found["detail"]) < 200


@pytest.mark.parametrize("abstract", ["", " \n\t", "\u200b", "\ufeff\u2060", "\u0301", "\u3164"])
def test_an_abstract_of_which_nothing_can_be_seen_is_empty(client, problem, abstract):
    """Spaces, zero-width characters, marks that stand on nothing, and letters without a shape."""
    found = problem(client.post("/v1/summarise", json={"abstract": abstract}), 422, "invalid-request")
    assert found["errors"][0]["message"].startswith("Is empty")


@pytest.mark.parametrize("abstract", ["a", "word " * 10_000, "🚀" * 10_000, "<b>&amp;</b>"])
def test_any_text_within_the_limits_has_a_summary(client, abstract):
    """One character, ten thousand words, no words at all."""
    assert client.post("/v1/summarise", json={"abstract": abstract}).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [("/v1/summarise", {"abstract": "We sort."}), ("/v1/ask", {"question": "What is sorted?"})],
)
def test_an_engine_that_is_not_configured_is_a_503(client, problem, path, body):
    """`llm` is valid, but there is none."""
    problem(client.post(path, json=body | {"engine": "llm"}), 503, "engine-unavailable")


def test_a_batch_answers_in_order_with_a_problem_in_place_of_a_bad_paper(client):
    """A bad paper spoils no other; ids are echoed as given, also with a problem."""
    papers = [
        {"abstract": ABSTRACT, "id": "one"},
        {"abstract": "", "id": "two"},
        "no paper",
        {"abstract": "  ", "id": "four"},
        {"abstract": ABSTRACT, "engine": "llm"},
        {"abstract": ABSTRACT, "id": "x" * 201},
        {"abstract": "\ud800", "id": "\ud800", "\ud800": 1},
        {"abstract": ABSTRACT},
    ]
    sent = client.post(
        "/v1/summarise/batch", content=json.dumps({"papers": papers}), headers={"Content-Type": "application/json"}
    )
    results = sent.json()["results"]
    BatchResults.model_validate_json(sent.content)
    assert [item["index"] for item in results] == list(range(8))
    assert [item["id"] for item in results] == ["one", "two", None, "four", None, "x" * 201, None, None]
    kinds = [item.get("problem", {}).get("type", "").removeprefix("/problems/") for item in results]
    invalid = "invalid-request"
    assert kinds == ["", invalid, invalid, invalid, "engine-unavailable", invalid, invalid, ""]
    assert results[1]["problem"]["errors"][0]["field"] == "abstract"
    assert all(("summary" in item) != ("problem" in item) for item in results)
    assert results[0]["summary"]["tldr"] == results[7]["summary"]["tldr"]


@pytest.mark.parametrize("count", [0, 101])
def test_a_batch_holds_one_to_a_hundred_papers(client, problem, count):
    """Outside of that the whole request is refused."""
    body = {"papers": [{"abstract": "We sort."}] * count}
    found = problem(client.post("/v1/summarise/batch", json=body), 422, "invalid-request")
    assert found["errors"][0]["field"] == "papers"


def test_a_batch_of_a_hundred_is_answered_whole(client):
    """The most that one request may hold."""
    body = {"papers": [{"abstract": f"We sort {n} lists.", "id": str(n)} for n in range(100)]}
    results = client.post("/v1/summarise/batch", json=body).json()["results"]
    assert [item["summary"]["id"] for item in results] == [str(n) for n in range(100)]
