"""Ask: a question is answered from the papers in scope, with citations, or refused; the answer is stored."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from paperline.domain.answers import (
    Answer,
    AnswerDraft,
    AnswerKind,
    AnswerSentence,
    AnswerStatus,
    Coverage,
    Match,
    Refusal,
    RefusalReason,
    RetrievalMode,
)  # fmt: skip
from paperline.domain.provenance import Engine
from paperline.domain.questions import (
    Earlier,
    Question,
    clean_question,
    completed,
    decided_by_record,
    query_of,
    read_question,
    refers_back,
)  # fmt: skip
from paperline.domain.retrieval import Retrieved
from paperline.domain.scopes import Scope
from paperline.observability.metrics import ANSWERS, CHECKS_FAILED
from paperline.observability.tracing import span
from paperline.pipeline.access.callers import current_caller
from paperline.pipeline.asking.retrieve import RetrievePapers
from paperline.pipeline.asking.scoping import scoped
from paperline.pipeline.asking.whole import Reading
from paperline.ports import Answerer, Records

_NEAREST_DAYS = 3
_EVIDENCE_PAPERS = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question and the papers that its answer cited."""

    question: str
    paper_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is known before a word is written: the scope, and the best papers with their best sentences.

    The coverage counts nothing as matched or cited yet.
    """

    coverage: Coverage
    papers: tuple[Match, ...]


class Follower(Protocol):
    """Follows the making of an answer. Whatever a call raises ends the work, and nothing is stored."""

    def proceed(self) -> None:
        """Called before every step; raises Abandoned where nobody waits any more."""

    def found(self, found: Found) -> None:
        """Called once, before anything is written."""

    def written(self, sentence: AnswerSentence) -> None:
        """Called with a sentence that will stand in the answer; those told so are its first, in this order."""


@dataclass(frozen=True, slots=True)
class AskPapers:
    """Answers questions with one of the engines that are configured."""

    records: Records
    retrieve: RetrievePapers
    engines: Callable[[Engine | None], Answerer]
    most_characters: int

    def run(
        self, question: str, *, scope: Scope | None, now: datetime, engine: Engine | None = None,
        history: Sequence[Turn] = (), follower: Follower | None = None,
    ) -> Answer:  # fmt: skip
        """The stored answer; a scope left out means the days that the question names, or the latest that has papers."""
        asked = clean_question(question, most_characters=self.most_characters)
        answerer = self.engines(engine)
        earlier = Earlier(history[-1].question, history[-1].paper_ids) if history else None
        follows = earlier is not None and bool(earlier.paper_ids) and refers_back(asked)
        with self.records.reading() as unit:
            chosen = scoped(unit, asked, scope, now.date(), earlier if follows else None)
            days = unit.days.within(chosen.scope)
        text = completed(chosen.text, earlier) if follows else chosen.text
        read = read_question(text, said=chosen.text if follows else "")
        follow = follower or _Nobody()
        follow.proceed()
        with span("retrieve") as looking:
            retrieved = self.retrieved(read, chosen.scope, follow)
            looking.tell(paperline__papers_scored=retrieved.papers_scored)
        coverage = Coverage(
            scope=chosen.scope, days=days, papers_in_scope=retrieved.papers_in_scope,
            papers_scored=retrieved.papers_scored, papers_matched=0, papers_cited=0, mode=_mode(read, retrieved),
            degraded=retrieved.degraded, note=chosen.note,
        )  # fmt: skip
        follow.proceed()
        follow.found(Found(coverage, _evidence(retrieved)))
        with span("answer", paperline__question_kind=read.kind.value) as answering:
            draft = answerer.answer(read, retrieved, now=now, listener=follower)
            answering.tell(paperline__engine=draft.provenance.engine.value)
        if not retrieved.papers_in_scope:
            draft = _nothing(draft, self._nearest_days(chosen.scope))
        elif read.condition is not None:
            draft = _of_those_read(draft, retrieved)
        coverage = replace(coverage, papers_matched=draft.papers_matched, papers_cited=len(_cited(draft)))
        follow.proceed()
        answer = _finished(asked, read.kind, draft, coverage)
        with self.records.writing() as unit:
            unit.answers.put(answer, owner=current_caller().owner)
        _count(answer)
        return answer

    def retrieved(self, question: Question, scope: Scope, follower: Follower | None = None) -> Retrieved:
        """The papers that a question is answered from: all of them, or the best, as its kind wants it."""
        if question.overview:
            return self.retrieve.central(scope)
        if (condition := question.condition) is None:
            return self.retrieve.run(question.text, scope)
        how = Reading((follower or _Nobody()).proceed, lambda paper: decided_by_record(condition, paper))
        return self.retrieve.whole(query_of(condition) or question.text, scope, how)

    def _nearest_days(self, scope: Scope) -> list[str]:
        with self.records.reading() as unit:
            latest = unit.days.latest()
            first, last = scope.first or scope.last or latest, scope.last or scope.first or latest
            if first is None or last is None:
                return []
            return [str(day) for day in unit.days.nearest(first, last, _NEAREST_DAYS)]


class _Nobody:
    """Follows nothing and waits to the end."""

    def proceed(self) -> None:
        """Always."""

    def found(self, found: Found) -> None:
        """Unheard."""

    def written(self, sentence: AnswerSentence) -> None:
        """Unheard."""


def _evidence(retrieved: Retrieved) -> tuple[Match, ...]:
    detailed = [paper for paper in retrieved.papers[:_EVIDENCE_PAPERS] if paper.sentences]
    return tuple(
        Match(found.paper.id, found.paper.title, found.best_spans(), round(min(1.0, max(0.0, found.score)), 4))
        for found in detailed
    )


def _nothing(draft: AnswerDraft, nearest: list[str]) -> AnswerDraft:
    hint = f" The nearest days that have papers: {', '.join(nearest)}." if nearest else " Nothing is stored yet."
    refusal = Refusal(RefusalReason.NOTHING_IN_SCOPE, "No stored paper is in this scope." + hint)
    return AnswerDraft((), 1.0, draft.usage, draft.provenance, refusal=refusal)


def _of_those_read(draft: AnswerDraft, retrieved: Retrieved) -> AnswerDraft:
    """A refusal is as sure as what was read is of the scope, and says what was not."""
    if draft.refusal is None or retrieved.papers_scored == retrieved.papers_in_scope:
        return draft
    said = f"{draft.refusal.message} {retrieved.papers_in_scope - retrieved.papers_scored:,} papers were not looked at."
    share = retrieved.papers_scored / retrieved.papers_in_scope
    return replace(draft, refusal=replace(draft.refusal, message=said), confidence=draft.confidence * share)


def _count(answer: Answer) -> None:
    ANSWERS.add(answer.status.value, answer.refusal.reason.value if answer.refusal else "")
    for sentence in answer.sentences:
        for name in sentence.checks.failed:
            CHECKS_FAILED.add("answer", name.value)


def _cited(draft: AnswerDraft) -> set[str]:
    return {citation.paper_id for sentence in draft.sentences for citation in sentence.citations}


def _mode(question: Question, retrieved: Retrieved) -> RetrievalMode:
    every = (
        question.overview or question.kind is not AnswerKind.EXTRACT
    ) and retrieved.papers_scored == retrieved.papers_in_scope
    return RetrievalMode.EVERY_PAPER if every else retrieved.mode


def _finished(asked: str, kind: AnswerKind, draft: AnswerDraft, coverage: Coverage) -> Answer:
    status = AnswerStatus.PARTIAL if draft.partial else AnswerStatus.ANSWERED
    text = " ".join([*([draft.text] if draft.text else []), *(sentence.text for sentence in draft.sentences)])
    near_misses: tuple[Match, ...] = draft.near_misses
    if draft.refusal:
        status, text = AnswerStatus.REFUSED, draft.refusal.message
    return Answer(
        id=f"a_{uuid.uuid4().hex[:16]}", status=status, kind=kind, question=asked, text=text,
        sentences=draft.sentences, coverage=coverage, confidence=round(draft.confidence, 4), usage=draft.usage,
        provenance=draft.provenance, refusal=draft.refusal, count=draft.count, matches=draft.matches,
        near_misses=near_misses,
    )  # fmt: skip
