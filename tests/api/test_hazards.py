"""Rows 11, 12, 13, 16 and 18 of the hazards' table, as far as they meet HTTP."""

from __future__ import annotations

import asyncio
import gzip
import json
import time

import pytest

from paperline.delivery.api.middleware.bodies import BodyLimit
from tests.api.papers import DAY

JSON = {"Content-Type": "application/json"}
POSTS = ["/v1/summarise", "/v1/summarise/batch", "/v1/ask"]
CURSOR = "MjAyNS0xMi0xMXh4eHh4eHh4"


def is_problem(response) -> bool:
    wanted = "application/problem+json"
    return 400 <= response.status_code < 500 and response.headers["content-type"] == wanted


@pytest.mark.parametrize("path", [*POSTS, "/v1/ingest"])
def test_hazard_11_a_gzip_bomb_is_refused(client, problem, path):
    """40 MB from 40 kB: the cap counts decoded bytes."""
    bomb = gzip.compress(b" " * 40_000_000, 9)
    problem(client.post(path, content=bomb, headers=JSON | {"Content-Encoding": "gzip"}), 413, "too-large")


_ENTITIES = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
XML = {
    "laughs": f"<!DOCTYPE feed [<!ENTITY l0 'ha'>{_ENTITIES}]><feed><entry><title>&l9;</title></entry></feed>",
    "file": "<!DOCTYPE feed [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><feed><entry><title>&x;</title></entry></feed>",
    "remote": "<!DOCTYPE feed SYSTEM 'http://192.0.2.1/x.dtd'><feed><entry><title>x</title></entry></feed>",
}


@pytest.mark.parametrize("attack", sorted(XML))
@pytest.mark.parametrize("form", ["auto", "arxiv-atom", "arxiv-rss"])
def test_hazard_11_xml_that_expands_or_reaches_out_is_refused(empty_client, problem, attack, form):
    """Billion laughs and external entities, in any format that reads XML."""
    found = problem(empty_client.post(f"/v1/ingest?format={form}", content=XML[attack].encode()), 422, "bad-source")
    assert "root:" not in found["detail"]
    assert empty_client.get("/v1/days").json()["days"] == []


@pytest.mark.parametrize("path", [*POSTS, "/v1/ingest"])
def test_hazard_11_a_body_that_drips_is_refused(client, path):
    """Within the time that a whole body may take, however many pieces come."""
    sent: list[dict] = []

    async def drip() -> dict:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b" ", "more_body": True}

    async def answer(message: dict) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    began = time.monotonic()
    asyncio.run(BodyLimit(client.app, max_bytes=1_000_000, caps={}, seconds=0.2)(scope, drip, answer))
    assert time.monotonic() - began < 5
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["type"] == "/problems/slow-body"


@pytest.mark.parametrize("path", [*POSTS, "/v1/ingest"])
def test_hazard_12_a_body_of_50_mb_is_refused(client, problem, path):
    """Whatever it holds."""
    problem(client.post(path, content=b"[" * 50_000_000, headers=JSON), 413, "too-large")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/summarise", {"abstract": "a \ud800 b"}, "abstract"),
        ("/v1/summarise", {"abstract": "a", "title": "\udfff"}, "title"),
        ("/v1/summarise", {"abstract": "a", "id": "\ud83d"}, "id"),
        ("/v1/summarise", {"abstract": "a \0 b"}, "abstract"),
        ("/v1/ask", {"question": "why \ud800"}, "question"),
        ("/v1/ask", {"question": "why \0"}, "question"),
        ("/v1/ask", {"question": "why", "scope": {"papers": ["ok", "\ud800"]}}, "scope.papers.1"),
        ("/v1/ask", {"question": "why", "scope": {"day": "\ud800"}}, "scope.day"),
        ("/v1/ask", {"question": "why", "history": [{"question": "\ud800"}]}, "history.0.question"),
    ],
)
def test_hazard_12_a_lone_surrogate_or_nul_names_its_field(client, problem, path, body, field):
    """Never a 500, and the field is named."""
    found = problem(client.post(path, content=json.dumps(body), headers=JSON), 422, "invalid-request")
    assert field in [error["field"] for error in found["errors"]]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 100_000, 400),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400),
        (b'{"abstract": "\xff\xfe\xfa", "question": "\xff"}', 400),
        (b"{", 400),
        (b"nonsense", 400),
        (b"1" * 100_000, 400),
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'{"\\ud800": 1}', 422),
        (b'{"abstract": NaN, "question": Infinity, "papers": 1e999}', 422),
    ],
)
def test_hazard_12_a_body_that_is_no_request_is_a_problem(client, path, body, status):
    """Deep, cut off, not UTF-8, not JSON, not an object."""
    response = client.post(path, content=body, headers=JSON)
    assert is_problem(response)
    assert response.status_code == status, response.text


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json"])
def test_hazard_12_another_content_type_is_refused(client, problem, path, kind):
    """Also where the body would be JSON: a form of another site cannot send application/json."""
    problem(client.post(path, content=b"{}", headers={"Content-Type": kind}), 415, "unsupported-media-type")


