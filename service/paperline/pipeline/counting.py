"""Counting: what the engines write is added to the metrics, whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from paperline.domain.answers import Answer
from paperline.domain.provenance import Engine
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Checks, Summary
from paperline.observability.metrics import ANSWERS, CHECKS_FAILED, SUMMARIES_WRITTEN
from paperline.pipeline.ask import AskPapers, Turn
from paperline.ports import PaperText, Summariser


@dataclass(frozen=True, slots=True)
class CountedSummariser:
    """A Summariser whose summaries and failed checks are counted."""

    inner: Summariser

    def summarise(self, papers: Sequence[PaperText], *, now: datetime) -> list[Summary]:
        made = self.inner.summarise(papers, now=now)
        for summary in made:
            SUMMARIES_WRITTEN.add(summary.tldr.engine.value)
            _count_failed("summary", [summary.tldr.checks, *(claim.checks for claim in summary.claims)])
        return made


@dataclass(frozen=True, slots=True)
class CountedAsk(AskPapers):
    """AskPapers whose answers, refusals and failed checks are counted."""

    def run(
        self, question: str, *, scope: Scope | None, now: datetime, engine: Engine | None = None,
        history: Sequence[Turn] = (),
    ) -> Answer:  # fmt: skip
        """The answer, which now counts under its status."""
        answer = AskPapers.run(self, question, scope=scope, now=now, engine=engine, history=history)
        ANSWERS.add(answer.status.value, answer.refusal.reason.value if answer.refusal else "")
        _count_failed("answer", [sentence.checks for sentence in answer.sentences])
        return answer


def _count_failed(text: str, checked: Iterable[Checks]) -> None:
    for checks in checked:
        for name in checks.failed:
            CHECKS_FAILED.add(text, name.value)
