"""Threads: the questions before a question, kept in its address and read back from the answers that are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paperline.domain.answers import Answer, AnswerStatus
from paperline.domain.errors import AnswerNotFound
from paperline.pipeline.asking.ask import Turn
from paperline.pipeline.read import ReadPapers

MOST_TURNS = 10
_MOST_PAPERS = 100
_BETWEEN = "."


@dataclass(frozen=True, slots=True)
class Thread:
    """The answers before one, oldest first."""

    answers: tuple[Answer, ...]

    @property
    def ids(self) -> str:
        """The thread as an address carries it."""
        return _BETWEEN.join(answer.id for answer in self.answers)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The thread as an engine is told it."""
        return tuple(Turn(answer.question, papers_of(answer)) for answer in self.answers)

    @property
    def as_history(self) -> str:
        """The thread as the API is sent it, as JSON."""
        turns = [{"question": turn.question, "paper_ids": turn.paper_ids} for turn in self.turns]
        return json.dumps(turns, separators=(",", ":"))

    def before(self, number: int) -> str:
        """What the address of the thread's answer with this number carries."""
        return Thread(self.answers[:number]).ids

    def with_(self, answer: Answer) -> Thread:
        """The thread with an answer at its end; the oldest are let go."""
        return Thread((*self.answers, answer)[-MOST_TURNS:])


def read_thread(read: ReadPapers, ids: str) -> Thread:
    """The answers that an address names; those that are no longer stored, or another's, are passed over."""
    return Thread(tuple(_found(read, [each for each in ids.split(_BETWEEN) if each][-MOST_TURNS:])))


def papers_of(answer: Answer) -> tuple[str, ...]:
    """The papers that an answer cites or lists, each once."""
    cited = (citation.paper_id for sentence in answer.sentences for citation in sentence.citations)
    return tuple(dict.fromkeys([*cited, *(match.paper_id for match in answer.matches)]))[:_MOST_PAPERS]


def short_answer(answer: Answer) -> str:
    """What an answer said, in a line."""
    if answer.status is AnswerStatus.REFUSED or not answer.sentences:
        return answer.text
    lead = answer.text.removesuffix(" ".join(sentence.text for sentence in answer.sentences)).strip()
    if not lead:
        return answer.sentences[0].text
    return answer.text if lead.endswith(":") else lead


def _found(read: ReadPapers, ids: Sequence[str]) -> Iterable[Answer]:
    for each in dict.fromkeys(ids):
        try:
            yield read.answer(each)
        except AnswerNotFound:
            continue
