"""Questions, as JSON and as a stream."""

from __future__ import annotations

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from paperline.delivery.api.schemas.responses import Answer
from paperline.delivery.api.streams.events import wants_events
from paperline.pipeline.asking.ask import AskPapers
from tests.api.papers import BLOOM, BLOOM_QUESTION, DAY


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream, read as a browser reads them."""
    read = []
    for block in text.split("\n\n")[:-1]:
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        read.append((fields["event"], json.loads(fields["data"])))
    return read


def without_chance(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without its id and time."""
    provenance = {name: value for name, value in answer["provenance"].items() if name != "created_at"}
    return {**answer, "id": "", "provenance": provenance}


def test_an_answer_cites_sentences_of_stored_abstracts(client):
    """Every citation is a span of the paper that it names."""
    found = client.post("/v1/ask", json={"question": BLOOM_QUESTION, "scope": {"day": DAY}}).json()
    Answer.model_validate(found)
    assert found["status"] == "answered"
    citations = [citation for sentence in found["sentences"] for citation in sentence["citations"]]
    assert BLOOM in {citation["paper_id"] for citation in citations}
    for citation in citations:
        paper = client.get(f"/v1/papers/{citation['paper_id']}").json()
        for span in citation["evidence"]:
            assert paper[span["field"]][span["start"] : span["end"]] == span["text"]


def test_a_refusal_is_an_answer(client):
    """HTTP 200, with the reason and what came nearest."""
    response = client.post("/v1/ask", json={"question": "What is the capital of France?"})
    found = response.json()
    Answer.model_validate(found)
    assert response.status_code == 200
    assert found["status"] == "refused"
    assert found["refusal"]["reason"]


def test_a_scope_left_out_is_the_latest_day_and_said(client):
    """The coverage names the day that was asked."""
    coverage = client.post("/v1/ask", json={"question": BLOOM_QUESTION}).json()["coverage"]
    assert coverage["scope"] == {"day": DAY}
    assert coverage["note"]


@pytest.mark.parametrize(
    "scope",
    [
        {"day": DAY},
        {"from": "2025-12-01", "to": DAY},
        {"from": "2025-12-01", "to": None},
        {"all": True},
        {"papers": [BLOOM]},
    ],
)
def test_every_scope_of_the_contract_is_understood(client, scope):
    """And stands in the coverage as it was written."""
    found = client.post("/v1/ask", json={"question": BLOOM_QUESTION, "scope": scope}).json()
    Answer.model_validate(found)
    assert found["coverage"]["scope"] == scope
    assert found["coverage"]["papers_in_scope"] == (1 if "papers" in scope else 3)


def test_papers_of_a_scope_may_be_named_in_any_way(client):
    """Bare arXiv ids with a version, and the old style with its slash."""
    scope = {"papers": ["2512.01234v1", "arXiv:hep-ex/0307015"]}
    found = client.post("/v1/ask", json={"question": "Which decays are searched for?", "scope": scope}).json()
    assert found["coverage"]["scope"] == {"papers": ["arxiv:2512.01234", "arxiv:hep-ex:0307015"]}
    assert found["coverage"]["papers_in_scope"] == 2


@pytest.mark.parametrize(
    "scope",
    [{}, {"day": DAY, "all": True}, {"all": False}, {"papers": []}, {"from": None}, {"papers": ["a"], "from": DAY}],
)
def test_a_scope_that_is_not_exactly_one_is_refused(client, problem, scope):
    """An empty list of papers does not silently mean everything."""
    found = problem(client.post("/v1/ask", json={"question": "x", "scope": scope}), 422, "invalid-request")
    assert found["errors"][0]["field"].startswith("scope")


def test_a_range_that_ends_before_it_starts_is_refused(client, problem):
    """Streamed or not, before the stream begins."""
    for stream in (True, False):
        body = {"question": "x", "scope": {"from": DAY, "to": "2025-12-01"}, "stream": stream}
        problem(client.post("/v1/ask", json=body), 422, "bad-scope")


