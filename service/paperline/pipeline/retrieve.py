"""Retrieve: the papers of a scope, scored against a question; a day exactly, an archive by its index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from paperline.domain.answers import RetrievalMode
from paperline.domain.errors import EncoderUnavailable, IndexUnavailable
from paperline.domain.papers import Paper
from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.ranking.terms import terms
from paperline.domain.ranking.vectors import Matrix, unit_mean
from paperline.domain.retrieval import Retrieved
from paperline.domain.scopes import Scope
from paperline.ports import Embedder, Records, UnitOfWork, VectorIndex

EXACT_PAPERS = 1_500
_CANDIDATES = 150
_MATRICES = 8
_DETAILED = 20


@dataclass(frozen=True, slots=True)
class _Held:
    """A matrix and the store's revision that it was built from."""

    revision: int
    ids: list[str]
    matrix: ScopeMatrix


@dataclass
class RetrievePapers:
    """Scores the papers of a scope. Scopes of up to 1,500 papers are scored exactly, all of them."""

    records: Records
    embedder: Callable[[], Embedder]
    archive: Callable[[], VectorIndex]
    _matrices: OrderedDict[Scope, _Held] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def run(self, question: str, scope: Scope, *, detailed: int = _DETAILED) -> Retrieved:
        """The papers by score; the first `detailed` carry their scored sentences."""
        vector, degraded = self._vector(question)
        return self._ranked(question, vector, scope, detailed, degraded)

    def like(self, paper: Paper, scope: Scope, *, detailed: int = _DETAILED) -> Retrieved:
        """The papers by their likeness to a stored one, itself included."""
        with self.records.reading() as unit:
            held = unit.vectors.get_many([paper.id], self.embedder().identity)
        vector = unit_mean(held[0].passages) if held else None
        degraded = None if held else "Scored by words only: the paper has no vectors yet."
        return self._ranked(paper.title or paper.abstract[:300], vector, scope, detailed, degraded)

    def central(self, scope: Scope) -> Retrieved:
        """The papers with those first that stand for the most; of a scope too large for one matrix, its first ones by id."""
        with self.records.reading() as unit:
            held = self._held(unit, scope)
            ids = held.ids if held else unit.papers.ids(scope)
            if held:
                matrix = held.matrix
            else:
                matrix = (
                    self._keep(unit, scope, ids) if len(ids) <= EXACT_PAPERS else self._build(unit, ids[:EXACT_PAPERS])
                )
        papers = matrix.central()
        return Retrieved(tuple(papers), RetrievalMode.DENSE, len(ids), len(papers))

    def _ranked(
        self, question: str, vector: Matrix | None, scope: Scope, detailed: int, degraded: str | None
    ) -> Retrieved:
        with self.records.reading() as unit:
            ids = unit.papers.ids(scope) if (held := self._held(unit, scope)) is None else held.ids
            by_words = vector is None
            if len(ids) > EXACT_PAPERS:
                candidates, problem, by_words = self._candidates(unit, question, vector, scope, set(ids))
                degraded = degraded or problem
                matrix = self._build(unit, candidates)
            elif held is None:
                matrix = self._keep(unit, scope, ids)
            else:
                matrix = held.matrix
        papers = matrix.rank(question, vector, detailed=detailed)
        mode = RetrievalMode.LEXICAL if by_words or not matrix.has_vectors else RetrievalMode.HYBRID
        return Retrieved(
            tuple(papers), mode, len(ids), len(papers), degraded, matrix.rarity(question), matrix.holders(question)
        )

    def _vector(self, question: str) -> tuple[Matrix | None, str | None]:
        try:
            return self.embedder().encode_query(question), None
        except EncoderUnavailable as error:
            return None, f"Scored by words only: {error}"

    def _candidates(
        self, unit: UnitOfWork, question: str, vector: Matrix | None, scope: Scope, ids: set[str]
    ) -> tuple[list[str], str | None, bool]:
        """The papers of a large scope that the indexes find, what was wrong, and whether words alone chose them."""
        found = [paper_id for paper_id, _ in unit.papers.search_text(terms(question), _CANDIDATES * 4, scope)]
        problem, near = None, []
        if vector is not None:
            try:
                archive = self.archive()
                near = _nearest(archive, vector, ids)
                held, stored = archive.count(), unit.vectors.passage_count(self.embedder().identity)
                if held < stored:
                    problem = f"The archive index holds {held} of {stored} passages. `paperline reindex` completes it."
            except IndexUnavailable as error:
                problem, near = f"The archive index is not available, words decided: {error}", []
        return sorted({paper_id for paper_id in [*found, *near] if paper_id in ids}), problem, not near

    def _build(self, unit: UnitOfWork, ids: Sequence[str]) -> ScopeMatrix:
        return ScopeMatrix(unit.papers.get_many(ids), unit.vectors.get_many(ids, self.embedder().identity))

    def _held(self, unit: UnitOfWork, scope: Scope) -> _Held | None:
        """The scope's matrix, if nothing was stored since it was built."""
        with self._lock:
            held = self._matrices.get(scope)
            if held is None or held.revision != unit.revision():
                return None
            self._matrices.move_to_end(scope)
            return held

    def _keep(self, unit: UnitOfWork, scope: Scope, ids: list[str]) -> ScopeMatrix:
        matrix = self._build(unit, ids)
        with self._lock:
            self._matrices[scope] = _Held(unit.revision(), ids, matrix)
            while len(self._matrices) > _MATRICES:
                self._matrices.popitem(last=False)
        return matrix


def _nearest(archive: VectorIndex, vector: Matrix, ids: set[str]) -> list[str]:
    """The nearest papers of a scope: an index knows no scopes, so more is asked of it until enough lie within."""
    asked = _CANDIDATES
    while True:
        found = [paper_id for paper_id, _ in archive.query(vector, asked)]
        within = [paper_id for paper_id in found if paper_id in ids]
        if len(within) >= _CANDIDATES or len(found) < asked:
            return within[:_CANDIDATES]
        asked *= 4
