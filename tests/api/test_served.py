"""A real server that serves holders of a key: row 21 of the hazards' table, revocation, and callers behind a proxy."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys

import pytest
import structlog

from paperline.adapters.records.stores.keys import SqlKeyRecords
from paperline.bootstrap import open_services
from paperline.domain.keys import KeyScope
from paperline.observability.events import configure_logging
from paperline.settings import Settings
from tests.api.conftest import bearer
from tests.api.papers import DAY, jsonl
from tests.builders import NOW
from tests.conftest import log_plainly

VENDOR_KEY = "sk-canary-0123456789abcdef"
PATHS = [
    "/", f"/days/{DAY}", "/ask", "/search?q=bloom", "/answers/a_0", "/papers/none", "/metrics", "/readyz", "/healthz",
    "/openapi.json", "/v1/days", f"/v1/days/{DAY}", "/v1/search?q=bloom", "/v1/answers/a_0", "/v1/jobs/j_0", "/nope",
    "/problems/key-refused",
]  # fmt: skip


@pytest.fixture
def plain_logging():
    yield
    structlog.reset_defaults()
    log_plainly()


@pytest.mark.parametrize("json_lines", [True, False])
def test_hazard_21_a_fault_while_a_key_is_looked_up_does_not_log_it(
    guarded, monkeypatch, capsys, plain_logging, json_lines
):
    """Neither the traceback nor the answer holds it, in either form of the log."""
    made = guarded.key()
    basic = base64.b64encode(f"ada:{made.token}".encode()).decode()

    def broken(self, key_id):
        raise RuntimeError("The disk is on fire.")

    monkeypatch.setattr(SqlKeyRecords, "get", broken)
    configure_logging(json_lines=json_lines)
    answers = [
        guarded.client.get("/v1/days", headers=bearer(made.token)),
        guarded.client.get("/", headers={"Authorization": f"Basic {basic}"}),
    ]
    logged = capsys.readouterr().err
    assert [answer.status_code for answer in answers] == [500, 500]
    assert "on fire" in logged
    for text in (logged, *(answer.text + str(answer.headers) for answer in answers)):
        assert made.token[-43:] not in text
        assert basic not in text


@pytest.fixture
def served(tmp_path):
    """`paperline serve` for holders of a key, in a process of its own; ends it and keeps what it wrote."""
    home = tmp_path / "home"
    with open_services(Settings(_env_file=None, home=home, embedder="hashing")) as services:
        services.ingest.run(services.body_source(jsonl(), format="jsonl", name="test", day=None), now=NOW)
        made = services.keys.create(KeyScope.ADMIN, now=NOW)
    environment = os.environ | {
        "PAPERLINE_HOME": str(home), "PAPERLINE_EMBEDDER": "hashing", "PAPERLINE_ACCESS": "keys",
        "OPENAI_API_KEY": VENDOR_KEY, "PAPERLINE_ADDRESS_RATE": "200/hour",
    }  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, "-m", "paperline.delivery.cli", "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path,
    )  # fmt: skip
    port = int(child.stdout.readline().rpartition(":")[2])
    yield child, port, made.token, environment
    child.kill()
    child.communicate()


def ask(port, path, headers, method="GET", body=None):
    """The whole answer as text, by a client that adds nothing."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, f"{answer.headers}\n{answer.read().decode(errors='replace')}"
    finally:
        connection.close()


def test_hazard_21_a_real_server_tells_no_secret(served):
    """Not the key that opens it, not one that is wrong, not the vendor's; whatever is asked, in whatever wrong place."""
    child, port, token, _ = served
    wrong = token[:-4] + "wxyz"
    basic = base64.b64encode(f"x:{token}".encode()).decode()
    told, statuses = [], set()
    for headers in (
        {"Authorization": f"Bearer {token}"},
        {"Authorization": f"Bearer {wrong}"},
        {"Authorization": f"Basic {basic}", "Accept": "text/html"},
        {"Authorization": token},
        {"Cookie": f"key={token}", "X-API-Key": token, "X-Request-ID": f"{token} "},
    ):
        for path in PATHS:
            status, text = ask(port, path, headers)
            statuses.add(status)
            told.append(text)
    right = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for body in (json.dumps({"question": "What is a Bloom filter?", "key": token}), f'{{"{token}', '{"question": 1}'):
        status, text = ask(port, "/v1/ask", right, "POST", body)
        assert status in (400, 422)
        told.append(text)
    with contextlib.closing(socket.create_connection(("127.0.0.1", port))) as raw:
        raw.sendall(f"GET /v1/days HTTP/1.1\r\nAuthorization Bearer {token}\r\n\r\n".encode())
        told.append(raw.recv(65_536).decode())
    told.append(ask(port, "/metrics", right)[1])
    child.send_signal(signal.SIGTERM)
    out, log = child.communicate(timeout=20)
    assert {200, 401, 404} <= statuses
    for text in (*told, out, log):
        for secret in (token[-43:], wrong[-43:], basic, VENDOR_KEY):
            assert secret not in text


def test_a_key_that_another_process_revokes_is_refused_by_the_running_server_at_once(served):
    """And one that another process makes is good at once."""
    _, port, token, environment = served

    def keys(*words):
        command = [sys.executable, "-m", "paperline.delivery.cli", "keys", *words, "--json"]
        return json.loads(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout)

    path = f"/v1/days/{NOW.date()}"
    assert ask(port, path, bearer(token))[0] == 200
    second = keys("create", "--scope", "read")["key"]
    assert ask(port, path, bearer(second))[0] == 200
    keys("revoke", token.split("_")[1])
    assert [ask(port, path, bearer(each))[0] for each in (token, second)] == [401, 200]
    status, text = ask(port, "/v1/summarise", bearer(second) | {"Content-Type": "application/json"}, "POST", "{}")
    assert status == 403
    assert "scope-missing" in text


def test_callers_behind_a_proxy_on_this_machine_are_told_apart(served):
    """By the address that the proxy adds; what a caller wrote there before it does not count."""
    _, port, token, _ = served

    def left(forwarded):
        _, text = ask(port, "/v1/days", bearer(token) | {"X-Forwarded-For": forwarded})
        return int(re.search(r'^ratelimit: "address";r=(\d+)', text, re.MULTILINE)[1])

    told = [left(each) for each in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.7, 192.0.2.1")]
    assert told[0] == told[2] == 199
    assert told[1] == 198
    assert told[3] <= 198


def test_a_log_that_nobody_reads_does_not_stop_the_server(served):
    """The pipe holds 64 KiB; three times as much is logged, and the server still answers and ends."""
    child, port, token, _ = served
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        for _ in range(1_000):
            connection.request("GET", "/v1/days", headers=bearer(token))
            answer = connection.getresponse()
            answer.read()
            assert answer.status in (200, 429)
    child.send_signal(signal.SIGTERM)
    assert child.wait(8) == 0
    assert (
        len(child.stderr.read()) >= 32_000
    )  # the pipe was full: a write may begin a page of it and leave the last one open
