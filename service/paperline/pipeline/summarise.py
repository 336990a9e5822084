"""Summarise: every paper in scope has a summary of its newest version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    """How many papers in scope were summarised now, how many were before, and how many of these are stale."""

    written: int
    unchanged: int
    stale: int = 0

    def __add__(self, other: SummariseResult) -> SummariseResult:
        """Both together."""
        return SummariseResult(self.written + other.written, self.unchanged + other.unchanged, self.stale + other.stale)


@dataclass(frozen=True, slots=True)
class SummarisePapers:
    """Summarises stored papers and loose texts with one of the engines that are configured."""

    records: Records
    engines: Callable[[Engine | None], Summariser]
    embedder: Callable[[], Embedder]

    def run(
        self, scope: Scope, *, now: datetime, engine: Engine | None = None, progress: Progress = no_progress,
        refresh: bool = False,
    ) -> SummariseResult:  # fmt: skip
        """Every paper in scope has a summary by the engine, or another's that says why; each is stored as it is written.

        Those that the engine would now write with another model, weights or prompt are left, or with `refresh` written anew.
        """
        summariser = self.engines(engine)
        wanted = self.wanted(scope, summariser, refresh=refresh)
        with self.records.reading() as unit:
            stale = 0 if refresh else len(unit.summaries.stale(summariser.engine, scope))
            total = len(unit.papers.ids(scope))
        written = 0
        for group in summariser.each(self.texts(wanted, summariser.engine), now=now):
            with self.records.writing() as unit:
                for summary in _counted(group):
                    unit.summaries.put(summary)
            written += len(group)
            progress("summarise", written, len(wanted))
        return SummariseResult(len(wanted), total - len(wanted), stale)

    def wanted(self, scope: Scope, summariser: Summariser, *, refresh: bool = False) -> list[str]:
        """The papers in scope, sorted, that the summariser has not written, or with `refresh` would write otherwise now."""
        with self.records.reading() as unit:
            missing = unit.summaries.missing(summariser.engine, scope)
            return sorted({*missing, *unit.summaries.stale(summariser.engine, scope)}) if refresh else missing

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
        summariser = self.engines(engine)
        return _counted(summariser.summarise([PaperText(title, abstract, paper_id)], now=now))[0]

    def texts(self, ids: list[str], engine: Engine) -> Iterator[PaperText]:
        """The papers, read a few at a time; with their vectors where the engine writes from them."""
        for start in range(0, len(ids), _PAPERS_A_BATCH):
            batch = ids[start : start + _PAPERS_A_BATCH]
            with self.records.reading() as unit:
                papers = unit.papers.get_many(batch)
                embedded = engine is Engine.EMBEDDED
                stored = unit.vectors.get_many(batch, self.embedder().identity) if embedded else []
            vectors = {found.paper_id: found for found in stored}
            for paper in papers:
                yield PaperText(paper.title, paper.abstract, paper.id, paper.version, vectors.get(paper.id))


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
