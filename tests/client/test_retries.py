"""When a client tries again: what the server asks for, what broke, and what must not be done twice."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from paperline.client import (
    AsyncPaperlineClient,
    PaperlineClient,
    PaperText,
    Refused,
    Retrying,
    Unreachable,
    Unreadable,
)
from paperline.client.reading import read_retry_after
from tests.client.conftest import AT_ONCE

DAYS = (200, {"Content-Type": "application/json"}, b'{"days": [], "next_cursor": null}')
NOW = datetime(2025, 12, 11, 12, tzinfo=UTC)


def busy(status: int = 503, after: str | None = "0") -> tuple[int, dict[str, str], bytes]:
    body = {"type": "/problems/store-busy", "title": "Busy", "status": status, "detail": "Try again."}
    headers = {"Content-Type": "application/problem+json"} | ({"Retry-After": after} if after else {})
    return status, headers, json.dumps(body).encode()


def client(address: str, retrying: Retrying = AT_ONCE) -> PaperlineClient:
    return PaperlineClient(address, use_proxy=False, retrying=retrying, timeout_seconds=5)


@pytest.mark.parametrize("first", [busy(), busy(429), busy(429, None), busy(502, None), None])
def test_a_read_is_tried_again(scripted, first):
    """After a refusal that says when, an overload, and a broken connection."""
    address, script = scripted(first, DAYS)
    with client(address) as papers:
        assert papers.days().days == ()
    assert len(script.asked) == 2


def test_retry_after_is_waited_for(scripted):
    """In full, not less."""
    address, _ = scripted(busy(after="1"), DAYS)
    with client(address) as papers:
        began = time.monotonic()
        papers.days()
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize("answer", [busy(after="3600"), busy(after=None), busy(422), busy(500), busy(404, None)])
def test_what_another_try_cannot_mend_is_raised_at_once(scripted, answer):
    """Also a wait longer than the caller allows."""
    address, script = scripted(answer, DAYS)
    with client(address) as papers, pytest.raises(Refused) as refused:
        papers.days()
    assert refused.value.status == answer[0]
    assert len(script.asked) == 1


def test_tries_end(scripted):
    """One and three more; the last refusal is raised with its wait."""
    address, script = scripted(*[busy()] * 9)
    with client(address) as papers, pytest.raises(Refused) as refused:
        papers.days()
    assert (len(script.asked), refused.value.retry_after_seconds) == (4, 0)


def test_a_question_that_may_cost_is_not_asked_twice(scripted):
    """Where the connection broke after it was sent; the embedded engine's costs nothing."""
    address, script = scripted(None, None)
    with client(address) as papers, pytest.raises(Unreachable) as broken:
        papers.ask("Why?")
    assert broken.value.sent
    assert len(script.asked) == 1
    address, script = scripted(None, busy(404, None))
    with client(address) as papers, pytest.raises(Refused):
        papers.ask("Why?", engine="embedded")
    assert len(script.asked) == 2


@pytest.mark.parametrize(
    "call", [lambda papers: papers.ingest(b"x"), lambda papers: papers.summarise_batch([PaperText("x")])]
)
def test_what_is_sent_twice_carries_one_key(scripted, call):
    """So that the server does it once."""
    address, script = scripted(None, busy(422))
    with client(address) as papers, pytest.raises(Refused):
        call(papers)
    first, second = (headers["idempotency-key"] for _, _, headers in map(_lowered, script.asked))
    assert first == second


def test_an_answer_of_something_else_is_unreadable(scripted):
    """A proxy's page, an empty body, another program's JSON."""
    for body in (b"<html>", b"", b"[]", b"null", b'{"days": 1}'):
        address, _ = scripted((200, {"Content-Type": "text/html"}, body))
        with client(address) as papers, pytest.raises(Unreadable):
            papers.days()
    address, _ = scripted((403, {"Content-Type": "text/html"}, b"<h1>Forbidden</h1>"))
    with client(address) as papers, pytest.raises(Refused) as refused:
        papers.days()
    assert (refused.value.status, refused.value.kind) == (403, "http-error")


def test_a_stream_that_ends_early_or_with_a_problem_is_an_error(scripted):
    """Comments and events of later releases are passed over."""
    events = {"Content-Type": "text/event-stream"}
    problem = json.dumps({"type": "/problems/model-failed", "title": "It failed", "status": 503, "detail": "No."})
    told = f": ping\n\nevent: later\ndata: {{}}\n\nevent: error\ndata: {problem}\n\n".encode()
    address, _ = scripted((200, events, told))
    with client(address) as papers, pytest.raises(Refused, match=r"No\."):
        list(papers.stream("Why?"))
    address, _ = scripted((200, events, b": ping\n\n"))
    with client(address) as papers, pytest.raises(Unreachable, match="ended the stream"):
        list(papers.stream("Why?"))


def test_the_key_is_sent_and_not_taken_elsewhere(scripted):
    """A redirect is a refusal."""
    elsewhere, other = scripted(DAYS)
    address, script = scripted((307, {"Location": f"{elsewhere}/v1/days"}, b""))
    with (
        PaperlineClient(address, api_key="secret", use_proxy=False, retrying=AT_ONCE) as papers,
        pytest.raises(Refused, match="307"),
    ):
        papers.days()
    assert _lowered(script.asked[0])[2]["authorization"] == "Bearer secret"
    assert not other.asked


def test_the_async_client_tries_again_too(scripted):
    """By the same rules."""
    address, script = scripted(busy(), None, DAYS)

    async def days() -> None:
        async with AsyncPaperlineClient(address, use_proxy=False, retrying=AT_ONCE) as papers:
            assert (await papers.days()).days == ()

    asyncio.run(days())
    assert len(script.asked) == 3


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7), (" 7 ", 7), (format_datetime(NOW + timedelta(seconds=9), usegmt=True), 9),
        (format_datetime(NOW - timedelta(seconds=9), usegmt=True), 0), ("soon", None), ("-1", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(value, seconds):
    """RFC 9110, 10.2.3."""
    assert read_retry_after(value, NOW) == seconds


def _lowered(asked):
    method, path, headers = asked
    return method, path, {name.lower(): value for name, value in headers.items()}
