"""Folds: which fifth of the data a thing belongs to, the same for whatever is fitted and for what judges it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

FOLDS = 5


def fold_of(key: str) -> int:
    """The fold, 0 to 4, of a paper's id or of a question; it depends on nothing but the key."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % FOLDS


def spread(keys: Sequence[str], values: Sequence[float | None]) -> str:
    """The mean of each fold, lowest and highest, as `48.1–53.9 over 5 folds`."""
    means = []
    for fold in range(FOLDS):
        own = [value for key, value in zip(keys, values, strict=True) if fold_of(key) == fold and value is not None]
        if own:
            means.append(sum(own) / len(own))
    return f"{min(means):.1f}–{max(means):.1f} over {len(means)} folds" if means else "no folds"
