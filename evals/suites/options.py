"""How a suite is to be run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """At most `limit` papers of each data set, of one split where it has splits; without vectors it is faster.

    Where `asks_model`, suites that can do so ask the language model that the environment names, or `model` of it.
    """

    limit: int | None = None
    split: str | None = None
    vectors: bool = True
    asks_model: bool = False
    model: str | None = None
