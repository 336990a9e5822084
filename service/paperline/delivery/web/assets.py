"""Serves the page's own files under addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC_PATH = "/static"
_FOLDER = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_NOW = "no-cache"


def static_files() -> StaticFiles:
    """The application to mount at `STATIC_PATH`."""
    return _HashedFiles(directory=_FOLDER)


@cache
def asset_url(name: str) -> str:
    """The address of a file with a hash of its content; kept by browsers for a year."""
    return f"{STATIC_PATH}/{name}?v={_content_hash(name)}"


@cache
def _content_hash(name: str) -> str:
    return hashlib.sha256((_FOLDER / name).read_bytes()).hexdigest()[:12]


class _HashedFiles(StaticFiles):
    """Only an address that carries the content's hash may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        asked = scope.get("query_string", b"").decode("latin-1")
        current = response.status_code in (200, 304) and asked == f"v={_content_hash(path)}"
        response.headers["Cache-Control"] = _FOR_EVER if current else _FOR_NOW
        return response
