"""Summarise in a batch: papers are asked about together, for less and within a day, and written when the replies are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from paperline.domain.scopes import Scope
from paperline.pipeline.progress import Progress, no_progress
from paperline.pipeline.summarise import SummarisePapers, SummariseResult
from paperline.ports import AskingSummariser, BatchState, BatchStatus, PaidBatches


@dataclass(frozen=True, slots=True)
class BatchStep:
    """What a look at the batches found: those still worked on, those that failed, and what was written now."""

    working: tuple[BatchStatus, ...]
    failed: tuple[BatchStatus, ...]
    written: SummariseResult

    @property
    def over(self) -> bool:
        """Whether nothing is awaited any more."""
        return not self.working


@dataclass(frozen=True, slots=True)
class SummariseInBatch:
    """Summarises stored papers with the batches of the language model that is configured."""

    summarise: SummarisePapers
    summariser: Callable[[], AskingSummariser]
    batches: Callable[[], PaidBatches]

    def begin(self, scope: Scope, *, refresh: bool = False) -> int:
        """Every paper of the scope that the model is to summarise is asked about; how many requests were sent now.

        What an earlier call sent, or was replied to before, is not sent again.
        """
        summariser = self.summariser()
        wanted = self.summarise.wanted(scope, summariser, refresh=refresh)
        asked = (summariser.asked(paper) for paper in self.summarise.texts(wanted, summariser.engine))
        return self.batches().submit([request for request in asked if request is not None])

    def look(
        self, scope: Scope, *, now: datetime, refresh: bool = False, progress: Progress = no_progress
    ) -> BatchStep:
        """The batches that ended are collected; papers of the scope whose replies are there are written.

        A reply that the checks send back is repaired by a call of its own, at the standard price.
        """
        batches, summariser = self.batches(), self.summariser()
        seen = [batches.step(batch) for batch in batches.pending()]
        progress("batch", sum(status.done for status in seen), sum(status.total for status in seen))
        wanted = self.summarise.wanted(scope, summariser, refresh=refresh)
        ready = [
            paper.paper_id
            for paper in self.summarise.texts(wanted, summariser.engine)
            if paper.paper_id and (request := summariser.asked(paper)) and batches.keeps(request)
        ]
        written = SummariseResult(0, 0)
        if ready:
            written = self.summarise.run(
                Scope(papers=tuple(ready)), now=now, engine=summariser.engine, refresh=refresh, progress=progress
            )
        return BatchStep(
            tuple(status for status in seen if status.state is BatchState.WORKING),
            tuple(status for status in seen if status.state is BatchState.FAILED),
            written,
        )
