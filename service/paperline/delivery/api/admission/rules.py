"""The rules of admission: which scope a key needs for a request, and which requests need none."""

from __future__ import annotations

from paperline.domain.keys import KeyScope

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_PUBLIC = frozenset({"/healthz", "/docs", "/openapi.json", "/llms.txt"})
_PUBLIC_BELOW = ("/docs/", "/problems/", "/static/")


def needed_scope(method: str, path: str) -> KeyScope | None:
    """The scope for a request, known path or not; None for what tells nothing of the papers and is open to everybody."""
    if path in _PUBLIC or path.startswith(_PUBLIC_BELOW):
        return None
    if method == "DELETE":
        return KeyScope.ADMIN
    if path == "/v1/ingest" or path.startswith("/v1/jobs/"):
        return KeyScope.INGEST
    return KeyScope.READ if method in _READING else KeyScope.ASK
