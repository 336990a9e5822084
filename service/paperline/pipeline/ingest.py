"""Ingest: a source's papers are in the store, once, in their days, and indexed."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from paperline.domain.days import DayStatus
from paperline.domain.jobs import IngestResult
from paperline.domain.papers import Outcome, Paper, PaperDraft, SourceBatch, merge, normalised_title
from paperline.domain.papers import draft_id as id_of
from paperline.observability.metrics import INGEST_SECONDS, PAPERS_INGESTED, RECORDS_REJECTED
from paperline.observability.tracing import span
from paperline.pipeline.index import Indexed, IndexPapers, unheard
from paperline.pipeline.progress import Progress, no_progress
from paperline.ports import PaperSource, Records, UnitOfWork


@dataclass(frozen=True, slots=True)
class IngestPapers:
    """Reads a source, stores what it holds in one transaction, then embeds and indexes what is new."""

    records: Records
    index: IndexPapers

    def run(
        self,
        source: PaperSource,
        *,
        now: datetime,
        day: date | None = None,
        progress: Progress = no_progress,
        indexed: Indexed = unheard,
    ) -> IngestResult:
        """The source's papers are stored and indexed; running it again changes and embeds nothing."""
        began, outcome = time.perf_counter(), "failed"
        try:
            with span("ingest"):
                result = self._run(source, now, day, progress, indexed)
            outcome = "done"
        finally:
            INGEST_SECONDS.observe(time.perf_counter() - began, outcome)
        return result

    def _run(
        self, source: PaperSource, now: datetime, day: date | None, progress: Progress, indexed: Indexed
    ) -> IngestResult:
        with span("read source") as reading:
            batch = source.read(now)
            reading.tell(paperline__papers=len(batch.drafts), paperline__rejected=len(batch.rejected))
        with span("store papers"), self.records.writing() as unit:
            outcomes, days, renamed = _store(unit, batch, day, now, progress)
        ids = tuple(dict.fromkeys(renamed.get(paper_id, paper_id) for paper_id, _ in outcomes))
        with span("index papers", paperline__papers=len(ids)):
            done = self.index.run(ids, renamed=renamed, progress=progress, indexed=indexed)
        kinds = [kind for _, kind in outcomes]
        for kind in kinds:
            PAPERS_INGESTED.add(kind.value)
        RECORDS_REJECTED.add(amount=len(batch.rejected))
        return IngestResult(
            found=len(batch.drafts) + len(batch.rejected),
            new=kinds.count(Outcome.NEW),
            updated=kinds.count(Outcome.UPDATED),
            unchanged=kinds.count(Outcome.UNCHANGED),
            rejected=batch.rejected,
            repairs=batch.repairs,
            day=max(days, default=day or batch.day),
            ids=ids,
            days=tuple(sorted(days)),
            embedded=done.embedded,
            notes=(*batch.notes, *_note_of_undated(batch, day, now), *((done.note,) if done.note else ())),
            empty_reason=batch.empty_reason,
        )


def _store(
    unit: UnitOfWork, batch: SourceBatch, day: date | None, now: datetime, progress: Progress
) -> tuple[list[tuple[str, Outcome]], dict[date, list[str]], dict[str, str]]:
    """What each draft did, the days' lists, and the new ids of papers that were known by their title only."""
    renamed: dict[str, str] = {}
    outcomes: list[tuple[str, Outcome]] = []
    days: dict[date, list[str]] = {}
    for done, draft in enumerate(batch.drafts, start=1):
        listed = day or draft.day or batch.day or _today(now)
        existing = _existing(unit, draft)
        if existing and _is_superseded(unit, existing, draft):
            draft = replace(draft, title=existing.title, abstract=existing.abstract)
        paper, outcome = merge(existing, draft, listed)
        if existing and existing.id != paper.id:
            renamed[existing.id] = paper.id
        if outcome is not Outcome.UNCHANGED:
            unit.papers.put(paper, now, raw_title=draft.raw_title, raw_abstract=draft.raw_abstract)
        outcomes.append((paper.id, outcome))
        days.setdefault(listed, []).append(paper.id)
        progress("store", done, len(batch.drafts))
    for listed, ids in days.items():
        unit.days.put_list(listed, batch.source, tuple(dict.fromkeys(ids)), now)
        unit.days.put_status(listed, DayStatus.COMPLETE, None)
    empty_day = day or batch.day
    if not batch.drafts and batch.empty_reason and empty_day and not unit.days.paper_ids(empty_day):
        unit.days.put_status(empty_day, DayStatus.EMPTY, batch.empty_reason)
    return outcomes, days, renamed


def _note_of_undated(batch: SourceBatch, day: date | None, now: datetime) -> tuple[str, ...]:
    """That papers were listed today because neither the source nor the caller gave a day."""
    undated = sum(draft.day is None for draft in batch.drafts) if day is None and batch.day is None else 0
    if not undated:
        return ()
    papers = "1 paper has" if undated == 1 else f"{undated:,} papers have"
    return (f"{papers} no day in the source and went into today, {_today(now)}. Give a day to list them in another.",)


def _today(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _is_superseded(unit: UnitOfWork, existing: Paper, draft: PaperDraft) -> bool:
    """Whether a source repeats a wording that a later version has replaced: an old file read again changes nothing."""
    earlier = unit.papers.versions(existing.id)[:-1] if existing.version > 1 else []
    return draft.abstract != existing.abstract and any(version.abstract == draft.abstract for version in earlier)


def _existing(unit: UnitOfWork, draft: PaperDraft) -> Paper | None:
    """The stored paper that a draft is about: by its id, else by its title where one of the two has no real id."""
    if found := unit.papers.get(id_of(draft)):
        return found
    if not draft.title:
        return None
    twin = unit.papers.find_by_title(normalised_title(draft.title))
    return twin if twin and (draft.id is None or twin.id.startswith("t:")) else None
