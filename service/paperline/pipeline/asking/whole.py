"""Whole scopes: every paper of a scope that is too large for one matrix is read, batch by batch, within a time."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from paperline.domain.answers import RetrievalMode
from paperline.domain.papers import Paper
from paperline.domain.ranking.bm25 import rarity
from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.ranking.terms import terms
from paperline.domain.ranking.vectors import EncoderIdentity, Matrix
from paperline.domain.retrieval import Retrieved, RetrievedPaper
from paperline.ports import UnitOfWork

BATCH = 500  # papers: their matrix, 35 kB a paper, is dropped before the next one is made
MOST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Reading:
    """How a scope is read: what goes on between batches, and which papers need no reading as their records decide."""

    proceed: Callable[[], None]
    decided: Callable[[Paper], bool]
    most_seconds: float = MOST_SECONDS


def read_whole(
    unit: UnitOfWork, ids: Sequence[str], question: str, vector: Matrix | None, identity: EncoderIdentity, how: Reading
) -> Retrieved:
    """The papers with these ids, each scored within its batch; where the time ends, the first ones, and it is said.

    A paper that is decided comes without sentences. Rarity is counted over all that were read.
    """
    end = time.monotonic() + how.most_seconds
    found: list[RetrievedPaper] = []
    holders: Counter[str] = Counter(dict.fromkeys(terms(question), 0))
    read, has_vectors = 0, False
    for batch in _batches(ids):
        how.proceed()
        if time.monotonic() >= end:
            break
        papers = unit.papers.get_many(batch)
        open_ones = [paper for paper in papers if not how.decided(paper)]
        undecided = {paper.id for paper in open_ones}
        found += [RetrievedPaper(paper, 0.0, 0.0, 0.0, 0.0, ()) for paper in papers if paper.id not in undecided]
        if open_ones:
            matrix = ScopeMatrix(open_ones, unit.vectors.get_many([paper.id for paper in open_ones], identity))
            found += matrix.rank(question, vector, detailed=len(open_ones))
            holders.update(matrix.holders(question))
            has_vectors |= matrix.has_vectors
            read += len(open_ones)
    found.sort(key=lambda item: (-item.score, item.paper.id))
    late = f"The time of {how.most_seconds:g} s ended: {len(found):,} of {len(ids):,} papers were looked at."
    mode = RetrievalMode.HYBRID if vector is not None and has_vectors else RetrievalMode.LEXICAL
    return Retrieved(
        tuple(found), mode, len(ids), len(found), late if len(found) < len(ids) else None,
        {term: rarity(read, count) for term, count in holders.items()}, dict(holders), how.proceed,
    )  # fmt: skip


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for number in range(math.ceil(len(ids) / BATCH)):
        yield ids[number * BATCH : (number + 1) * BATCH]
