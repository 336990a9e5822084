"""Plots as inline SVG: bars with their intervals, a histogram, reliability and risk."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from evals.scorers.probabilities import Bin
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


def diagonal(bins: Sequence[Bin]) -> str:
    """A reliability plot: what was said against what came true, dots as large as their bins, the ideal as a line."""
    side, most = 220, max(found.count for found in bins)
    dots = "".join(
        f'<circle cx="{20 + found.predicted * side:.1f}" cy="{10 + (1 - found.observed) * side:.1f}" '
        f'r="{3 + 9 * math.sqrt(found.count / most):.1f}" fill="var(--ours)"><title>{found.count}</title></circle>'
        for found in bins
    )
    line = f'<line x1="20" y1="{10 + side}" x2="{20 + side}" y2="10" stroke="var(--theirs)"/>'
    axes = (
        f'<text x="20" y="{side + 26}">0</text><text x="{20 + side}" y="{side + 26}" text-anchor="end">said: 1</text>'
    )
    return _svg(side + 32, line + dots + axes)


def risk_curve(right: Sequence[bool]) -> str:
    """The share of wrong ones among the first n, as n grows."""
    wide, tall = _WIDTH - 40, 120
    wrong, points = 0, []
    for count, one in enumerate(right, 1):
        wrong += not one
        points.append(f"{20 + wide * count / len(right):.1f},{10 + tall * (1 - wrong / count):.1f}")
    curve = f'<polyline points="{" ".join(points)}" fill="none" stroke="var(--ours)" stroke-width="2"/>'
    ends = f'<text x="20" y="{tall + 26}">none given</text><text x="{20 + wide}" y="{tall + 26}" text-anchor="end">all</text>'
    return _svg(tall + 32, curve + ends)
