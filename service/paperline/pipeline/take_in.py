"""Take in: a source's papers are stored, indexed and summarised; the first are summarised while the last are encoded."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date, datetime
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from paperline.domain.jobs import IngestResult
from paperline.domain.scopes import Scope
from paperline.observability.events import log
from paperline.pipeline.ingest import IngestPapers
from paperline.pipeline.progress import Progress, no_progress
from paperline.pipeline.summarise import SummarisePapers, SummariseResult
from paperline.ports import PaperSource


@dataclass(frozen=True, slots=True)
class TakeInPapers:
    """Ingests and summarises at once: the encoder leaves the interpreter free, so both cores have work."""

    ingest: IngestPapers
    summarise: SummarisePapers

    def run(
        self, source: PaperSource, *, now: datetime, day: date | None = None, progress: Progress = no_progress
    ) -> tuple[IngestResult, SummariseResult]:
        """The source's papers are stored, indexed and summarised; running it again changes nothing."""
        with _Beside(self.summarise, now, progress) as beside:
            result = self.ingest.run(source, now=now, day=day, progress=progress, indexed=beside.put)
        before = beside.written

        def counted(stage: str, done: int, total: int) -> None:
            progress(stage, before + done, before + total)

        if not result.ids:
            return result, SummariseResult(0, 0)
        rest = self.summarise.run(Scope(papers=result.ids), now=now, progress=counted)
        return result, SummariseResult(before + rest.written, rest.unchanged - before, rest.stale)


class _Beside:
    """A thread that summarises papers as they are handed over; what it could not do is left to whoever runs next."""

    def __init__(self, summarise: SummarisePapers, now: datetime, progress: Progress) -> None:
        self._summarise, self._now, self._progress = summarise, now, progress
        self._waiting: SimpleQueue[tuple[Sequence[str], int]] = SimpleQueue()
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._work,), name="summarise-beside", daemon=True
        )
        self._stopped = False
        self.written = 0

    def put(self, paper_ids: Sequence[str], total: int) -> None:
        """Some of `total` papers can be summarised now."""
        self._waiting.put((paper_ids, total))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped = error is not None
        self._waiting.put(((), 0))
        self._thread.join()

    def _work(self) -> None:
        try:
            while (handed := self._waiting.get())[0] and not self._stopped:
                paper_ids, total = handed
                self.written += self._summarise.run(Scope(papers=tuple(paper_ids)), now=self._now).written
                self._progress("summarise", self.written, total)
        except Exception as error:  # noqa: BLE001  (the run that follows meets it again, and raises it)
            log.warning("summarise_beside_stopped", reason=str(error))
