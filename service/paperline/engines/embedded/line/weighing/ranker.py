"""The ranker: how good readers would find a candidate, learnt from the grades that they gave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paperline.engines.embedded.net import Nets, read_nets

WEIGHTS = Path(__file__).resolve().parents[2] / "weights" / "line.npz"


@dataclass(frozen=True, slots=True)
class LineWeights:
    """The nets for each half of the line; their grades go from 0 to 4."""

    what: Nets
    finding: Nets


@cache
def packaged_weights() -> LineWeights:
    """The packaged weights, read once, when first needed."""
    nets = read_nets(WEIGHTS)
    return LineWeights(nets["what"], nets["finding"])