@pytest.mark.parametrize("question", [BLOOM_QUESTION, "What is the capital of France?", "Which papers are about sets?"])
@pytest.mark.parametrize("how", [{"json": {"stream": True}}, {"headers": {"Accept": "text/event-stream"}}])
def test_a_streamed_answer_equals_the_one_that_is_not(client, question, how):
    """But for id and created_at; the sentences that were sent are those of the answer."""
    plain = client.post("/v1/ask", json={"question": question}).json()
    response = client.post("/v1/ask", json={"question": question} | how.get("json", {}), headers=how.get("headers"))
    assert response.headers["content-type"].startswith("text/event-stream")
    sent = events(response.text)
    names = [name for name, _ in sent]
    assert names == ["scope", "evidence", *["sentence"] * len(plain["sentences"]), "done"]
    final = sent[-1][1]
    assert without_chance(final) == without_chance(plain)
    assert [data for name, data in sent if name == "sentence"] == final["sentences"]
    known = {name: value for name, value in final["coverage"].items() if name not in ("papers_matched", "papers_cited")}
    assert sent[0][1] == known
    found = {paper["paper_id"] for paper in sent[1][1]["papers"]}
    assert found >= {citation["paper_id"] for sentence in final["sentences"] for citation in sentence["citations"]}
    assert client.get(f"/v1/answers/{final['id']}").json() == final


def test_an_error_within_the_stream_is_a_problem_event(client):
    """An engine that is not there is found out after the stream has begun."""
    sent = events(client.post("/v1/ask", json={"question": "Why?", "engine": "llm", "stream": True}).text)
    assert [(name, data["type"], data["status"]) for name, data in sent] == [
        ("error", "/problems/engine-unavailable", 503)
    ]


def test_an_unforeseen_error_within_the_stream_tells_nothing(client, monkeypatch):
    """The same problem as outside of a stream."""

    def run(*given, **named):
        raise RuntimeError("secret-canary")

    monkeypatch.setattr(AskPapers, "run", run)
    with capture_logs() as logged:
        text = client.post("/v1/ask", json={"question": "Why?", "stream": True}).text
    assert [event["event"] for event in logged] == ["stream_failed", "request_answered"]
    assert [(name, data["type"]) for name, data in events(text)] == [("error", "/problems/internal-error")]
    assert "canary" not in text


def test_a_question_before_anything_is_stored_is_refused_in_words(empty_client):
    """No paper is in scope: an answer that says so, not an error."""
    found = empty_client.post("/v1/ask", json={"question": "Why?"}).json()
    assert found["refusal"]["reason"] == "nothing_in_scope"


def test_an_answer_that_is_not_stored_is_not_found(client, problem):
    """Also for an id with a NUL, which is not looked up."""
    problem(client.get("/v1/answers/a_none"), 404, "answer-not-found")
    problem(client.get("/v1/answers/a%00"), 422, "invalid-request")


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("text/event-stream", True),
        ("application/json, Text/Event-Stream;q=0.5", True),
        ("text/event-stream;q=0", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_only_an_event_stream_that_is_asked_for_by_name_is_sent(accept, wanted):
    """`*/*`, which every client sends, stays JSON."""
    assert wants_events(accept) is wanted


def test_papers_of_a_scope_that_are_not_stored_are_named(client, problem):
    """Rather than answered as if they had been asked."""
    scope = {"papers": [BLOOM, "2501.99999", "no-such-paper"]}
    found = problem(client.post("/v1/ask", json={"question": BLOOM_QUESTION, "scope": scope}), 404, "paper-not-found")
    assert "'2501.99999', 'no-such-paper'" in found["detail"]
    assert BLOOM not in found["detail"]
    events = client.post("/v1/ask", json={"question": BLOOM_QUESTION, "scope": scope, "stream": True})
    assert events.status_code == 404
