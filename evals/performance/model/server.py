"""A chat completions server without a model: it replies after a given time, with what the prompt itself says."""

from __future__ import annotations

import asyncio
import json
import re
import sys

_KEYED = re.compile(r"\[(\d{6})\] ([^\[\n]+)")
_NUMBERED = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_SENTENCES = 2


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, latency_seconds: float) -> None:
    """The replies to any path over one connection, which is kept as that of a real endpoint."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            found = _LENGTH.search(head)
            asked = await reader.readexactly(int(found[1]) if found else 0)
            await asyncio.sleep(latency_seconds)
            body = json.dumps(_completion(asked)).encode() if asked else b"{}"
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _completion(asked: bytes) -> dict[str, object]:
    """The reply in the format of OpenAI."""
    message = {"role": "assistant", "content": _content(json.loads(asked)["messages"][-1]["content"]), "refusal": None}
    return {
        "id": "none", "object": "chat.completion", "created": 0, "model": "none",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


def _content(prompt: str) -> str:
    """Keyed sentences said again and cited by their keys, a numbered paper as a summary, else a plain sentence."""
    if said := _KEYED.findall(prompt)[:_SENTENCES]:
        cited = [{"text": t.strip(), "evidence": [{"key": key, "quote": t.strip()}]} for key, t in said]
        return json.dumps({"refusal": "none", "sentences": cited})
    sentences = _NUMBERED.findall(prompt)
    if not sentences:
        return "The passages state it."
    by_number = {int(number): text for number, text in sentences}
    finding = max(number for number in by_number if number)
    statements = [
        {"kind": "finding", "text": by_number[finding], "from": [finding]},
        *({"kind": "method", "text": text, "from": [number]} for number, text in by_number.items() if number > 1),
    ]
    return json.dumps({"statements": statements[:5], "keywords": by_number[0].replace(":", "").split()})


async def _main() -> None:
    """Serves on a free loopback port, which is printed, until it is ended."""
    latency_seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.0
    server = await asyncio.start_server(lambda r, w: _serve(r, w, latency_seconds), "127.0.0.1", 0, limit=2**20)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main())