@pytest.mark.parametrize("body", [b"", b" \n", b"\0" * 99, b"\xff\xfe\x00\xd8" * 9, b"[" * 100_000, b"%PDF-1.7 \x80"])
def test_hazard_12_a_body_that_is_no_source_is_a_problem_at_once(empty_client, body):
    """No job is made of it, and nothing is stored."""
    assert is_problem(empty_client.post("/v1/ingest", content=body))
    assert empty_client.get("/v1/days").json()["days"] == []


@pytest.mark.parametrize(
    "query", ['"', "NEAR(", "*", "col:x", "a AND", "'; DROP TABLE papers;--", "\0", "%", "é" * 2000]
)
@pytest.mark.parametrize("path", ["/v1/search", "/search"])
def test_hazard_13_any_query_is_answered_or_refused(client, path, query):
    """The full-text index sees words, never syntax."""
    assert client.get(path, params={"q": query}).status_code in (200, 400, 422)


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2025-13-01", "20251211", "today", "2025-12-11T00:00", "\0", "0000-00-00"]
)
def test_hazard_13_a_day_that_is_none_is_refused(client, problem, day):
    """In the path, the query and the body, by name."""
    problem(client.get(f"/v1/days/{day}".replace("\0", "%00")), 422, "invalid-request")
    for name in ("day", "from", "to"):
        found = problem(client.get("/v1/search", params={"q": "x", name: day}), 422, "invalid-request")
        assert found["errors"][0]["field"] == name
    found = problem(client.post("/v1/ask", json={"question": "x", "scope": {"day": day}}), 422, "invalid-request")
    assert found["errors"][0]["field"] == "scope.day"


@pytest.mark.parametrize("cursor", [CURSOR, "x", "", "=", "é", "../..", "MjAyNS0xMi0xMQ", "A" * 200])
def test_hazard_13_a_cursor_that_was_not_issued_is_refused(client, problem, cursor):
    """A date alone is no cursor, nor is one with another checksum."""
    problem(client.get("/v1/days", params={"cursor": cursor}), 400, "bad-cursor")
    if cursor:
        problem(client.get("/v1/search", params={"q": "bloom", "cursor": cursor}), 400, "bad-cursor")


@pytest.mark.parametrize("characters", [2_001, 20_000, 600_000])
def test_hazard_16_a_question_that_is_too_long_is_refused(client, problem, characters):
    """Before any engine sees it, streamed or not."""
    for stream in (False, True):
        body = {"question": "a" * characters, "stream": stream}
        found = problem(client.post("/v1/ask", json=body), 422, "invalid-request")
        assert found["errors"][0]["field"] == "question"


def test_hazard_16_a_question_of_a_megabyte_is_refused(client, problem):
    """The body itself is too large."""
    problem(client.post("/v1/ask", json={"question": "a" * 1_100_000}), 413, "too-large")


def test_hazard_16_a_history_of_10_000_messages_is_refused(client, problem):
    """The limit is the history's, not only the body's."""
    body = {"question": "why", "history": [{"question": "q"}] * 10_000}
    found = problem(client.post("/v1/ask", json=body), 422, "invalid-request")
    assert found["errors"][0]["field"] == "history"


@pytest.mark.parametrize("path", ["/", "/v1/days", f"/v1/days/{DAY}", "/healthz", "/docs", "/mcp", "/nope"])
def test_hazard_18_another_host_is_refused(client, problem, path):
    """A rebound name does not reach the papers."""
    problem(client.get(path, headers={"Host": "evil.example"}), 421, "host-refused")


@pytest.mark.parametrize("path", ["/", "/v1/days", "/nope"])
def test_hazard_18_another_origin_is_granted_nothing(client, path):
    """No CORS header in any answer."""
    headers = client.get(path, headers={"Origin": "https://evil.example"}).headers
    assert not [name for name in headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    "sent",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/v1/ingest", "/v1/summarise", "/v1/ask", "/ask"])
def test_hazard_18_another_origin_changes_nothing(client, problem, path, sent):
    """A page of another site cannot post here, not even text/plain."""
    problem(client.post(path, content=b"{}", headers=JSON | sent), 403, "origin-refused")


@pytest.mark.parametrize("sent", [{}, {"Origin": "http://127.0.0.1:8000"}, {"Sec-Fetch-Site": "same-origin"}])
def test_hazard_18_our_own_page_and_programs_may_write(client, sent):
    """What a browser sends from our page, and what curl sends."""
    assert client.post("/v1/summarise", json={"abstract": "We sort lists."}, headers=sent).status_code == 200
