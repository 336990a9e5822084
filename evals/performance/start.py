"""From the start of the process to a ready server, and its memory while it serves."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from evals.performance.figures import Figure
from evals.performance.inputs import jsonl_source
from paperline.bootstrap import open_services
from paperline.domain.scopes import Scope
from paperline.settings import Settings


def measure() -> list[Figure]:
    """A real `paperline serve` over an indexed day, asked and read as a user does."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with open_services(Settings(home=home, embedder="minilm")) as services:
            services.ingest.run(jsonl_source(Path(folder), 0), now=datetime.now(UTC))
            services.summarise.run(Scope(), now=datetime.now(UTC))
        return _serve(home)


def _serve(home: Path) -> list[Figure]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PAPERLINE_HOME": str(home), "PAPERLINE_EMBEDDER": "minilm"}
    command = [sys.executable, "-m", "paperline", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/readyz")
        ready_cpu = _cpu_seconds(process.pid)
        for _ in range(20):
            _get(f"{address}/v1/days/latest")
            _get(f"{address}/")
            _ask(address)
        return [
            Figure("start to ready with an indexed day", ready_cpu, "s of CPU", 2.5),
            Figure("resident memory while serving, after 20 questions", _resident_mb(process.pid), "MB", 400),
        ]
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            _get(address)
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{address} did not answer within its time.")


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as reply:  # noqa: S310  (loopback only)
        return bytes(reply.read())


def _ask(address: str) -> None:
    body = json.dumps({"question": "How do graph networks handle molecules?"}).encode()
    request = urllib.request.Request(f"{address}/v1/ask", body, {"Content-Type": "application/json"})  # noqa: S310
    urllib.request.urlopen(request, timeout=20).read()  # noqa: S310


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
