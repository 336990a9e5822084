"""Summarise: every paper in scope has a summary of its newest version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from paperline.domain.errors import BadText, EngineUnavailable
from paperline.domain.provenance import Engine
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Summary
from paperline.domain.text import is_well_formed
from paperline.observability.metrics import CHECKS_FAILED, SUMMARIES_WRITTEN
from paperline.pipeline.progress import Progress, no_progress
from paperline.ports import Embedder, PaperText, Records, Summariser

MAX_ABSTRACT_CHARACTERS = 50_000
_PAPERS_A_BATCH = 16


@dataclass(frozen=True, slots=True)
class SummariseResult:
    """How many papers in scope were summarised now and how many were before."""

    written: int
    unchanged: int

    def __add__(self, other: SummariseResult) -> SummariseResult:
        """Both together."""
        return SummariseResult(self.written + other.written, self.unchanged + other.unchanged)


@dataclass(frozen=True, slots=True)
class SummarisePapers:
    """Summarises stored papers and loose texts with one of the engines that are configured."""

    records: Records
    engines: Callable[[Engine], Summariser]
    embedder: Callable[[], Embedder]

    def run(
        self, scope: Scope, *, now: datetime, engine: Engine | None = None, progress: Progress = no_progress
    ) -> SummariseResult:
        """Every paper in scope has a summary; each is stored as soon as it is written."""
        chosen = engine or Engine.EMBEDDED
        summariser = self.engines(chosen)
        with self.records.reading() as unit:
            missing = unit.summaries.missing(chosen, scope)
            total = len(unit.papers.ids(scope))
        for start in range(0, len(missing), _PAPERS_A_BATCH):
            self._batch(missing[start : start + _PAPERS_A_BATCH], summariser, now)
            progress("summarise", min(start + _PAPERS_A_BATCH, len(missing)), len(missing))
        return SummariseResult(len(missing), total - len(missing))

    def text(
        self, title: str, abstract: str, *, now: datetime, paper_id: str | None = None, engine: Engine | None = None
    ) -> Summary:
        """The summary of a text that is not stored; its spans index the strings as sent."""
        if not abstract.strip():
            raise BadText("The abstract is empty. Send the paper's abstract as text.")
        if not (is_well_formed(title) and is_well_formed(abstract)):
            raise BadText("The text holds half a character (a lone surrogate). Send it as valid Unicode.")
        if len(abstract) > MAX_ABSTRACT_CHARACTERS or len(title) > MAX_ABSTRACT_CHARACTERS:
            raise BadText(f"The text is longer than {MAX_ABSTRACT_CHARACTERS:,} characters. Send the abstract only.")
        summariser = self.engines(engine or Engine.EMBEDDED)
        return _counted(summariser.summarise([PaperText(title, abstract, paper_id)], now=now))[0]

    def _batch(self, ids: list[str], summariser: Summariser, now: datetime) -> None:
        with self.records.reading() as unit:
            papers = unit.papers.get_many(ids)
            stored = unit.vectors.get_many(ids, self.embedder().identity)
        vectors = {found.paper_id: found for found in stored}
        texts = [
            PaperText(paper.title, paper.abstract, paper.id, paper.version, vectors.get(paper.id)) for paper in papers
        ]
        made = _counted(summariser.summarise(texts, now=now))
        with self.records.writing() as unit:
            for summary in made:
                unit.summaries.put(summary)


def _counted(made: list[Summary]) -> list[Summary]:
    for summary in made:
        SUMMARIES_WRITTEN.add(summary.tldr.engine.value)
        for checks in (summary.tldr.checks, *(claim.checks for claim in summary.claims)):
            for name in checks.failed:
                CHECKS_FAILED.add("summary", name.value)
    return made


def require_engine(engine: str) -> Engine | None:
    """The engine a caller named; `auto` leaves the choice open."""
    if engine == "auto":
        return None
    try:
        return Engine(engine)
    except ValueError:
        raise EngineUnavailable(f"There is no engine {engine[:40]!r}. Use auto, embedded or llm.") from None
