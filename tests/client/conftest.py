"""A real server over the small day, one client of each kind, and a server that misbehaves by plan."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from paperline.bootstrap import open_services
from paperline.client import PaperlineClient, Retrying
from tests.api.conftest import settings
from tests.api.papers import DAY, jsonl
from tests.api.serving import served

AT_ONCE = Retrying(first_seconds=0.001)


@contextmanager
def small_server(home: Path) -> Iterator[str]:
    """The address of a server that holds the small day, summarised."""
    with served(open_services(settings(home))) as at:
        with PaperlineClient(at, use_proxy=False) as client:
            job = client.wait(client.ingest(jsonl(), day=date.fromisoformat(DAY), summarise=True), timeout_seconds=60)
        assert job.status == "done", job
        yield at


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, outbound_attempts: list[str]) -> Iterator[str]:
    """A server to which tests add answers but no papers."""
    with small_server(tmp_path_factory.mktemp("served")) as at:
        yield at


@pytest.fixture
def papers(address: str) -> Iterator[PaperlineClient]:
    with PaperlineClient(address, use_proxy=False) as client:
        yield client


class Scripted:
    """What a server answers in turn, and what it was asked."""

    def __init__(self, answers: list[tuple[int, dict[str, str], bytes] | None]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str, dict[str, str]]] = []


@pytest.fixture
def scripted() -> Iterator[Callable[..., tuple[str, Scripted]]]:
    """Starts a server that gives the planned answers in turn; None breaks the connection without one."""
    servers: list[ThreadingHTTPServer] = []

    def start(*answers: tuple[int, dict[str, str], bytes] | None) -> tuple[str, Scripted]:
        script = Scripted(list(answers))

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                script.asked.append((self.command, self.path, dict(self.headers.items())))
                answer = script.answers.pop(0)
                if answer is None:
                    self.close_connection = True
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_DELETE = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}", script

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
