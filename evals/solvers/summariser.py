"""Our own solver: the embedded summariser, built once for a run, and the texts that can be taken from its summaries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from evals.solvers.encoding import paper_encoder
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.summaries import ClaimKind, PartRole, Summary
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.ports import PaperText

_NOW = datetime(2025, 12, 11, tzinfo=UTC)


class Summaries:
    """Summaries of (title, abstract), each made once in a run."""

    def __init__(self, *, vectors: bool = True) -> None:
        encode = paper_encoder() if vectors else None
        self._engine = EmbeddedSummariser(SpacySyntax(), encode)
        self.of: Callable[[str, str], Summary] = lru_cache(maxsize=20_000)(self._make)

    def _make(self, title: str, abstract: str) -> Summary:
        return self._engine.summarise([PaperText(title, abstract)], now=_NOW)[0]


def line(summary: Summary) -> str:
    """The whole line."""
    return summary.tldr.text


def what(summary: Summary) -> str:
    """What is offered; the line where it has no such part."""
    return _part(summary, PartRole.WHAT) or line(summary)


def finding(summary: Summary) -> str:
    """What came of it, or nothing."""
    return _part(summary, PartRole.FINDING)


def contribution(summary: Summary) -> str:
    """The first claim of kind contribution as its sentence stands; without one, the first claim's."""
    chosen = [claim for claim in summary.claims if claim.kind is ClaimKind.CONTRIBUTION] or list(summary.claims)
    return " ".join(span.text for span in chosen[0].evidence) if chosen else ""


def _part(summary: Summary, role: PartRole) -> str:
    return " ".join(part.text for part in summary.tldr.parts if part.role is role)
