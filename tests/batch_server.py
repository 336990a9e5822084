"""A Batch API on a loopback port: files and batches in memory, replies by a function, and faults on request."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_UPLOADED = re.compile(rb'name="file".*?\r\n\r\n(.*?)\r\n--', re.DOTALL)


@dataclass
class BatchServer:
    """`reply` gives the content of a request's reply, or None for an error; `status` is what every batch is told to be."""

    reply: Callable[[dict], str | None]
    status: str = "completed"
    broken: bool = False
    calls: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, dict] = field(default_factory=dict)
    address: str = ""

    def upload(self, body: bytes) -> dict:
        name = f"file-{len(self.files)}"
        self.files[name] = _UPLOADED.search(body)[1]
        return {"id": name, "object": "file"}

    def create(self, asked: dict) -> dict:
        name = f"batch_{len(self.batches)}"
        lines = [json.loads(line) for line in self.files[asked["input_file_id"]].splitlines()]
        self.batches[name] = {"lines": lines, "metadata": asked["metadata"]}
        return self.batch(name)

    def batch(self, name: str) -> dict:
        held = self.batches[name]
        made = {"id": name, "object": "batch", "status": self.status, "metadata": held["metadata"], "created_at": 0,
                "endpoint": "/v1/chat/completions", "input_file_id": "x", "completion_window": "24h"}  # fmt: skip
        if self.status == "failed":
            return made | {
                "errors": {"object": "list", "data": [{"code": "invalid_json_line", "message": "sk-secret"}]}
            }
        good, bad = self._outputs(name)
        counts = {"total": len(held["lines"]), "completed": len(good), "failed": len(bad)}
        return made | {"request_counts": counts, "output_file_id": f"out-{name}", "error_file_id": f"err-{name}"}

    def content(self, name: str) -> bytes:
        kind, _, batch = name.partition("-")
        good, bad = self._outputs(batch)
        return b"\n".join(json.dumps(line).encode() for line in (good if kind == "out" else bad)) + b"\nnot json\n"

    def _outputs(self, name: str) -> tuple[list[dict], list[dict]]:
        good, bad = [], []
        for line in self.batches[name]["lines"]:
            said = self.reply(line["body"])
            if said is None:
                bad.append({"custom_id": line["custom_id"], "response": {"status_code": 500, "body": {}}})
                continue
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}
            usage = {"prompt_tokens": 100, "completion_tokens": 20}
            body = {"model": "small-1", "choices": [choice], "usage": usage}
            good.append({"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}})
        return good[::-1], bad


def _handler(server: BatchServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            """Nothing is logged."""

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            server.calls.append(f"POST {self.path}")
            if self.path.endswith("/files"):
                self._send(server.upload(body))
            elif self.path.endswith("/cancel"):
                server.status = "cancelled"
                self._send(server.batch(self.path.split("/")[-2]))
            else:
                self._send(server.create(json.loads(body)))

        def do_GET(self):
            path = self.path.partition("?")[0]
            server.calls.append(f"GET {path}")
            if path.endswith("/content"):
                self._send(server.content(path.split("/")[-2]))
            elif path.endswith("/batches"):
                held = [server.batch(name) for name in reversed(server.batches)]
                self._send({"object": "list", "data": held, "has_more": False})
            else:
                self._send(server.batch(path.split("/")[-1]))

        def _send(self, document: dict | bytes):
            body = document if isinstance(document, bytes) else json.dumps(document).encode()
            body = b"<html>Bad gateway</html>" if server.broken else body
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if server.broken else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@contextmanager
def serving(server: BatchServer) -> Iterator[BatchServer]:
    """The server at `address` until the block ends."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    server.address = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
