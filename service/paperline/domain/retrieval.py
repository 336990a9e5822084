"""What retrieval hands to an answerer: scored papers and their scored sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from paperline.domain.answers import RetrievalMode
from paperline.domain.papers import Paper
from paperline.domain.text import Field, Span


class ScoredSentence(NamedTuple):
    """A sentence of a paper and how well it fits the question; a tuple, for questions make hundreds of them.

    `dense` is the cosine with the question, `coverage` the share of the question's rarity-weighted terms that the
    sentence holds, `score` their weighted sum.
    """

    ordinal: int
    start: int
    end: int
    text: str
    score: float
    dense: float
    coverage: float

    def span(self) -> Span:
        """The sentence as evidence."""
        return Span(Field.ABSTRACT, self.start, self.end, self.text)


class RetrievedPaper(NamedTuple):
    """A paper in scope, its fused score, and its sentences, best first."""

    paper: Paper
    score: float
    dense: float
    lexical: float
    coverage: float
    sentences: tuple[ScoredSentence, ...]

    def in_order(self) -> tuple[ScoredSentence, ...]:
        """The sentences as the abstract has them."""
        return tuple(sorted(self.sentences, key=lambda sentence: sentence.ordinal))

    def best_spans(self) -> tuple[Span, ...]:
        """The best sentence, and the second where it is nearly as good, in their order, as evidence."""
        best = [sentence for sentence in self.sentences[:2] if sentence.score >= 0.7 * self.sentences[0].score]
        return tuple(sentence.span() for sentence in sorted(best, key=lambda sentence: sentence.ordinal))


def _go_on() -> None:
    """Nobody has left."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The papers in scope by score, best first, ties by id; all that were scored, or the best of an archive.

    `rarity` gives the question's terms their weight in this scope, `holders` says how many papers hold each. `proceed` is called
    now and then by whoever looks at many papers; it raises where nobody waits any more.
    """

    papers: tuple[RetrievedPaper, ...]
    mode: RetrievalMode
    papers_in_scope: int
    papers_scored: int
    degraded: str | None = None
    rarity: Mapping[str, float] = field(default_factory=dict)
    holders: Mapping[str, int] = field(default_factory=dict)
    proceed: Callable[[], None] = field(default=_go_on, compare=False)
