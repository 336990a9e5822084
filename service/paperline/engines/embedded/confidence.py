"""Confidence: how probable it is that a sentence answers, or a paper matches."""

from __future__ import annotations

import math

from paperline.domain.retrieval import RetrievedPaper, ScoredSentence


def answer_confidence(sentence: ScoredSentence, paper: RetrievedPaper) -> float:
    """The probability that the sentence states what was asked, from its closeness and the terms it covers."""
    return _logistic(9.0 * (sentence.dense - 0.42) + 3.0 * (paper.coverage - 0.55) + 2.0 * (sentence.coverage - 0.4))


def match_confidence(paper: RetrievedPaper) -> float:
    """The probability that a paper meets the condition of a list or count question."""
    dense = max([paper.dense, *(sentence.dense for sentence in paper.sentences)])
    stated = max((sentence.coverage for sentence in paper.sentences), default=0.0)
    return _logistic(6.0 * (dense - 0.4) + 5.0 * (paper.coverage - 0.8) + 3.0 * (stated - 0.7))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
