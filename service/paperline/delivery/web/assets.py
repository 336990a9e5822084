"""Serves the page's own files under addresses that change with their content."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC_PATH = "/static"
_FOLDER = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_NOW = "no-cache"
_VERSION = re.compile(r"[0-9a-f]{12}/")


def static_files() -> StaticFiles:
    """The application to mount at `STATIC_PATH`."""
    return _VersionedFiles(directory=_FOLDER)


def asset_url(name: str) -> str:
    """The address of a file; kept by browsers for a year, and so is what the file imports from beside it."""
    return f"{STATIC_PATH}/{_version()}/{name}"


@cache
def _version() -> str:
    """A hash of all files, the first part of every path: scripts name each other by relative paths."""
    digest = hashlib.sha256()
    for path in sorted(path for path in _FOLDER.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(_FOLDER)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


class _VersionedFiles(StaticFiles):
    """Only what is asked for under the present version may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        version = _VERSION.match(path)
        response = await super().get_response(path[version.end() :] if version else path, scope)
        current = version is not None and version[0] == f"{_version()}/" and response.status_code in (200, 304)
        response.headers["Cache-Control"] = _FOR_EVER if current else _FOR_NOW
        return response
