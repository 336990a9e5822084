"""Fits how sure answers and refusals are: `python -m evals.training.answers --data ../shared/data`."""

from __future__ import annotations

import json
from pathlib import Path

from paperline.engines.embedded.answering.answerer import EmbeddedAnswerer

FOLDS_FITTED = Path(__file__).with_name("folds.json")


def answerer_without(fold: int | None) -> EmbeddedAnswerer:
    """The embedded answerer whose fitted numbers saw nothing of a fold; the shipped one for None."""
    if fold is None:
        return EmbeddedAnswerer()
    fitted = json.loads(FOLDS_FITTED.read_text(encoding="utf-8"))
    return EmbeddedAnswerer(fitted[str(fold)])
