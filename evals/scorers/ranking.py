"""How good an order is: nDCG, hit at one, and what a set of matches is worth."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def ndcg(ranked: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with gains of one (Järvelin and Kekäläinen 2002)."""
    gained = sum(1 / math.log2(place + 2) for place, item in enumerate(ranked[:depth]) if item in relevant)
    most = sum(1 / math.log2(place + 2) for place in range(min(depth, len(relevant))))
    return gained / most if most else 0.0


def f1(found: Collection[str], wanted: Collection[str]) -> float:
    """F1 of a set against another; one where both are empty."""
    if not found and not wanted:
        return 1.0
    return 2 * len(set(found) & set(wanted)) / (len(set(found)) + len(set(wanted)))
