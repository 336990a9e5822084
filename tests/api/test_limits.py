"""Rows 15 and 16 of the hazards' table, as far as they meet HTTP: how often, how many at once, and how much."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from paperline.delivery.api.app import create_app
from paperline.domain.keys import Rate
from paperline.pipeline.asking.ask import AskPapers
from tests.api.conftest import ADDRESS, guarding
from tests.api.papers import DAY

ASKED = {"question": "What is a Bloom filter?"}


def of(fields: str) -> dict[str, dict[str, int]]:
    """A RateLimit field's items by their names."""
    items = (item.strip().split(";") for item in fields.split(","))
    return {name.strip('"'): {key: int(value) for key, value in (p.split("=") for p in rest)} for name, *rest in items}


def test_hazard_15_of_50_parallel_calls_a_rate_for_one_lets_one_through(guarded):
    """The others are told when to come again."""
    headers = guarded.bearer(rate=Rate(1, 60))
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: guarded.client.get("/v1/days", headers=headers), range(50)))
    assert sorted(answer.status_code for answer in answers) == [200] + [429] * 49
    assert all(0 < int(answer.headers["retry-after"]) <= 60 for answer in answers if answer.status_code == 429)


def test_a_caller_is_told_where_it_stands(guarded, problem):
    """Both limits, in the fields of the IETF's draft, with every answer; 429 with Retry-After once one is spent."""
    headers = guarded.bearer(rate=Rate(2, 60))
    first, second, third = (guarded.client.get(f"/v1/days/{DAY}", headers=headers) for _ in range(3))
    assert of(first.headers["ratelimit-policy"]) == {"address": {"q": 1200, "w": 60}, "key": {"q": 2, "w": 60}}
    assert of(first.headers["ratelimit"])["key"] == {"r": 1, "t": 30}
    assert of(first.headers["ratelimit"])["address"]["r"] == 1_199
    assert of(second.headers["ratelimit"])["key"]["r"] == 0
    assert "2/minute" in problem(third, 429, "rate-exceeded")["detail"]
    assert 1 <= int(third.headers["retry-after"]) <= 30
    assert guarded.client.get("/v1/days", headers=guarded.bearer()).status_code == 200


def test_an_address_is_limited_before_any_key_is_looked_up(tmp_path, problem):
    """Wrong keys count as well, so that guessing is slow; what needs no key stays reachable."""
    with guarding(tmp_path / "few", address_rate="2/hour") as served:
        get = served.client.get
        assert [get("/v1/days", headers={"Authorization": "Bearer no"}).status_code for _ in range(3)] == [
            401,
            401,
            429,
        ]
        problem(get("/v1/days", headers=served.bearer()), 429, "rate-exceeded")
        assert get("/healthz").status_code == 200


def test_addresses_are_limited_apart_and_ipv6_by_its_network(tmp_path):
    """A /64 is one sender, who has 2^64 addresses in it."""
    with guarding(tmp_path / "many", access="open", host="0.0.0.0", address_rate="1/hour") as served:
        app = served.client.app

        def status(address):
            return TestClient(app, base_url=ADDRESS, client=(address, 50_000)).get("/v1/days").status_code

        assert [status("192.0.2.1"), status("192.0.2.1"), status("192.0.2.2")] == [200, 429, 200]
        assert [status("::ffff:192.0.2.1")] == [429]
        assert [status("2001:db8::1"), status("2001:db8::2"), status("2001:db8:0:1::1")] == [200, 429, 200]


def test_this_machine_is_not_limited(tmp_path):
    """No count is kept and none is told, unless a proxy passes requests on."""
    with guarding(tmp_path / "home", access="auto", address_rate="1/hour") as served:
        answers = [served.client.get("/v1/days") for _ in range(5)]
        assert {answer.status_code for answer in answers} == {200}
        assert "ratelimit" not in answers[0].headers
        proxied = [served.client.get("/v1/days", headers={"Via": "1.1 proxy"}).status_code for _ in range(2)]
        assert proxied == [401, 429]


