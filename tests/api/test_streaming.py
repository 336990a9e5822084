"""Streams while the answer is being made: what comes first, what keeps them alive, and what ends the work."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from fastapi.sse import KEEPALIVE_COMMENT
from structlog.testing import capture_logs

from paperline.bootstrap import Services
from paperline.delivery.api.streams import answers
from paperline.delivery.api.streams.stopping import Stopping
from paperline.domain.answers import Answer, AnswerDraft
from paperline.domain.errors import Abandoned
from paperline.engines.embedded.answering.answerer import EmbeddedAnswerer
from tests.api.papers import BLOOM, BLOOM_QUESTION

NOW = datetime(2025, 12, 11, tzinfo=UTC)
PATIENCE_SECONDS = 10


@dataclass
class HeldAnswerer:
    """Answers as the embedded engine does, once it is let go."""

    started: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def answer(self, *asked, now: datetime, listener=None) -> AnswerDraft:
        self.started.set()
        assert self.let_go.wait(PATIENCE_SECONDS), "Nothing was sent meanwhile."
        return EmbeddedAnswerer().answer(*asked, now=now, listener=listener)


@dataclass
class Stream:
    """One stream of a held answer: what was sent, and how the work behind it ended."""

    services: Services
    answerer: HeldAnswerer = field(default_factory=HeldAnswerer)
    sent: bytes = b""
    outcome: Answer | BaseException | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def compute(self, follower) -> Answer:
        ask = replace(self.services.ask, engines=lambda _: self.answerer)
        try:
            answer = ask.run(BLOOM_QUESTION, scope=None, now=NOW, follower=follower)
        except BaseException as error:
            self.outcome = error
            raise
        else:
            self.outcome = answer
            return answer
        finally:
            self.ended.set()

    def read(self, *, on_sent: Callable[[bytes], None], leave: threading.Event) -> None:
        """The stream is read to its end, or until `leave` is set; then the answerer is let go."""

        async def receive():
            while not leave.is_set():  # noqa: ASYNC110 - set from another thread
                await asyncio.sleep(0.005)
            return {"type": "http.disconnect"}

        async def send(message):
            self.sent += message.get("body", b"")
            on_sent(message.get("body", b""))

        async def run():
            response = answers.event_response({"type": "http"}, self.compute, Stopping())
            await response({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send)
            self.answerer.let_go.set()
            await asyncio.to_thread(self.ended.wait, PATIENCE_SECONDS)
            await asyncio.sleep(0.05)

        asyncio.run(run())


@pytest.fixture
def stream(client, filled_services: Services) -> Stream:
    """A stream over the small day."""
    return Stream(filled_services)


def test_evidence_is_sent_before_the_answer_is_written(stream):
    """The answerer waits until the reader has it; the sentences follow."""

    def on_sent(body: bytes) -> None:
        if b"event: evidence" in body:
            assert b"event: scope" in stream.sent
            assert BLOOM.encode() in body
            assert b"event: sentence" not in stream.sent
            assert stream.outcome is None
            stream.answerer.let_go.set()

    stream.read(on_sent=on_sent, leave=threading.Event())
    assert isinstance(stream.outcome, Answer)
    events = [line[7:] for line in stream.sent.decode().split("\n") if line.startswith("event: ")]
    assert events == ["scope", "evidence", *["sentence"] * len(stream.outcome.sentences), "done"]


def test_a_reader_who_leaves_ends_the_work(stream):
    """What was begun goes no further: nothing is stored, and the log says so."""
    with capture_logs() as logged:
        stream.read(on_sent=lambda _: None, leave=stream.answerer.started)
    assert isinstance(stream.outcome, Abandoned)
    assert b"event: done" not in stream.sent
    assert [(event["event"], event["outcome"]) for event in logged] == [("stream_left", "Abandoned")]


def test_a_stream_shows_that_it_is_alive(stream, monkeypatch):
    """A comment, which readers ignore, while the answer takes its time."""
    monkeypatch.setattr(answers, "PING_SECONDS", 0.02)

    def on_sent(_body: bytes) -> None:
        if stream.sent.count(KEEPALIVE_COMMENT) >= 3:
            stream.answerer.let_go.set()

    stream.read(on_sent=on_sent, leave=threading.Event())
    assert stream.sent.count(KEEPALIVE_COMMENT) >= 3
    assert stream.sent.rstrip().split(b"\n")[-2:-1] == [b"event: done"]
