"""A chat completions server without a model: it replies at once, with what the evidence of the prompt says."""

from __future__ import annotations

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_KEYED = re.compile(r"\[(\d{6})\] ([^\[\n]+)")
_SENTENCES = 2


class _Chat(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept, as those of a real endpoint
    wbufsize = -1  # head and body leave together: two small packets would wait for each other
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """The reply to any path."""
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(_completion(asked)).encode() if asked else b"{}"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name that the library gives it)
        """Nothing is logged."""


def _completion(asked: bytes) -> dict[str, object]:
    """The reply in the format of OpenAI: keyed sentences said again and cited by their keys, else a plain sentence."""
    prompt = json.loads(asked)["messages"][-1]["content"]
    said = [
        {"text": text.strip(), "evidence": [{"key": key, "quote": text.strip()}]}
        for key, text in _KEYED.findall(prompt)[:_SENTENCES]
    ]
    content = json.dumps({"refusal": "none", "sentences": said}) if said else "The passages state it."
    message = {"role": "assistant", "content": content, "refusal": None}
    return {
        "id": "none", "object": "chat.completion", "created": 0, "model": "none",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


def main() -> None:
    """Serves on a free loopback port, which is printed, until it is ended."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Chat)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
