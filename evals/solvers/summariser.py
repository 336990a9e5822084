"""Our own solver: the embedded summariser, built once for a run, and the texts that can be taken from its summaries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from evals.solvers.encoding import paper_encoder
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.summaries import PartRole, Summary
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.claims import main_contribution
from paperline.engines.embedded.fragments import Fragment
from paperline.engines.embedded.shortening import strip_lead
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.ports import PaperText

_NOW = datetime(2025, 12, 11, tzinfo=UTC)


class Summaries:
    """Summaries of (title, abstract), each made once in a run."""

    def __init__(self, *, vectors: bool = True) -> None:
        self._encode = paper_encoder() if vectors else None
        self._engine = EmbeddedSummariser(SpacySyntax(), self._encode)
        self.of: Callable[[str, str], Summary] = lru_cache(maxsize=20_000)(self._make)

    def contribution(self, title: str, abstract: str) -> str:
        """The sentence that says best what the paper offers, shortened as a claim is."""
        vectors = self._encode(title, abstract).sentences if self._encode else None
        read = Abstract.read(title, abstract, vectors)
        return strip_lead(Fragment.of(abstract, read.sentences[main_contribution(read)])).text

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


def _part(summary: Summary, role: PartRole) -> str:
    return " ".join(part.text for part in summary.tldr.parts if part.role is role)
