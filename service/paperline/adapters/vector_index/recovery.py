"""How a damaged index is found before it can end this process, and put aside.

Chroma dies with SIGSEGV on a truncated segment. So a marker says that the index was open; where it still stands at the
next opening, the last process ended without closing, and a child process opens the index first.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from paperline.domain.errors import IndexUnavailable

REBUILD = "Run `paperline reindex`: it rebuilds the index from the stored vectors, without encoding anything again."
READY = "probe-ready"
"""The probe says this before it touches the index, so that one which cannot run is not taken for a damaged index."""

_MARKER = "paperline-open"
_NOTE = "paperline-rebuild-needed"
_PROBE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Probed:
    """What a child process found in an index that can be searched."""

    rows: int
    identities: tuple[str, ...]


def refuse_if_damaged(index: Path, *, suspected: bool = False) -> None:
    """The index may be opened; a damaged one is moved aside and IndexUnavailable raised, now and until a reset."""
    refuse_if_condemned(index)
    if suspected or (index / _MARKER).exists():
        probed(index)


def refuse_if_condemned(index: Path) -> None:
    """No earlier look has found the index lost or damaged; else IndexUnavailable says what happened."""
    note = index / _NOTE
    if note.exists():
        reason = note.read_text(encoding="utf-8") or "was damaged and put aside"
        raise IndexUnavailable(f"The vector index {index} {reason}. {REBUILD}")


def probed(index: Path) -> Probed:
    """What a child process found in the folder; a damaged index is moved aside and IndexUnavailable raised."""
    found = _opened_in_child(index)
    if found is None:
        aside = _quarantine(index)
        raise IndexUnavailable(f"The vector index {index} is damaged and was moved to {aside}. {REBUILD}")
    return found


def condemn(index: Path, reason: str) -> None:
    """The index is refused until a reset, with the reason; nothing is made anew in its place meanwhile."""
    index.mkdir(parents=True, exist_ok=True)
    (index / _NOTE).write_text(reason, encoding="utf-8")


def mark_open(index: Path) -> None:
    """From now on, an end without `mark_closed` is noticed."""
    index.mkdir(parents=True, exist_ok=True)
    (index / _MARKER).touch()


def mark_closed(index: Path) -> None:
    """The index was closed as it should be."""
    (index / _MARKER).unlink(missing_ok=True)


def clear(index: Path) -> None:
    """Nothing lies at the index's place; a folder whose files may not be deleted is moved aside."""
    if not index.exists():
        return
    try:
        shutil.rmtree(index)
    except PermissionError:
        index.rename(_aside(index))


def _opened_in_child(index: Path) -> Probed | None:
    """What the probe found; None where the folder is damaged."""
    command = [sys.executable, "-m", "paperline.adapters.vector_index.probe", str(index)]
    try:
        probe = subprocess.run(command, capture_output=True, timeout=_PROBE_SECONDS, check=False)  # noqa: S603
    except (subprocess.TimeoutExpired, OSError) as error:
        raise IndexUnavailable(f"The vector index {index} could not be examined: {error}. {REBUILD}") from error
    said = probe.stdout.decode(errors="replace").splitlines()
    if READY not in said:
        reason = probe.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise IndexUnavailable(f"The vector index {index} could not be examined: {reason[0]}. {REBUILD}")
    if probe.returncode:
        return None
    told = json.loads(said[-1])
    return Probed(told["rows"], tuple(told["identities"]))


def _quarantine(index: Path) -> Path:
    """The damaged folder under another name, and a note in its place; of several, only the newest is kept."""
    for earlier in index.parent.glob(f"{index.name}.damaged-*"):
        shutil.rmtree(earlier, ignore_errors=True)
    aside = _aside(index)
    index.rename(aside)
    condemn(index, "was damaged and put aside")
    return aside


def _aside(index: Path) -> Path:
    return index.with_name(f"{index.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}")
