"""Open streams: how much memory a server needs for each reader that follows a job."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from urllib.parse import urlsplit

from evals.performance.load.serving import Server

_SETTLE_SECONDS = 2.0


def bytes_of_streams(server: Server, count: int) -> int:
    """By how much resident memory is higher while so many streams of one job are open, each with its first event read."""
    job = _queued(server.address)
    return asyncio.run(_held(server, f"/v1/jobs/{job}", count))


def _queued(address: str) -> str:
    body = json.dumps({"id": "p", "title": "A title", "abstract": "We sort keys. It is fast."}).encode()
    request = urllib.request.Request(  # noqa: S310  (loopback)
        f"{address}/v1/ingest?format=jsonl", body, {"Content-Type": "application/x-ndjson"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return str(json.load(answer)["id"])


async def _held(server: Server, path: str, count: int) -> int:
    at = urlsplit(server.address)
    await (await _opened(str(at.hostname), int(at.port or 0), path)).drain()
    before = server.resident_bytes()
    open_ones = []
    for start in range(0, count, 50):
        opening = (_opened(str(at.hostname), int(at.port or 0), path) for _ in range(start, min(start + 50, count)))
        open_ones += await asyncio.gather(*opening)
    await asyncio.sleep(_SETTLE_SECONDS)
    after = server.resident_bytes()
    for writer in open_ones:
        writer.close()
    return after - before


async def _opened(host: str, port: int, path: str) -> asyncio.StreamWriter:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/event-stream\r\nConnection: keep-alive\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if b"200" not in head.split(b"\r\n", 1)[0]:
        raise ValueError(f"The server answered {head.splitlines()[0].decode()}.")
    await reader.readuntil(b"data:")
    return writer
