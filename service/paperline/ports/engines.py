"""What an engine does: it writes summaries and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from paperline.domain.answers import AnswerDraft, AnswerSentence
from paperline.domain.provenance import Engine
from paperline.domain.questions import Question
from paperline.domain.ranking.vectors import PaperVectors
from paperline.domain.retrieval import Retrieved
from paperline.domain.summaries import Summary
from paperline.ports.models import CompletionRequest


@dataclass(frozen=True, slots=True)
class PaperText:
    """What a summary is written from; `vectors` spares the encoder pass where they are stored."""

    title: str
    abstract: str
    paper_id: str | None = None
    version: int | None = None
    vectors: PaperVectors | None = None


class Summariser(Protocol):
    """Writes the lines, claims and keywords of papers."""

    @property
    def engine(self) -> Engine:
        """Who writes them, where it can."""

    def each(self, papers: Iterable[PaperText], *, now: datetime) -> Iterator[list[Summary]]:
        """The summaries of the papers, as soon as they are written, in any order; papers are read a little ahead.

        Those that are ready together come together, to be stored at once; no list is empty.
        """

    def summarise(self, papers: Sequence[PaperText], *, now: datetime) -> list[Summary]:
        """The summaries of the papers, in their order, for any text at all; no paper's depends on another's."""


class AskingSummariser(Summariser, Protocol):
    """A Summariser that asks a model one question a paper, which may be asked ahead."""

    def asked(self, paper: PaperText) -> CompletionRequest | None:
        """The request as `each` makes it first; None where the paper has nothing that can be shown to a model."""


class SentenceListener(Protocol):
    """Whoever waits for an answer's sentences."""

    def proceed(self) -> None:
        """Called now and then while an answer is made; raises Abandoned where nobody waits any more."""

    def written(self, sentence: AnswerSentence) -> None:
        """A checked sentence of the answer; those told so are its first, in this order."""


class Answerer(Protocol):
    """Writes an answer from retrieved papers, or refuses."""

    def answer(
        self, question: Question, retrieved: Retrieved, *, now: datetime, listener: SentenceListener | None = None
    ) -> AnswerDraft:
        """What the retrieved papers say to the question; a refusal where they do not, never an error.

        Where there is a listener, it is told each sentence as soon as that is certain to stand in the answer, if that
        is before its end; only what the listener raises leaves.
        """
