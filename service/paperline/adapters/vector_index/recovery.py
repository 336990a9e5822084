"""How a damaged index is found before it can end this process, and put aside.

Chroma dies with SIGSEGV on a truncated segment. So a marker says that the index was open; where it still stands at the
next opening, the last process ended without closing, and a child process opens the index first.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from paperline.domain.errors import IndexUnavailable

REBUILD = "Run `paperline reindex`: it rebuilds the index from the stored vectors, without encoding anything again."
READY = "probe-ready"
"""The probe says this before it touches the index, so that one which cannot run is not taken for a damaged index."""

_MARKER = "paperline-open"
_NOTE = "paperline-rebuild-needed"
_PROBE_SECONDS = 120


def refuse_if_damaged(index: Path) -> None:
    """The index may be opened; a damaged one is moved aside and IndexUnavailable raised, now and until a reset."""
    if (index / _NOTE).exists():
        raise IndexUnavailable(f"The vector index {index} was damaged and put aside. {REBUILD}")
    if (index / _MARKER).exists() and not _opens_in_child(index):
        aside = _quarantine(index)
        raise IndexUnavailable(f"The vector index {index} is damaged and was moved to {aside}. {REBUILD}")


def mark_open(index: Path) -> None:
    """From now on, an end without `mark_closed` is noticed."""
    index.mkdir(parents=True, exist_ok=True)
    (index / _MARKER).touch()


def mark_closed(index: Path) -> None:
    """The index was closed as it should be."""
    (index / _MARKER).unlink(missing_ok=True)


def _opens_in_child(index: Path) -> bool:
    command = [sys.executable, "-m", "paperline.adapters.vector_index.probe", str(index)]
    try:
        probe = subprocess.run(command, capture_output=True, timeout=_PROBE_SECONDS, check=False)  # noqa: S603
    except (subprocess.TimeoutExpired, OSError) as error:
        raise IndexUnavailable(f"The vector index {index} could not be examined: {error}. {REBUILD}") from error
    if READY.encode() not in probe.stdout:
        reason = probe.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise IndexUnavailable(f"The vector index {index} could not be examined: {reason[0]}. {REBUILD}")
    return probe.returncode == 0


def _quarantine(index: Path) -> Path:
    """The damaged folder under another name, and a note in its place; of several, only the newest is kept."""
    for earlier in index.parent.glob(f"{index.name}.damaged-*"):
        shutil.rmtree(earlier, ignore_errors=True)
    aside = index.with_name(f"{index.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    index.rename(aside)
    index.mkdir()
    (index / _NOTE).touch()
    return aside
