"""A real server under `wrk` on loopback, its memory over a soak, and a thousand open streams: run by hand.

    apt-get install wrk
    .venv/bin/python -m evals.performance.load [--seconds 10] [--soak 60000] [--streams 1000]

The server is `paperline serve` as a process of its own over a day of fifty summarised papers. Every request loop is bounded.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from evals.performance.figures import Figure, as_table
from evals.performance.load.serving import Server, filled_home, serving
from evals.performance.load.streams import bytes_of_streams

_CONNECTIONS = 16
_WARM_SECONDS = 2
_SOAKED = ("/v1/days/latest", "/", "/v1/search?q=video")


@dataclass(frozen=True, slots=True)
class Run:
    """What `wrk` saw: requests a second, milliseconds at the median and the 99th percentile, and requests that failed."""

    requests: int
    rate: float
    p50_ms: float
    p99_ms: float
    failed: int


def main() -> int:
    """Prints the tables; the exit code is 1 where a request failed or a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m evals.performance.load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=10, help="how long each path is asked")
    parser.add_argument("--soak", type=int, default=60_000, help="how many requests the soak has")
    parser.add_argument("--streams", type=int, default=1_000, help="how many streams are open at once")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.stderr.write("wrk is not installed: apt-get install wrk\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        home = filled_home(Path(folder))
        with serving(home) as server:
            failed = _load(server, options.seconds)
            figures = [_soak(server, options.soak)]
        with serving(home, held_open=True) as server:
            figures.append(
                Figure(
                    f"{options.streams:,} open streams above idle",
                    bytes_of_streams(server, options.streams) / 1e6,
                    "MB",
                    120,
                )
            )
    sys.stdout.write("\n" + as_table(figures))
    return int(failed or any(figure.missed for figure in figures))


def _load(server: Server, seconds: int) -> bool:
    """Each path in turn by 16 connections; whether any request failed."""
    tag = _tag(f"{server.address}/v1/days/latest")
    paths = (
        ("a day's JSON", "/v1/days/latest", ()),
        ("the same, unchanged (304)", "/v1/days/latest", (f"If-None-Match: {tag}",)),
        ("its lines only", "/v1/days/latest?fields=tldr", ()),
        ("the day's page", "/", ()),
        ("search", "/v1/search?q=video+generation", ()),
        ("a path that is not there", "/v1/nothing", ()),
    )
    sys.stdout.write(f"{'path':28}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}{'failed':>8}\n")
    failures = 0
    for name, path, headers in paths:
        _wrk(server.address + path, _WARM_SECONDS, headers)
        before = server.cpu_seconds()
        run = _wrk(server.address + path, seconds, headers)
        cpu = 1e6 * (server.cpu_seconds() - before) / max(1, run.requests)
        failed = run.failed if path != "/v1/nothing" else run.failed - run.requests
        failures += failed
        sys.stdout.write(f"{name:28}{run.rate:12,.0f}{run.p50_ms:9.2f}{run.p99_ms:9.2f}{cpu:9.0f}{failed:8}\n")
        sys.stdout.flush()
    return failures > 0


def _soak(server: Server, requests: int) -> Figure:
    """By how much memory grows over ten thousand requests, once a sixth of the soak has warmed the server."""
    seen, sizes = 0, []
    while seen < requests:
        for path in _SOAKED:
            seen += _wrk(server.address + path, 2, ()).requests
        sizes.append((seen, server.resident_bytes()))
    warm = next(place for place, (count, _) in enumerate(sizes) if count >= requests / 6)
    (first, small), (last, large) = sizes[warm], sizes[-1]
    grown = (large - small) / 1e6 / max(1, last - first) * 10_000
    return Figure(f"memory over {last - first:,} requests, a 10,000", grown, "MB", 1)


def _wrk(address: str, seconds: int, headers: tuple[str, ...]) -> Run:
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    said = subprocess.run([*command, address], check=True, capture_output=True, text=True).stdout
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    failed = (int(wrong[1]) if wrong else 0) + (sum(map(int, broken.groups())) if broken else 0)
    return Run(
        int(_found(r"(\d+) requests in", said)), float(_found(r"Requests/sec:\s+([\d.]+)", said)),
        _milliseconds(_found(r"\n\s+50%\s+(\S+)", said)), _milliseconds(_found(r"\n\s+99%\s+(\S+)", said)), failed,
    )  # fmt: skip


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"wrk printed something else: {text}")
    return found[1]


def _milliseconds(text: str) -> float:
    unit = text.lstrip("0123456789.")
    return float(text.removesuffix(unit)) * {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}[unit]


def _tag(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  (loopback)
        return str(answer.headers["ETag"])


if __name__ == "__main__":
    sys.exit(main())
