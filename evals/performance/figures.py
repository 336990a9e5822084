"""A measured figure beside its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in its unit; `most` is the target, None where the figure only informs."""

    name: str
    value: float
    unit: str
    most: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the target is missed."""
        return self.most is not None and self.value > self.most


def as_table(figures: Sequence[Figure]) -> str:
    """One line a figure: name, value, unit, target, verdict."""
    lines = []
    for figure in figures:
        target = "" if figure.most is None else f"target ≤ {figure.most:g}  {'MISSED' if figure.missed else 'met'}"
        lines.append(f"{figure.name:<58} {figure.value:>9.3f} {figure.unit:<10} {target}".rstrip())
    return "\n".join(lines) + "\n"
