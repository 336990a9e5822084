"""Falling back: another engine's summary, without what an abstract says to models that read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paperline.domain.addressed import addresses_a_model
from paperline.domain.summaries import CheckName, Checks, Summary
from paperline.domain.text import Span, split_sentences
from paperline.ports import PaperText


def without_orders(summary: Summary, paper: PaperText) -> Summary:
    """The summary without claims and keywords that come from a sentence which speaks to a model; a line that does is marked."""
    sentences = [sentence.text for sentence in split_sentences(paper.abstract)]
    orders = [text for text in (paper.title, *sentences) if addresses_a_model(text)]
    if not orders:
        return summary
    rest = " ".join(text for text in (paper.title, *sentences) if text not in orders).casefold()
    line = summary.tldr
    if any(_is_order(part.evidence) for part in line.parts):
        line = replace(line, checks=Checks(passed=False, failed=(*line.checks.failed, CheckName.OTHER_PAPER)))
    return replace(
        summary,
        tldr=line,
        claims=tuple(claim for claim in summary.claims if not _is_order(claim.evidence)),
        keywords=tuple(keyword for keyword in summary.keywords if keyword.casefold() in rest),
    )


def _is_order(evidence: Sequence[Span]) -> bool:
    return any(addresses_a_model(span.text) for span in evidence)
