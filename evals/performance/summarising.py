"""What summaries by a language model cost beside the model: wall time at a fixed latency, and CPU a call."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from evals.performance.figures import Figure
from paperline.bootstrap import Services, open_services
from paperline.domain.papers import Paper
from paperline.domain.provenance import Engine
from paperline.domain.scopes import Scope
from paperline.settings import Settings

_PAPERS = 200
_AT_ONCE = 16
_LATENCY_SECONDS = 0.3
_SERVER = Path(__file__).parent / "model" / "server.py"
_ABSTRACT = """Programs that sort large arrays of records spend most of their time on moving keys between levels of memory,
and the methods in use do not take the distribution of the keys into account, although it is often known.
We present SortNet{n}, a small network that predicts the final position of each key in a single pass over the array.
The network is trained on a sample of the keys while the array is being read, so that no second pass is needed, and a
repair step of linear time puts right what it predicts wrongly.
SortNet{n} sorts one billion keys 2.{n} times faster than quicksort on eight cores."""


def measure() -> list[Figure]:
    """200 papers through the use case, 16 calls at once, against a server that takes 0.3 s; then one that takes no time."""
    slow, _ = _summarised(_LATENCY_SECONDS)
    ideal = _PAPERS / _AT_ONCE * _LATENCY_SECONDS
    _, cpu = _summarised(0.0)
    return [
        Figure(f"{_PAPERS} papers by a model of 0.3 s, {_AT_ONCE} at once, over the ideal", slow / ideal, "×", 1.15),
        Figure("CPU a summary by a model, from the store to the store", 1_000 * cpu / _PAPERS, "ms", 4.0),
    ]


def _summarised(latency_seconds: float) -> tuple[float, float]:
    """The seconds and the seconds of CPU that all papers took, the first call apart."""
    command = [sys.executable, str(_SERVER), str(latency_seconds)]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            address = f"http://127.0.0.1:{int(server.stdout.readline())}/v1"
            settings = Settings(
                home=Path(folder), embedder="hashing", openai_base_url=address, model="gpt-4.1-mini",
                model_calls_at_once=_AT_ONCE,
            )  # fmt: skip
            with open_services(settings) as services:
                return _timed(services)
        finally:
            server.terminate()


def _timed(services: Services) -> tuple[float, float]:
    now = datetime.now(UTC)
    papers = [
        Paper(
            id=f"x:{n}", version=1, title=f"SortNet{n}: Learned Sorting with Networks", abstract=_ABSTRACT.format(n=n)
        )
        for n in range(_PAPERS + 1)
    ]
    with services.records.writing() as unit:
        for paper in papers:
            unit.papers.put(paper, now, raw_title=None, raw_abstract=None)
        unit.days.put_list(date(2025, 12, 11), "bench", [paper.id for paper in papers], now)
    services.summarise.run(Scope(papers=("x:0",)), now=now, engine=Engine.LLM)
    began, cpu = time.perf_counter(), time.process_time()
    done = services.summarise.run(Scope(), now=now, engine=Engine.LLM)
    took = time.perf_counter() - began, time.process_time() - cpu
    with services.records.reading() as unit:
        stored = unit.summaries.get_many([paper.id for paper in papers])
    if done.written != _PAPERS or any(summary.provenance.fallback for summary in stored.values()):
        reasons = {summary.provenance.fallback for summary in stored.values()}
        raise RuntimeError(f"Not every summary is the model's: {done.written} of {_PAPERS}, {reasons}")
    return took
