"""Candidates: which papers of a large scope are worth reading for a question, by the full-text and the archive index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from paperline.domain.errors import IndexUnavailable
from paperline.domain.ranking.matrix import LEXICAL_WEIGHT
from paperline.domain.ranking.terms import words
from paperline.domain.ranking.vectors import Matrix
from paperline.domain.scopes import Scope
from paperline.ports import Embedder, UnitOfWork, VectorIndex

NEAREST = 100


@dataclass(frozen=True, slots=True)
class Candidates:
    """Papers of the scope, the most promising first, ties by id; what was wrong, and whether words alone chose them."""

    ids: tuple[str, ...]
    problem: str | None
    by_words: bool


@dataclass
class FindCandidates:
    """Asks both indexes. Whether the archive index is complete is looked up once for every state of the store."""

    embedder: Callable[[], Embedder]
    archive: Callable[[], VectorIndex]
    _stored: tuple[int, int] = field(default=(-1, 0))

    def run(self, unit: UnitOfWork, question: str, vector: Matrix | None, scope: Scope) -> Candidates:
        """The candidates of the scope."""
        by_text = unit.papers.search_text(words(question), NEAREST, scope)
        near: list[tuple[str, float]] = []
        problem = None
        if vector is not None:
            try:
                near, problem = self._near(unit, vector, scope)
            except IndexUnavailable as error:
                problem = f"The archive index is not available, words decided: {error}"
        return Candidates(_fused(by_text, near), problem, by_words=not near)

    def _near(self, unit: UnitOfWork, vector: Matrix, scope: Scope) -> tuple[list[tuple[str, float]], str | None]:
        """The papers of the scope by their nearest passage, and what the index lacks."""
        archive = self.archive()
        near = archive.query(vector, NEAREST) if scope.is_everything else _within(archive, unit, vector, scope)
        held, stored = archive.count(), self._passages(unit)
        lacks = f"The archive index holds {held} of {stored} passages. `paperline reindex` completes it."
        return near, lacks if held < stored else None

    def _passages(self, unit: UnitOfWork) -> int:
        revision = unit.revision()
        if self._stored[0] != revision:
            self._stored = (revision, unit.vectors.passage_count(self.embedder().identity))
        return self._stored[1]


def _within(archive: VectorIndex, unit: UnitOfWork, vector: Matrix, scope: Scope) -> list[tuple[str, float]]:
    """The nearest papers of the scope's days: the index knows no days, so more is asked of it until enough lie within."""
    wanted = NEAREST
    while True:
        found = archive.query(vector, wanted)
        inside = unit.papers.among([paper_id for paper_id, _ in found], scope)
        near = [item for item in found if item[0] in inside]
        if len(near) >= NEAREST or len(found) < wanted:
            return near[:NEAREST]
        wanted *= 4


def _fused(by_text: Sequence[tuple[str, float]], near: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """The papers by the sum of both scores; one that the archive index did not find is as far as the last that it did."""
    most = max((score for _, score in by_text), default=1.0)
    lexical = {paper_id: score / most for paper_id, score in by_text}
    dense = dict(near)
    farthest = min(dense.values(), default=0.0)
    score = {key: dense.get(key, farthest) + LEXICAL_WEIGHT * lexical.get(key, 0.0) for key in {*dense, *lexical}}
    return tuple(sorted(score, key=lambda key: (-score[key], key)))
