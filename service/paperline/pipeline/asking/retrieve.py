"""Retrieve: the papers of a scope, scored against a question; a day exactly, an archive by its index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from paperline.domain.answers import RetrievalMode
from paperline.domain.errors import EncoderUnavailable
from paperline.domain.papers import Paper
from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.ranking.vectors import Matrix, unit_mean
from paperline.domain.retrieval import Retrieved
from paperline.domain.scopes import Scope
from paperline.pipeline.asking.candidates import FindCandidates
from paperline.pipeline.asking.held import Held, HeldScopes
from paperline.pipeline.asking.whole import Reading, read_whole
from paperline.ports import Embedder, Records, UnitOfWork

EXACT_PAPERS = 1_500
ARCHIVE_PAPERS = 24  # of an archive, so many are read whole: reading one takes a third of a millisecond
_LIKE_IN_ARCHIVE = 101  # the paper itself among them
_DETAILED = 10


@dataclass
class RetrievePapers:
    """Scores the papers of a scope. Scopes of up to 1,500 papers are scored exactly, all of them."""

    records: Records
    embedder: Callable[[], Embedder]
    candidates: FindCandidates
    scopes: HeldScopes = field(default_factory=HeldScopes)

    def run(
        self, question: str, scope: Scope, *, detailed: int = _DETAILED, of_archive: int = ARCHIVE_PAPERS
    ) -> Retrieved:
        """The papers by score; the first `detailed` carry their scored sentences.

        Of a scope too large to be scored whole, the `of_archive` most promising papers are.
        """
        vector, degraded = self._vector(question)
        return self.ranked(question, vector, scope, detailed=detailed, of_archive=of_archive, degraded=degraded)

    def whole(self, question: str, scope: Scope, how: Reading) -> Retrieved:
        """Every paper of the scope with its sentences, however many there are, unless the time for reading them ends.

        The most promising of a large scope come first, so that they are among those read in time.
        """
        vector, degraded = self._vector(question)
        with self.records.reading() as unit:
            if self._held(unit, scope).matrix is None:
                ids = dict.fromkeys(unit.papers.ids(scope))
                first = [key for key in self._promising(unit, question, vector, scope) if key in ids]
                ordered = list(dict.fromkeys([*first, *ids]))
                found = read_whole(unit, ordered, question, vector, self.embedder().identity, how)
                return replace(found, degraded=" ".join(filter(None, [degraded, found.degraded])) or None)
        return self.ranked(question, vector, scope, detailed=EXACT_PAPERS, degraded=degraded)

    def like(self, paper: Paper, scope: Scope, *, detailed: int = _DETAILED) -> Retrieved:
        """The papers by their likeness to a stored one, itself included."""
        with self.records.reading() as unit:
            held = unit.vectors.get_many([paper.id], self.embedder().identity)
        vector = unit_mean(held[0].passages) if held else None
        degraded = None if held else "Scored by words only: the paper has no vectors yet."
        said = paper.title or paper.abstract[:300]
        return self.ranked(said, vector, scope, detailed=detailed, of_archive=_LIKE_IN_ARCHIVE, degraded=degraded)

    def central(self, scope: Scope) -> Retrieved:
        """The papers with those first that stand for the most; of a scope too large for one matrix, its first ones by id."""
        with self.records.reading() as unit:
            held = self._held(unit, scope)
            matrix = held.matrix or self._build(unit, unit.papers.ids(scope)[:EXACT_PAPERS])
        papers = matrix.central()
        return Retrieved(tuple(papers), RetrievalMode.DENSE, held.size, len(papers))

    def ranked(
        self, question: str, vector: Matrix | None, scope: Scope, *, detailed: int = _DETAILED,
        of_archive: int = ARCHIVE_PAPERS, degraded: str | None = None,
    ) -> Retrieved:  # fmt: skip
        """The papers by score for a question that is encoded already; without a vector by words alone."""
        with self.records.reading() as unit:
            held = self._held(unit, scope)
            matrix, by_words = held.matrix, vector is None
            if matrix is None:
                found = self.candidates.run(unit, question, vector, scope)
                degraded, by_words = degraded or found.problem, found.by_words
                matrix = self._build(unit, found.ids[:of_archive])
        papers = matrix.rank(question, vector, detailed=detailed)
        mode = RetrievalMode.LEXICAL if by_words or not matrix.has_vectors else RetrievalMode.HYBRID
        return Retrieved(
            tuple(papers), mode, held.size, len(papers), degraded, matrix.rarity(question), matrix.holders(question)
        )

    def _promising(self, unit: UnitOfWork, question: str, vector: Matrix | None, scope: Scope) -> Sequence[str]:
        """The candidates of a scope of days; a scope of papers has none."""
        return () if scope.papers else self.candidates.run(unit, question, vector, scope).ids

    def _vector(self, question: str) -> tuple[Matrix | None, str | None]:
        try:
            return self.embedder().encode_query(question), None
        except EncoderUnavailable as error:
            return None, f"Scored by words only: {error}"

    def _build(self, unit: UnitOfWork, ids: Sequence[str]) -> ScopeMatrix:
        return ScopeMatrix(unit.papers.get_many(ids), unit.vectors.get_many(ids, self.embedder().identity))

    def _held(self, unit: UnitOfWork, scope: Scope) -> Held:
        """What the scope holds: as it was looked up before, if nothing was stored since."""
        revision = unit.revision()
        held = self.scopes.get(scope, revision)
        if held is None:
            held = self._looked_up(unit, scope)
            self.scopes.keep(scope, held, revision)
        return held

    def _looked_up(self, unit: UnitOfWork, scope: Scope) -> Held:
        size = len(scope.papers) or unit.papers.count(scope)
        if size > EXACT_PAPERS:
            return Held(size, None)
        ids = unit.papers.ids(scope)
        return Held(len(ids), self._build(unit, ids))
