"""The files of an index as they lie on disk: whether this user may use them, and what was lost since an earlier look."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from paperline.domain.errors import IndexUnavailable

DATABASE = "chroma.sqlite3"
_SEGMENT = ".bin"
_FOLDER_RIGHTS, _FILE_RIGHTS = 0o700, 0o600

Files: TypeAlias = Mapping[str, tuple[int, int, int]]
"""For every file that holds the index: its inode, its size and when it was last changed."""


def look(index: Path) -> Files:
    """The files below the folder, none where it is missing; IndexUnavailable where one may not be read and written."""
    found: dict[str, tuple[int, int, int]] = {}
    for path, told in _entries(index):
        folder = stat.S_ISDIR(told.st_mode)
        rights = _FOLDER_RIGHTS if folder else _FILE_RIGHTS
        # The bits count for root as well: a folder without them was shut on purpose, or works for nobody else.
        if told.st_mode & rights != rights or not os.access(path, os.R_OK | os.W_OK):
            raise IndexUnavailable(
                f"The vector index cannot be used: {path} has the permissions {stat.S_IMODE(told.st_mode):03o}. "
                f"Run `chmod u+rw{'x' if folder else ''} {path}` as its owner."
            )
        if not folder:
            found[str(path.relative_to(index))] = (told.st_ino, told.st_size, told.st_mtime_ns)
    return found


def lost(before: Files, now: Files) -> str | None:
    """What happened to the first file that vanished, was replaced or shrank; None where none did."""
    for name, (inode, size, _) in before.items():
        if name not in now:
            return f"{name} was deleted"
        if name == DATABASE and now[name][0] != inode:
            return f"{name} was replaced"
        if now[name][1] < size:
            return f"{name} was cut from {size:,} to {now[name][1]:,} bytes"
    return None


def _entries(index: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The folder, the folders in it, and the files that hold the index; a folder before what is in it."""
    folders = [index]
    for folder in folders:
        try:
            yield folder, folder.stat()
            with os.scandir(folder) as listed:
                for entry in sorted(listed, key=lambda each: each.name):
                    if entry.is_dir():
                        folders.append(Path(entry.path))
                    elif entry.name == DATABASE or entry.name.endswith(_SEGMENT):
                        yield Path(entry.path), entry.stat()
        except FileNotFoundError:
            continue
