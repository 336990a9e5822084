"""Requests that are sent again with the key that they had: done once, answered alike."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from paperline.bootstrap import Services, open_services
from paperline.domain.errors import KeyReused
from paperline.domain.repeats import RequestKey
from paperline.pipeline.repeats import IN_FLIGHT, KEPT, Taken
from tests.api.conftest import running, settings
from tests.api.papers import jsonl

KEY = {"Idempotency-Key": "mine-1"}
BATCH = {"papers": [{"abstract": "We sort numbers. It is fast."}]}


def test_the_same_request_again_gets_the_same_answer(empty_client):
    """One job, one Location, and the replay says that it is one."""
    first, again = (empty_client.post("/v1/ingest?day=2025-12-11", content=jsonl(), headers=KEY) for _ in range(2))
    assert (again.status_code, again.content) == (first.status_code, first.content) == (202, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["content-type"] == first.headers["content-type"]
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    assert len(empty_client.get("/v1/jobs").json()["jobs"]) == 1


@pytest.mark.parametrize(
    ("path", "changes"),
    [("/v1/ingest?day=2025-12-12", {}), ("/v1/ingest", {"content": b"x"}), ("/v1/summarise/batch", {"content": None, "json": BATCH})],
)  # fmt: skip
def test_another_request_with_the_same_key_is_refused(empty_client, problem, path, changes):
    """Another query, body or path."""
    empty_client.post("/v1/ingest", content=jsonl(), headers=KEY)
    problem(empty_client.post(path, **{"content": jsonl(), "headers": KEY} | changes), 422, "key-reused")


@pytest.mark.parametrize("key", ["", "two words", "x" * 256, "tab\there", "\x7f"])
def test_a_key_that_is_none_is_refused(empty_client, problem, key):
    """And so are two; nothing is done."""
    refused = empty_client.post("/v1/ingest", content=jsonl(), headers={"Idempotency-Key": key})
    found = problem(refused, 422, "invalid-request")
    assert found["errors"][0]["field"] == "Idempotency-Key"
    twice = empty_client.post("/v1/ingest", content=jsonl(), headers=[*KEY.items(), *KEY.items()])
    problem(twice, 422, "invalid-request")
    assert empty_client.get("/v1/jobs").json() == {"jobs": []}


def test_of_twenty_equal_requests_at_once_one_is_done(client, monkeypatch):
    """The others are told that it is being answered, or get its answer."""
    calls, summarise = [], type(client.app.state.services.summarise).text

    def slow(self, *given, **named):
        calls.append(threading.get_ident())
        threading.Event().wait(0.3)
        return summarise(self, *given, **named)

    monkeypatch.setattr(type(client.app.state.services.summarise), "text", slow)

    def send(_):
        return client.post("/v1/summarise/batch", json=BATCH, headers={"Idempotency-Key": "parallel"})

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    assert len(calls) == 1
    done = [answer for answer in answers if answer.status_code == 200]
    assert len({answer.content for answer in done}) == 1
    assert sum("idempotent-replayed" not in answer.headers for answer in done) == 1
    waiting = [answer for answer in answers if answer.status_code == 409]
    assert len(done) + len(waiting) == 20
    assert all(answer.json()["type"] == "/problems/still-answering" for answer in waiting)
    assert all(int(answer.headers["retry-after"]) > 0 for answer in waiting)
    assert send(0).headers["idempotent-replayed"] == "true"


def test_an_answer_outlives_its_server(tmp_path):
    """For a day."""
    home = settings(tmp_path / "home")
    with running(open_services(home)) as first:
        given = first.post("/v1/summarise/batch", json=BATCH, headers=KEY)
    with running(open_services(home)) as second:
        again = second.post("/v1/summarise/batch", json=BATCH, headers=KEY)
    assert (again.content, again.headers["idempotent-replayed"]) == (given.content, "true")
    now, key = datetime.now(UTC), RequestKey("", "mine-1")
    with open_services(home) as later:
        with pytest.raises(KeyReused):
            later.repeats.take(key, "other", now + KEPT - IN_FLIGHT)
        assert isinstance(later.repeats.take(key, "other", now + KEPT), Taken)


def test_what_the_server_failed_to_do_is_done_when_it_is_sent_again(empty_client, monkeypatch):
    """A 5xx is not kept; a refusal of the request itself is."""
    with monkeypatch.context() as patch:
        patch.setattr(Services, "open_body", lambda *given: 1 / 0)
        assert empty_client.post("/v1/ingest", content=jsonl(), headers=KEY).status_code == 500
    assert empty_client.post("/v1/ingest", content=jsonl(), headers=KEY).status_code == 202
    for replayed in (None, "true"):
        refused = empty_client.post("/v1/ingest", content=b"%PDF", headers={"Idempotency-Key": "bad"})
        assert (refused.status_code, refused.headers.get("idempotent-replayed")) == (422, replayed)


def test_a_process_that_died_while_answering_frees_its_key(services):
    """After half a minute without a sign of life."""
    now, key = datetime.now(UTC), RequestKey("", "k")
    services.repeats.take(key, "print", now)
    taken = services.repeats.take(key, "print", now + IN_FLIGHT)
    assert taken.key == key


def test_other_paths_take_no_notice_of_a_key(client):
    """Reading is idempotent by itself."""
    assert client.get("/v1/days", headers={"Idempotency-Key": "two words"}).status_code == 200
