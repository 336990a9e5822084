"""Shows on standard error how far a long command is: bars on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from paperline.pipeline.progress import Progress

STAGES = {
    "store": "Storing",
    "index": "Embedding",
    "summarise": "Summarising",
    "reindex": "Indexing",
    "batch": "Waiting",
}
_SECONDS_BETWEEN_LINES = 2.0


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A callback for the use cases; what it showed stays on the screen."""
    if not sys.stderr.isatty():
        yield _PlainLines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        yield _Bars(bars)


class _Bars:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(STAGES.get(stage, stage), total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)


class _PlainLines:
    """A line at the end of each stage, and every other second within it."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - self._told < _SECONDS_BETWEEN_LINES:
            return
        self._told = now
        print(f"{STAGES.get(stage, stage)} {done}/{total}", file=sys.stderr, flush=True)  # noqa: T201
