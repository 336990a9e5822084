"""Memory while a file of loose abstracts is summarised line by line, whatever its length."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evals.performance.figures import Figure
from evals.performance.inputs import drafts

MOST_MEGABYTES = 600
DEFAULT_LINES = 200


def measure(lines: int = DEFAULT_LINES) -> list[Figure]:
    """A real `paperline summarise --input`; its peak is read when it has ended, as the kernel counted it."""
    texts = [{"title": draft.title, "abstract": draft.abstract} for draft in drafts()]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "papers.jsonl"
        source.write_text("".join(json.dumps(texts[n % len(texts)]) + "\n" for n in range(lines)), "utf-8")
        command = [sys.executable, "-m", "paperline", "summarise", "--input", str(source), "--output", os.devnull]
        peak = _peak_megabytes(command, Path(folder) / "home")
    return [Figure(f"peak memory, {lines:,} abstracts streamed", peak, "MB", MOST_MEGABYTES)]


def _peak_megabytes(command: Sequence[str], home: Path) -> float:
    environment = {**os.environ, "PAPERLINE_HOME": str(home), "PAPERLINE_EMBEDDER": "minilm"}
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}.")
    return usage.ru_maxrss / 1e3