def test_a_caller_has_so_many_requests_open_and_no_more(tmp_path, monkeypatch, problem):
    """One key's requests do not hold up another's, and a place is free again once its request is answered."""
    started, go_on = threading.Semaphore(0), threading.Event()
    run = AskPapers.run

    def slow(self, *words, **more):
        started.release()
        assert go_on.wait(20)
        return run(self, *words, **more)

    monkeypatch.setattr(AskPapers, "run", slow)
    with guarding(tmp_path / "busy", concurrency=2) as served, ThreadPoolExecutor(2) as pool:
        mine = served.bearer()
        bodies = [ASKED, ASKED | {"stream": True}]
        asking = [pool.submit(served.client.post, "/v1/ask", json=body, headers=mine) for body in bodies]
        for _ in asking:
            assert started.acquire(timeout=20)
        refused = served.client.get("/v1/days", headers=mine)
        other = served.client.get("/v1/days", headers=served.bearer())
        go_on.set()
        assert "At most 2 requests" in problem(refused, 429, "too-many-at-once")["detail"]
        assert refused.headers["retry-after"] == "1"
        assert other.status_code == 200
        assert [each.result(20).status_code for each in asking] == [200, 200]
        assert served.client.get("/v1/days", headers=mine).status_code == 200


def test_a_place_is_given_back_where_a_request_fails(tmp_path, monkeypatch):
    """However often."""
    monkeypatch.setattr(AskPapers, "run", lambda *_, **__: 1 / 0)
    with guarding(tmp_path / "failing", concurrency=1) as served, capture_logs():
        mine = served.bearer()
        assert [served.client.post("/v1/ask", json=ASKED, headers=mine).status_code for _ in range(3)] == [500] * 3
        assert served.client.get("/v1/days", headers=mine).status_code == 200


def test_a_body_is_not_read_for_whom_is_not_admitted(guarded, problem):
    """Nothing of it is buffered or parsed."""

    def unread():
        raise AssertionError("the body was read")
        yield b""

    problem(guarded.client.post("/v1/ingest", content=unread()), 401, "key-needed")
    problem(guarded.client.post("/v1/ingest", content=unread(), headers=guarded.bearer("ask")), 403, "scope-missing")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/summarise", {"abstract": "a" * 50_001}, "abstract"),
        ("/v1/summarise", {"abstract": "a", "title": "a" * 2_001}, "title"),
        ("/v1/summarise", {"abstract": "a", "max_tokens": 10**9}, "max_tokens"),
        ("/v1/summarise/batch", {"papers": [{"abstract": "a"}] * 101}, "papers"),
        ("/v1/summarise/batch", {"papers": []}, "papers"),
        ("/v1/ask", {"question": "why", "max_tokens": 10**9}, "max_tokens"),
        ("/v1/ask", {"question": "why", "history": [{"question": "a" * 10_001}]}, "history.0.question"),
        ("/v1/ask", {"question": "why", "scope": {"papers": ["a"] * 1_001}}, "scope.papers"),
    ],
)
def test_hazard_16_what_is_too_long_or_too_many_is_refused(client, problem, path, body, field):
    """Before any engine sees it, with the field's name; a number of tokens cannot be asked for at all."""
    found = problem(client.post(path, json=body), 422, "invalid-request")
    assert found["errors"][0]["field"] == field


def test_a_store_that_fails_is_a_problem_of_its_own(guarded, monkeypatch, problem):
    """503, not 401: the key may be good."""
    from paperline.domain.errors import StoreBusy
    from paperline.pipeline.access.keys import ManageKeys

    headers = guarded.bearer()

    def busy(*_):
        raise StoreBusy("Another process holds it.")

    monkeypatch.setattr(ManageKeys, "recognise", busy)
    response = guarded.client.get("/v1/days", headers=headers)
    problem(response, 503, "store-busy")
    assert response.headers["retry-after"]


def test_the_app_limits_by_itself(services):
    """The middleware is part of the app, not of whoever starts it."""
    names = [each.cls.__name__ for each in create_app(services).user_middleware]
    assert names.index("Admission") < names.index("BodyLimit") < names.index("DayBytes")
    assert names.index("HostAllowList") < names.index("Admission")
