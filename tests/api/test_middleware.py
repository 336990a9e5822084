"""What surrounds every request: ids, headers, hosts, HEAD and the size of bodies."""

from __future__ import annotations

import gzip

import pytest
from fastapi.testclient import TestClient

from paperline.bootstrap import open_services
from tests.api.conftest import running, settings

TEXT = {"abstract": "We present a sorted list. It is fast."}


@pytest.mark.parametrize("given", ["mine-7", "a.b_c-D9", "x" * 64])
def test_a_sane_request_id_is_kept(client, given):
    """Callers can find their request in the log by an id of their own."""
    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "-x", "a;b", "<b>"])
def test_another_request_id_is_replaced(client, given):
    """What could break a log line is not repeated."""
    made = client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]
    assert made != given
    assert len(made) == 16


@pytest.mark.parametrize("path", ["/healthz", "/nope", "/", "/v1/days", "/docs", "/static/none"])
def test_every_response_carries_the_security_headers(client, path):
    """Pages, JSON and problems alike."""
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "unsafe-inline" not in headers["content-security-policy"] or path == "/docs"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/healthz", "/v1/days", "/v1/days/latest", "/", "/openapi.json", "/nope"])
def test_head_answers_as_get_does_without_a_body(client, path):
    """Same status, same type, same length."""
    got, head = client.get(path), client.head(path)
    assert head.content == b""
    assert head.status_code == got.status_code
    for name in ("content-type", "etag", "cache-control"):
        assert head.headers.get(name) == got.headers.get(name)


def test_a_gzip_body_is_read_as_what_it_holds(client):
    """Two members in a row are one body (RFC 1952)."""
    packed = gzip.compress(b'{"abstract": "We present ') + gzip.compress(b'a sorted list."}')
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    assert client.post("/v1/summarise", content=packed, headers=headers).status_code == 200


@pytest.mark.parametrize("packed", [b"no gzip", gzip.compress(b"{}" * 99, mtime=0)[:-9], b""])
def test_a_broken_gzip_body_is_a_problem(client, problem, packed):
    """Foreign bytes and a body that is cut off."""
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    problem(client.post("/v1/summarise", content=packed, headers=headers), 400, "malformed-body")


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_another_encoding_is_refused_with_those_that_work(client, problem, encoding):
    """415, and Accept-Encoding says what to send (RFC 7694)."""
    response = client.post("/v1/summarise", json=TEXT, headers={"Content-Encoding": encoding})
    problem(response, 415, "unsupported-encoding")
    assert response.headers["accept-encoding"] == "gzip, identity"


@pytest.fixture
def small_client(tmp_path):
    """An app that takes bodies of at most 1,000 bytes and answers for one more host."""
    own = settings(tmp_path / "small", max_body_bytes=1_000, allowed_hosts=("papers.example", "[::1]"))
    with running(open_services(own)) as started:
        yield started


def test_a_body_that_grows_too_large_while_it_streams_is_refused(small_client: TestClient, problem):
    """No Content-Length, so that only counting finds it."""
    found = problem(small_client.post("/v1/ingest", content=iter([b"x" * 600] * 2)), 413, "too-large")
    assert "1,000 bytes" in found["detail"]


def test_a_body_that_announces_too_much_is_refused_unread(small_client, problem):
    """The body is never asked for."""

    def unread():
        raise AssertionError("the body was read")
        yield b""

    problem(small_client.post("/v1/ingest", content=unread(), headers={"Content-Length": "1001"}), 413, "too-large")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:9999", 200),
        ("papers.example", 200),
        ("PAPERS.example.:80", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("papers.example.evil", 421),
        ("", 421),
    ],
)
def test_only_listed_hosts_are_answered(small_client, host, status):
    """The configured hosts and the one that is bound, whatever the port and the case."""
    assert small_client.get("/healthz", headers={"Host": host}).status_code == status
