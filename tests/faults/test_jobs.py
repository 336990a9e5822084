"""Jobs of real servers: killed and resumed, run by one of two, followed until the server is told to stop."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
import urllib.request
from contextlib import closing

import pytest

from tests.builders import DAY

PAPERS = 1_500
STOP_SECONDS = 5


def body(first: int = 0, count: int = PAPERS) -> bytes:
    lines = (
        {"id": f"p{n}", "title": f"Method {n}", "abstract": f"We sort keys with {n} comparators. It works."}
        for n in range(first, first + count)
    )
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def post(server, content: bytes, **headers: str) -> dict:
    request = urllib.request.Request(f"{server.address}/v1/ingest?day={DAY}", content, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 202
        return json.load(answer)


def job(server, job_id: str) -> dict:
    return server.get(f"/v1/jobs/{job_id}")[1]


@pytest.fixture
def rows(home):
    """Runs a query on the database, as another process would."""

    def ask(query):
        with closing(sqlite3.connect(f"file:{home / 'paperline.db'}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(query).fetchall()

    return ask


def test_hazard_22_a_job_whose_server_is_killed_is_resumed(served, rows, eventually):
    """SIGKILL between two batches: the next server finishes it, nothing lost, nothing there twice; a cancelled one stays so."""
    first = served()
    job_id = post(first, body())["id"]
    waiting = post(first, body(PAPERS, 1))["id"]
    request = urllib.request.Request(f"{first.address}/v1/jobs/{waiting}", method="DELETE")
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert json.load(answer)["status"] == "cancelled"
    eventually(lambda: rows("SELECT count(*) FROM vectors")[0][0] > 0)
    first.process.kill()
    assert first.process.wait(timeout=10) == -signal.SIGKILL
    before = rows("SELECT count(*) FROM vectors")[0][0]
    assert 0 < before < PAPERS
    assert rows(f"SELECT status FROM jobs WHERE id = '{job_id}'") == [("running",)]
    second = served()
    eventually(lambda: job(second, job_id)["status"] == "done")
    result = job(second, job_id)["result"]
    assert (result["new"], result["unchanged"], result["embedded"]) == (0, PAPERS, PAPERS - before)
    assert rows("SELECT count(*), count(DISTINCT paper_id) FROM vectors") == [(PAPERS, PAPERS)]
    assert rows("SELECT count(*), count(DISTINCT paper_id) FROM day_lists") == [(PAPERS, PAPERS)]
    assert rows("SELECT attempts, body FROM jobs ORDER BY created_at") == [(2, None), (0, None)]
    assert job(second, waiting)["status"] == "cancelled"
    assert rows("PRAGMA integrity_check") == [("ok",)]


def test_two_servers_on_one_folder_run_a_job_once(served, rows, eventually):
    """Whichever took it, the other can follow it; where the one that works dies, the other takes over."""
    one, other = served(), served()
    ids = [post(server, body(n * 10, 10))["id"] for n, server in enumerate((one, other, one, other))]
    for job_id in ids:
        eventually(lambda job_id=job_id: job(other, job_id)["status"] == "done")
        assert job(one, job_id)["result"]["new"] == 10
    assert rows("SELECT attempts FROM jobs") == [(1,)] * 4
    assert rows("SELECT count(*) FROM papers") == [(40,)]
    one.process.kill()
    one.process.wait(timeout=10)
    last = post(other, body(40, 10))["id"]
    eventually(lambda: job(other, last)["status"] == "done")


def test_a_server_that_is_told_to_stop_ends_its_streams(served, eventually):
    """Within five seconds, each with a problem that says so; the job is handed back."""
    server = served()
    job_id = post(server, body())["id"]
    request = urllib.request.Request(
        f"{server.address}/v1/jobs/{job_id}", headers={"Accept": "text/event-stream"}
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=60) as stream:
        assert stream.readline() == b"event: progress\n"
        eventually(lambda: job(server, job_id)["status"] == "running")
        server.process.send_signal(signal.SIGTERM)
        told = time.monotonic()
        rest = stream.read().decode()
        ended = time.monotonic() - told
    assert ended < STOP_SECONDS
    assert rest.rstrip().rpartition("event: ")[2].startswith("error\ndata: {")
    assert "/problems/stopping" in rest
    assert server.process.wait(timeout=STOP_SECONDS) == 0
    assert time.monotonic() - told < STOP_SECONDS
    again = served()
    eventually(lambda: job(again, job_id)["status"] == "done")


def test_a_stream_follows_a_job_to_its_end(served):
    """Counts as they change, then the final job, then nothing; a finished job is told at once."""
    server = served()
    job_id = post(server, body())["id"]
    request = urllib.request.Request(
        f"{server.address}/v1/jobs/{job_id}", headers={"Accept": "text/event-stream"}
    )  # fmt: skip
    for most in (999, 1):
        with urllib.request.urlopen(request, timeout=60) as stream:
            events = [event.split("\n", 1) for event in stream.read().decode().strip().split("\n\n")]
        assert {name for name, _ in events[:-1]} <= {"event: progress"}
        assert events[-1][0] == "event: done"
        last = json.loads(events[-1][1].removeprefix("data: "))
        assert (last["status"], last["stages"]["index"]) == ("done", {"done": PAPERS, "total": PAPERS})
        assert len(events) <= most
        assert most == 1 or len(events) > 2
