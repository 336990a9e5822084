"""Plots as inline SVG: bars with their intervals, and a histogram."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from evals.statistics import Figure

_WIDTH, _ROW, _LABEL = 460, 20, 190
_BINS = 20


def bars(figures: Sequence[Figure]) -> str:
    """A bar a system, its interval as a line; ours stand out by `gated`."""
    known = [figure for figure in figures if not math.isnan(figure.value)]
    top = max((figure.high for figure in known), default=0.0) or 1.0
    scale = (_WIDTH - _LABEL - 50) / top
    rows = []
    for place, figure in enumerate(known):
        y = place * _ROW
        low, value, high = (_LABEL + max(0.0, x) * scale for x in (figure.low, figure.value, figure.high))
        colour = "var(--ours)" if figure.gated else "var(--theirs)"
        rows.append(
            f'<text x="{_LABEL - 6}" y="{y + 14}" text-anchor="end">{escape(figure.system[:32])}</text>'
            f'<rect x="{_LABEL}" y="{y + 4}" width="{value - _LABEL:.1f}" height="12" fill="{colour}"/>'
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y + 10}" y2="{y + 10}" stroke="var(--ink)"/>'
            f'<text x="{high + 5:.1f}" y="{y + 14}">{figure.value:.1f}</text>'
        )
    height = len(known) * _ROW + 4
    return _svg(height, "".join(rows))


def histogram(values: Sequence[float]) -> str:
    """How many values fall into each of twenty equal steps."""
    low, high = min(values), max(values)
    step = (high - low) / _BINS or 1.0
    counts = [0] * _BINS
    for value in values:
        counts[min(_BINS - 1, int((value - low) / step))] += 1
    width, tall = (_WIDTH - 20) / _BINS, 110
    drawn = "".join(
        f'<rect x="{10 + i * width:.1f}" y="{tall - count / max(counts) * (tall - 10):.1f}" width="{width - 2:.1f}" '
        f'height="{count / max(counts) * (tall - 10):.1f}" fill="var(--ours)"><title>{count}</title></rect>'
        for i, count in enumerate(counts)
    )
    ends = f'<text x="10" y="126">{low:.1f}</text><text x="{_WIDTH - 10}" y="126" text-anchor="end">{high:.1f}</text>'
    return _svg(132, drawn + ends)


def _svg(height: int, body: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img">{body}</svg>'
