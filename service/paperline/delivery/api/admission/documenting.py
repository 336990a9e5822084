"""Documenting admission: in the API's own document, what a key is needed for, and how a request is refused."""

from __future__ import annotations

from typing import Any

from paperline.delivery.api.admission.rules import needed_scope
from paperline.delivery.api.problems import (
    KEY_NEEDED,
    KEY_REFUSED,
    MEDIA_TYPE,
    RATE_EXCEEDED,
    SCOPE_MISSING,
    TOO_MANY_AT_ONCE,
    problem_core,
)

_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key that `paperline keys create` made. None is needed from the machine that the server runs on.",
}
_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_TEXT, _SECONDS = {"type": "string"}, {"type": "integer", "minimum": 1}
_CHALLENGE = {"WWW-Authenticate": {"description": "How to send a key (RFC 6750).", "schema": _TEXT}}
_LIMITS = {
    "Retry-After": {"description": "Seconds until the next request is taken.", "schema": _SECONDS},
    "RateLimit-Policy": {
        "description": "`q` requests in `w` seconds (draft-ietf-httpapi-ratelimit-headers-10).",
        "schema": _TEXT,
        "example": '"address";q=1200;w=60, "key";q=600;w=60',
    },
    "RateLimit": {
        "description": "`r` requests are left; all are back in `t` seconds.",
        "schema": _TEXT,
        "example": '"address";r=1100;t=5, "key";r=0;t=60',
    },
}
_REFUSALS = (
    (KEY_NEEDED, _CHALLENGE),
    (KEY_REFUSED, _CHALLENGE),
    (SCOPE_MISSING, _CHALLENGE),
    (RATE_EXCEEDED, _LIMITS),
    (TOO_MANY_AT_ONCE, _LIMITS),
)


def add_admission(document: dict[str, Any]) -> None:
    """Every operation that a key may be needed for says so, with the scope, and with 401, 403 and 429 as problems."""
    document.setdefault("components", {})["securitySchemes"] = {"key": _KEY}
    for path, operations in document.get("paths", {}).items():
        for method, operation in operations.items():
            if needed := needed_scope(method.upper(), path):
                operation["security"] = [{"key": []}, {}]
                _add_refusals(operation.setdefault("responses", {}))
                operation["responses"]["403"]["description"] += f". A key needs the scope `{needed}` here"
                operation["responses"] = dict(sorted(operation["responses"].items()))


def _add_refusals(responses: dict[str, Any]) -> None:
    for kind, headers in _REFUSALS:
        response = responses.setdefault(str(kind.status), {"description": kind.title})
        response["headers"] = {**response.get("headers", {}), **headers}
        content = response.setdefault("content", {}).setdefault(MEDIA_TYPE, {"schema": _SCHEMA})
        example = {"summary": kind.title, "value": problem_core(kind, kind.meaning)}
        content.setdefault("examples", {})[kind.slug] = example
