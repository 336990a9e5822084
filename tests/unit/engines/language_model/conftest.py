"""The language model's Answerer over a scripted model, and how counts grew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from paperline.adapters.language_models.mending import mended
from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.domain.answers import AnswerDraft
from paperline.domain.papers import Paper
from paperline.domain.questions import read_question
from paperline.engines.embedded.answering.answerer import EmbeddedAnswerer
from paperline.engines.language_model.answerer import LanguageModelAnswerer
from paperline.engines.language_model.ladder import Ladder
from paperline.observability.metrics import Counter
from tests.builders import NOW
from tests.unit.engines.language_model.asking import PAPERS, QUESTION, retrieved, words

Ask = Callable[..., AnswerDraft]


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
def ask(model: ScriptedModel) -> Ask:
    """Asks the scripted model of the three papers, or of others."""

    def run(question: str = QUESTION, papers: Sequence[Paper] = PAPERS, listener=None, **settings) -> AnswerDraft:
        answerer = LanguageModelAnswerer(Ladder(model, mended), words, EmbeddedAnswerer(), **settings)
        return answerer.answer(read_question(question), retrieved(papers), now=NOW, listener=listener)

    return run


@pytest.fixture
def counted() -> Iterator[Callable[[Counter, str], float]]:
    """By how much a count grew since it was first looked at."""
    before: dict[tuple[str, str], float] = {}

    def value(counter: Counter, label: str) -> float:
        return next((s.value for s in counter.samples() if s.labels[0][1] == label), 0.0)

    def grown(counter: Counter, label: str) -> float:
        key = (counter.name, label)
        now = value(counter, label)
        return now - before.setdefault(key, now)

    return grown
