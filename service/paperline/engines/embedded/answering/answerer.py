"""The embedded Answerer: cites the sentences that state what was asked, judges every paper of a list, or refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from paperline.domain.answers import AnswerDraft, AnswerKind
from paperline.domain.questions import Question
from paperline.domain.retrieval import Retrieved
from paperline.engines.embedded.answering.confidence import Weights, packaged
from paperline.engines.embedded.answering.extracting import extracted
from paperline.engines.embedded.answering.lists.listing import listed
from paperline.engines.embedded.answering.refusing import refused
from paperline.engines.embedded.answering.surveying import surveyed
from paperline.ports import SentenceListener


@dataclass(frozen=True, slots=True)
class EmbeddedAnswerer:
    """One to four cited sentences of the papers in scope; lists, counts and overviews look at every paper."""

    weights: Weights = field(default_factory=packaged)

    def answer(
        self, question: Question, retrieved: Retrieved, *, now: datetime, listener: SentenceListener | None = None
    ) -> AnswerDraft:
        """What the retrieved papers say to the question; a refusal where they do not."""
        if listener is not None:
            listener.proceed()
        if not retrieved.papers:
            return refused(retrieved, 1.0, now)
        if question.kind is not AnswerKind.EXTRACT:
            return listed(question, retrieved, now, self.weights)
        return surveyed(retrieved, now) if question.overview else extracted(question, retrieved, now, self.weights)
