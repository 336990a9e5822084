"""SIGTERM while a slow language model answers: the stream is ended as a stream, and the process within its time."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from paperline.bootstrap import open_services
from tests.api.conftest import settings
from tests.api.papers import BLOOM_QUESTION, jsonl
from tests.builders import NOW
from tests.hostile.server import EVENTS_TYPE, Exchange, HostileServer

MOST_SECONDS = 5


@pytest.fixture
def endpoint():
    """A model that begins to answer and never goes on."""
    server = HostileServer()

    async def never_ends(asked: Exchange) -> None:
        await asked.head(200, EVENTS_TYPE)
        await asked.silence()

    server.behaves(never_ends)
    yield server
    server.close()


@pytest.mark.slow
def test_a_stream_of_a_slow_model_is_ended_by_sigterm(endpoint, tmp_path):
    """Its last event is a problem that says why; the body ends as HTTP wants it; the process is gone within 5 s."""
    home = tmp_path / "home"
    with open_services(settings(home)) as services:
        services.ingest.run(services.body_source(jsonl(), format="jsonl", name="test", day=None), now=NOW)
    environment = os.environ | {
        "PAPERLINE_HOME": str(home), "PAPERLINE_EMBEDDER": "hashing", "OPENAI_BASE_URL": endpoint.address,
        "OPENAI_API_KEY": "sk-test", "PAPERLINE_MODEL": "slow-1",
    }  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, "-m", "paperline.delivery.cli", "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    )  # fmt: skip
    try:
        port = int(child.stdout.readline().rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
        body = json.dumps({"question": BLOOM_QUESTION, "engine": "llm"})
        connection.request("POST", "/v1/ask", body, headers)
        answer = connection.getresponse()
        assert answer.status == 200
        while not endpoint.requests:
            time.sleep(0.01)
        child.send_signal(signal.SIGTERM)
        began = time.monotonic()
        text = answer.read().decode()  # raises where the chunked body is cut off
        assert child.wait(MOST_SECONDS) == 0
        assert time.monotonic() - began < MOST_SECONDS
        connection.close()
    finally:
        child.kill()
        child.communicate()
    last = text.strip().split("\n\n")[-1].split("\n")
    assert "event: error" in last
    problem = json.loads(next(line for line in last if line.startswith("data:"))[5:])
    assert problem["type"] == "/problems/stopping"
