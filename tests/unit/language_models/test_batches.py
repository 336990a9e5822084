"""Batches over a real local server: what goes up comes down, in part where only a part was made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from paperline.adapters.language_models.openai_chat.batches import OpenAiBatches, open_openai_batches
from paperline.domain.errors import ModelUnavailable
from paperline.ports import BatchState, Completion, CompletionRequest, Finish, TokenUsage
from tests.batch_server import BatchServer, serving

REQUESTS = {
    name: CompletionRequest("Be brief.", f"Paper {name}.", "tldr", {"type": "object"}, 50) for name in ("a", "b", "c")
}
KEY = "sk-canary-of-batches"


def said(body: dict) -> str | None:
    paper = body["messages"][-1]["content"]
    return None if paper == "Paper b." else f'{{"of": "{paper}"}}'


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with serving(BatchServer(said)) as running:
        yield running


@pytest.fixture
def batches(server) -> Iterator[OpenAiBatches]:
    opened = open_openai_batches(KEY, base_url=server.address, name="small")
    yield opened
    opened.close()


def test_replies_come_under_the_names_of_their_requests_and_failures_as_none(batches):
    made = batches.submit(REQUESTS, "tag1")
    status = batches.status(made)
    assert (status.state, status.done, status.failed, status.total) == (BatchState.ENDED, 2, 1, 3)
    replies = dict(batches.replies(made))
    assert replies["a"] == Completion('{"of": "Paper a."}', Finish.STOP, TokenUsage(100, 20), "small-1")
    assert replies["b"] is None
    assert set(replies) == {"a", "b", "c"}


def test_every_request_carries_model_limit_and_schema(batches, server):
    batches.submit(REQUESTS, "tag1")
    (line, *_) = server.batches["batch_0"]["lines"]
    assert (line["custom_id"], line["method"], line["url"]) == ("a", "POST", "/v1/chat/completions")
    assert line["body"]["model"] == "small"
    assert line["body"]["max_tokens"] == 50
    assert line["body"]["response_format"]["json_schema"]["schema"] == {"type": "object"}


def test_a_batch_is_found_by_its_tag(batches):
    made = batches.submit(REQUESTS, "tag1")
    assert batches.find("tag1") == made
    assert batches.find("another") is None


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("validating", BatchState.WORKING),
        ("in_progress", BatchState.WORKING),
        ("finalizing", BatchState.WORKING),
        ("cancelling", BatchState.WORKING),
        ("never_heard_of", BatchState.WORKING),
        ("expired", BatchState.ENDED),
        ("cancelled", BatchState.ENDED),
        ("failed", BatchState.FAILED),
    ],
)
def test_states_of_the_endpoint_are_three_of_ours(batches, server, told, state):
    made = batches.submit(REQUESTS, "tag1")
    server.status = told
    assert batches.status(made).state is state


def test_why_a_batch_failed_is_told_without_its_words(batches, server):
    made = batches.submit(REQUESTS, "tag1")
    server.status = "failed"
    assert batches.status(made).reason == "failed, invalid_json_line"


def test_cancelling_ends_what_is_under_way_and_leaves_what_has_ended(batches, server):
    made = batches.submit(REQUESTS, "tag1")
    server.status = "in_progress"
    batches.cancel(made)
    assert server.status == "cancelled"
    batches.cancel(made)
    assert [call for call in server.calls if call.endswith("/cancel")] == [f"POST /v1/batches/{made}/cancel"]


@pytest.mark.parametrize("act", [
    lambda b: b.submit(REQUESTS, "t"), lambda b: b.find("t"), lambda b: b.status("batch_0"), lambda b: b.cancel("batch_0"),
    lambda b: list(b.replies("batch_0")),
])  # fmt: skip
def test_an_endpoint_without_batches_fails_as_the_port_says_and_tells_no_key(batches, server, act):
    server.broken = True
    with pytest.raises(ModelUnavailable) as raised:
        act(batches)
    assert KEY not in str(raised.value)
