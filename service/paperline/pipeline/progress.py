"""How a long use case tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called after every step of a stage; done never exceeds total."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def no_progress(stage: str, done: int, total: int) -> None:
    """Nobody is told."""
