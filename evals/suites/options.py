"""How a suite is to be run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """At most `limit` papers of each data set, of one split where it has splits; without vectors it is faster."""

    limit: int | None = None
    split: str | None = None
    vectors: bool = True
