"""What a caller reads where a value does not fit: characters, entries and fields, and nothing of how we check."""

from __future__ import annotations

import json

import pytest

JSON = {"Content-Type": "application/json"}
BODIES = [
    ("/v1/summarise", [], "body: Is not a JSON object."),
    ("/v1/summarise", {}, "abstract: Is required."),
    ("/v1/summarise", {"abstract": 7}, "abstract: Is not text."),
    ("/v1/summarise", {"abstract": "a" * 50_001}, "abstract: Is longer than 50,000 characters."),
    ("/v1/summarise", {"abstract": "a", "title": "a" * 2_001}, "title: Is longer than 2,000 characters."),
    ("/v1/summarise", {"abstract": "a", "engine": "gpt"}, "engine: Is not 'auto', 'embedded' or 'llm'."),
    ("/v1/summarise", {"abstract": "a", "colour": 1}, "colour: There is no such field."),
    ("/v1/summarise/batch", {"papers": []}, "papers: Is an empty list."),
    ("/v1/summarise/batch", {"papers": {}}, "papers: Is not a list."),
    ("/v1/summarise/batch", {"papers": [1] * 101}, "papers: Has more than 100 entries."),
    ("/v1/ask", {"question": ""}, "question: Is empty."),
    ("/v1/ask", {"question": "q?", "scope": 3}, "scope: Is not a JSON object."),
    ("/v1/ask", {"question": "q?", "scope": {"all": False}}, "scope.all: Is not true."),
    ("/v1/ask", {"question": "q?", "stream": 3}, "stream: Is neither true nor false."),
    ("/v1/ask", {"question": "q?", "history": [1]}, "history.0: Is not a JSON object."),
    (
        "/v1/ask",
        {"question": "q?", "history": [{"question": "q", "paper_ids": "a"}]},
        "history.0.paper_ids: Is not a list.",
    ),
]
QUERIES = [
    ("/v1/search", "q: Is required."),
    ("/v1/search?q=", "q: Is empty."),
    ("/v1/search?q=a&limit=x", "limit: Is not a whole number."),
    ("/v1/search?q=a&limit=1.5", "limit: Is not a whole number."),
    ("/v1/search?q=a&limit=0", "limit: Is below 1, the least that is allowed."),
    ("/v1/search?q=a&limit=101", "limit: Is above 100, the most that is allowed."),
    ("/v1/search?q=a&has_code=perhaps", "has_code: Is neither true nor false."),
    ("/v1/days?limit=" + "9" * 5_000, "limit: Is too large."),
    ("/v1/ingest?format=docx", "format: Is not 'auto', 'page', 'hf', 'arxiv-atom', 'arxiv-rss' or 'jsonl'."),
]


@pytest.mark.parametrize(("path", "body", "detail"), BODIES)
def test_a_body_is_told_its_fault_in_the_callers_words(client, problem, path, body, detail):
    found = problem(client.post(path, content=json.dumps(body), headers=JSON), 422, "invalid-request")
    assert found["detail"] == detail


@pytest.mark.parametrize(("path", "detail"), QUERIES)
def test_a_query_is_told_its_fault_in_the_callers_words(client, problem, path, detail):
    method = "POST" if "ingest" in path else "GET"
    assert problem(client.request(method, path), 422, "invalid-request")["detail"] == detail


def test_a_paper_of_a_batch_names_no_class(client):
    results = client.post("/v1/summarise/batch", json={"papers": [1, "two", None, []]}).json()["results"]
    assert {each["problem"]["detail"] for each in results} == {"body: Is not a JSON object."}


def test_a_query_without_a_word_is_called_a_query(client, problem):
    found = problem(client.get('/v1/search?q="'), 422, "bad-text")
    assert found["detail"].startswith("The query is empty")
