"""How domain values become columns and come back: JSON through pydantic, vectors as little-endian float16."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

from paperline.domain.errors import BadText, StoreUnavailable
from paperline.domain.ranking.vectors import Matrix

T = TypeVar("T")
_HALF = np.dtype("<f2")


_adapters: dict[object, TypeAdapter[Any]] = {}


def _adapter(of: type[T]) -> TypeAdapter[T]:
    """Built at first use and kept: building one costs more than using it."""
    return _adapters.get(of) or _adapters.setdefault(of, TypeAdapter(of))


def to_json(of: type[T], value: T, *, without: frozenset[str] = frozenset()) -> str:
    """The value as JSON, but for the named fields; text that is not Unicode is refused."""
    try:
        return _adapter(of).dump_json(value, exclude=set(without)).decode()
    except ValueError as error:
        raise BadText(f"A {of.__name__} holds text that is not Unicode and cannot be stored: {error}") from error


def from_json(of: type[T], body: str, **columns: str | int) -> T:
    """The value that was stored, its fields from the JSON and from columns of their own."""
    try:
        if columns:
            return _adapter(of).validate_python({**json.loads(body), **columns})
        return _adapter(of).validate_json(body)
    except ValueError as error:
        raise StoreUnavailable(
            f"A stored {of.__name__} cannot be read: the database is damaged, or was changed by another program. "
            "Restore it from a backup."
        ) from error


def to_halves(vectors: Matrix) -> bytes:
    """The vectors at half precision; what `from_halves` returns gives the same bytes again."""
    return np.asarray(vectors, dtype=np.float32).astype(_HALF).tobytes()


def from_halves(blob: bytes, rows: int, dimensions: int) -> Matrix:
    """The vectors (rows, dimensions) as they were stored, not scaled again: rounding once must be the last word."""
    halves = np.frombuffer(blob, dtype=_HALF)
    if halves.size != rows * dimensions:
        raise StoreUnavailable(
            f"Stored vectors hold {halves.size} numbers where {rows} × {dimensions} belong: the database is damaged. "
            "Restore it from a backup."
        )
    return halves.astype(np.float32).reshape(rows, dimensions)
