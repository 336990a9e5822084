"""Baselines: what a reader gets without any summariser."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from evals.datasets import EvalPaper
from evals.solvers.textrank import textrank
from paperline.domain.text import split_sentences

Solver = Callable[[EvalPaper], str]

_PROPOSE = re.compile(
    r"\b(?:we|this (?:paper|work|article|study))\s+(?:\w+ly\s+|here\s+|also\s+|first\s+)?"
    r"(?:propose|present|introduce|develop|describe|design)s?\b|\b(?:is|are) (?:proposed|introduced|presented)\b",
    re.IGNORECASE,
)


def sentences_of(paper: EvalPaper) -> Sequence[str]:
    """The data set's own sentences, or those that the splitter finds."""
    return paper.sentences or tuple(sentence.text for sentence in split_sentences(paper.abstract))


def lead(paper: EvalPaper) -> str:
    """The first sentence."""
    return next(iter(sentences_of(paper)), "")


def last(paper: EvalPaper) -> str:
    """The last sentence."""
    return sentences_of(paper)[-1] if paper.abstract else ""


def first_proposal(paper: EvalPaper) -> str:
    """The first sentence with “we propose” or its like; the first sentence where there is none."""
    return next((sentence for sentence in sentences_of(paper) if _PROPOSE.search(sentence)), lead(paper))


def title(paper: EvalPaper) -> str:
    """The title."""
    return paper.title


def central(paper: EvalPaper) -> str:
    """TextRank's first sentence."""
    sentences = sentences_of(paper)
    return textrank(sentences)[0] if sentences else ""


BASELINES: dict[str, Solver] = {
    "lead": lead, "last": last, "first “we propose”": first_proposal, "title": title, "TextRank": central,
}  # fmt: skip
