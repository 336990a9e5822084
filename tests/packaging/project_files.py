"""The files of the checkout that a clone has, or would have once committed."""

from __future__ import annotations

import functools
import os
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def project_files() -> tuple[Path, ...]:
    """Every file that git tracks or would track, as absolute paths, sorted."""
    return tuple(sorted(path for path in (_listed() or _walked()) if path.is_file()))


def _listed() -> list[Path]:
    """What git lists; nothing where there is no git or no repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    return [ROOT / name for name in listed.split("\0") if name]


def _walked() -> Iterator[Path]:
    """What an exported tree holds beside what .gitignore names."""
    ignored = [".git", *(line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split())]
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not any(fnmatch(name, pattern) for pattern in ignored)]
        yield from (Path(folder, name) for name in files if not any(fnmatch(name, pattern) for pattern in ignored))


def files_below(*folders: str, suffix: str = "") -> list[Path]:
    """The files below these folders of the checkout that end in `suffix`."""
    return [
        path
        for path in project_files()
        if path.name.endswith(suffix) and any(path.is_relative_to(ROOT / folder) for folder in folders)
    ]
