"""The access log: one line for every request, and nothing in it that a caller would not want there."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from tests.api.conftest import guarding, open_services, running, settings
from tests.api.papers import DAY

MEMBERS = {"event", "log_level", "method", "route", "status", "bytes", "duration_ms", "request_id"}


@pytest.fixture
def lines():
    """What was logged of requests since the test began."""
    with capture_logs() as captured:
        yield lambda: [line for line in captured if line["event"] == "request_answered"]


def test_a_request_is_one_line(client, lines):
    """The route's template, the answer's size as sent, and the id that the caller was told."""
    response = client.get(f"/v1/days/{DAY}", headers={"Accept-Encoding": "identity"})
    (line,) = lines()
    assert set(line) == MEMBERS
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/days/{date}", 200)
    assert line["bytes"] == len(response.content)
    assert line["request_id"] == response.headers["x-request-id"]
    assert 0 < line["duration_ms"] < 60_000


def test_what_middleware_refuses_is_a_line_too(client, lines):
    """A wrong host, and a method that nobody knows."""
    client.get("/v1/days", headers={"Host": "evil.example"})
    client.request("BREW", "/nope")
    assert [(line["method"], line["route"], line["status"]) for line in lines()] == [
        ("GET", "unmatched", 421),
        ("other", "unmatched", 404),
    ]


def test_hazard_21_no_secret_reaches_the_access_log(tmp_path, lines):
    """Not the query, the body, a path's value, the key, or the address; of a key, its public id."""
    with guarding(tmp_path) as guarded:
        key = guarded.key("ask")
        bearer = {"Authorization": f"Bearer {key.token}"}
        guarded.client.get("/v1/search?q=canary-1", headers=bearer)
        guarded.client.get("/v1/papers/canary-2", headers=bearer)
        guarded.client.post("/v1/ask", json={"question": "What is canary-3?"}, headers=bearer)
        guarded.client.get("/canary-4", headers={"Authorization": "Bearer canary-5"})
    told = lines()
    assert [line.get("key") for line in told] == [key.key.id, key.key.id, key.key.id, None]
    text = repr(told)
    assert "canary" not in text
    assert key.token not in text
    assert key.token.rpartition("_")[2] not in text
    assert "testclient" not in text


def test_whose_key_was_refused_is_told_too(tmp_path, lines):
    """A good key without the scope, or above its rate, is named by its public id; a key that is none is not."""
    with guarding(tmp_path, key_rate="1/minute") as guarded:
        key = guarded.key("read")
        bearer = {"Authorization": f"Bearer {key.token}"}
        statuses = [
            guarded.client.post("/v1/ask", json={"question": "Why?"}, headers=bearer).status_code,
            guarded.client.get("/v1/days", headers=bearer).status_code,
        ]
    assert statuses == [403, 429]
    assert [line.get("key") for line in lines()] == [key.key.id, key.key.id]


def test_the_address_is_told_where_it_is_asked_for(tmp_path, lines):
    with running(open_services(settings(tmp_path, access_log="with_address"))) as client:
        client.get("/v1/days")
    assert [line["address"] for line in lines()] == ["testclient"]


def test_health_is_not_logged_nor_anything_where_it_is_off(client, lines, tmp_path):
    """Health is asked all day; only a failure of it is worth a line."""
    client.get("/healthz")
    with running(open_services(settings(tmp_path, access_log="off"))) as silent:
        silent.get("/v1/days")
    assert lines() == []
    client.get("/healthz", headers={"Host": "evil.example"})
    assert [line["status"] for line in lines()] == [421]
