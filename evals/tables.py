"""Tables for a terminal: systems and measures in rows and columns, every figure with its interval."""

from __future__ import annotations

import math
from collections.abc import Iterator

from evals.outcomes import Good, Outcome, Section
from evals.statistics import Figure, figures


def as_text(outcome: Outcome) -> str:
    """The tables of every section, one under the other."""
    parts = [_section(section) for section in outcome.sections]
    parts += [f"note: {note}" for note in outcome.notes]
    return "\n\n".join(parts) + "\n"


def shown(figure: Figure) -> str:
    """`33.5 [32.1, 34.9]`, and how it stands to its target."""
    if math.isnan(figure.value):
        return "–"
    text = f"{figure.value:.1f} [{figure.low:.1f}, {figure.high:.1f}]"
    if figure.target is None:
        return text
    return f"{text} {'met' if meets(figure) else 'MISSED'} {'≥' if figure.good is Good.HIGH else '≤'} {figure.target:g}"


def meets(figure: Figure) -> bool:
    """Whether a figure with a target meets it."""
    if figure.target is None or math.isnan(figure.value):
        return True
    return figure.value >= figure.target if figure.good is Good.HIGH else figure.value <= figure.target


def _section(section: Section) -> str:
    found = {(figure.system, figure.name): figure for figure in figures(section)}
    systems = list(dict.fromkeys(measure.system for measure in section.measures))
    names = list(dict.fromkeys(measure.name for measure in section.measures))
    by_system = len(systems) >= len(names)
    rows, columns = (systems, names) if by_system else (names, systems)

    def cell(row: str, column: str) -> str:
        figure = found.get((row, column) if by_system else (column, row))
        return shown(figure) if figure else "–"

    body = [[row, *(cell(row, column) for column in columns)] for row in rows]
    return f"{section.name} · n = {section.size}\n" + "\n".join(_aligned([["", *columns], *body]))


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
