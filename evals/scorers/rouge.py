"""ROUGE against several references by the rule of SciTLDR."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from evals.outcomes import NoData

if TYPE_CHECKING:
    from rouge_score.rouge_scorer import RougeScorer

NAMES = ("ROUGE-1", "ROUGE-2", "ROUGE-L")
_KINDS = ("rouge1", "rouge2", "rougeL")
Rouge = tuple[float, float, float]


@cache
def _scorer() -> RougeScorer:
    try:
        from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415  (a test tool: `evals list` works without)
    except ImportError:
        raise NoData("The package rouge-score is not installed. `make test` installs the test tools.") from None
    return RougeScorer(_KINDS, use_stemmer=True)


@lru_cache(maxsize=200_000)
def _against(reference: str, text: str) -> Rouge:
    scores = _scorer().score(reference, text)
    one, two, longest = (float(scores[kind].fmeasure) for kind in _KINDS)
    return one, two, longest


def rouge(text: str, references: Sequence[str]) -> Rouge:
    """F of ROUGE-1, -2 and -L against the one reference whose ROUGE-1 is highest (the first of equals)."""
    return max((_against(reference, text) for reference in references), key=lambda scores: scores[0])
