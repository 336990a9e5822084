"""Our own solver of questions: the real services over a store in a temporary folder, asked as a reader asks them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self, cast

from evals.solvers.encoding import encoder
from evals.solvers.vectors import vectors_of
from paperline.bootstrap import Services, open_services
from paperline.domain.answers import Answer, Citation
from paperline.domain.papers import Paper
from paperline.domain.retrieval import Retrieved
from paperline.domain.scopes import Scope
from paperline.pipeline.asking.ask import AskPapers
from paperline.ports import Answerer
from paperline.settings import Settings

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_FITTED = "evals.training.answers"


class Reader:
    """A store of papers that can be asked; close it, or use it in a `with`."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        home = Path(self._stack.enter_context(TemporaryDirectory(prefix="paperline-evals-")))
        self._services: Services = self._stack.enter_context(open_services(Settings(home=home, embedder="minilm")))
        self._by_fold: dict[int | None, AskPapers] = {None: self._services.ask}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def holds(self, papers: Sequence[Paper], day: date | None = None) -> None:
        """The papers are in the store with their vectors, and listed on the day where one is given."""
        vectors = vectors_of(papers)
        with self._services.records.writing() as unit:
            for paper, item in zip(papers, vectors, strict=True):
                unit.papers.put(paper, _NOW, raw_title=None, raw_abstract=None)
                unit.vectors.put(item, encoder().identity)
            if day is not None:
                unit.days.put_list(day, "evals", [paper.id for paper in papers], _NOW)

    def ask(self, question: str, scope: Scope, fold: int | None = None) -> Answer:
        """The answer; with a fold, that of an engine whose fitted numbers come from the other folds."""
        if fold not in self._by_fold:
            self._by_fold[fold] = _without(fold, self._services.ask)
        return self._by_fold[fold].run(question, scope=scope, now=_NOW)

    def retrieve(self, question: str, scope: Scope) -> Retrieved:
        """The papers of the scope by score."""
        return self._services.retrieve.run(question, scope)


def scope_of(papers: Sequence[Paper]) -> Scope:
    """The scope of just these papers."""
    return Scope(papers=tuple(paper.id for paper in papers))


def cited_spans(answer: Answer) -> list[tuple[str, int, int]]:
    """The paper and place of every cited span, in the order of the answer."""
    citations: list[Citation] = [citation for sentence in answer.sentences for citation in sentence.citations]
    return [(citation.paper_id, span.start, span.end) for citation in citations for span in citation.evidence]


def probability_of_answer(answer: Answer) -> float:
    """How probable the engine holds it that the scope answers."""
    return answer.confidence if answer.refusal is None else 1 - answer.confidence


def _without(fold: int | None, shipped: AskPapers) -> AskPapers:
    """The use case with an answerer fitted without the fold; the shipped one while nothing of it is fitted."""
    try:
        fitted: Any = importlib.import_module(_FITTED)
    except ModuleNotFoundError as missing:
        if missing.name != _FITTED:
            raise
        return shipped
    answerer = cast("Answerer", fitted.answerer_without(fold))
    return replace(shipped, engines=lambda _: answerer)
