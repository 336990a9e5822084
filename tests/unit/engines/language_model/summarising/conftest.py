"""The language model's Summariser over a scripted model, and the embedded one behind it, with every paper it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.summaries import Summary
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.engines.language_model.ladder import Ladder
from paperline.engines.language_model.summarising.summariser import LanguageModelSummariser
from paperline.ports import PaperText
from tests.builders import NOW
from tests.unit.engines.language_model.asking import words
from tests.unit.engines.language_model.summarising.telling import SORT

Summarise = Callable[..., Summary]


class Remembering:
    """The embedded Summariser; `asked` are the papers it was given."""

    def __init__(self, engine: EmbeddedSummariser) -> None:
        self.engine = engine
        self.asked: list[PaperText] = []

    def summarise(self, papers: Sequence[PaperText], *, now: datetime) -> list[Summary]:
        """The embedded engine's summaries."""
        self.asked += papers
        return self.engine.summarise(papers, now=now)


@pytest.fixture(scope="session")
def syntax() -> SpacySyntax:
    """The parser, loaded once."""
    return SpacySyntax()


@pytest.fixture(scope="session")
def embedded(syntax: SpacySyntax) -> EmbeddedSummariser:
    """The embedded Summariser."""
    return EmbeddedSummariser(syntax)


@pytest.fixture
def otherwise(embedded: EmbeddedSummariser) -> Remembering:
    return Remembering(embedded)


@pytest.fixture
def summariser(model: ScriptedModel, otherwise: Remembering) -> LanguageModelSummariser:
    return LanguageModelSummariser(Ladder(model, mended=lambda text: text), words, otherwise)


@pytest.fixture
def summarise(model: ScriptedModel, otherwise: Remembering) -> Summarise:
    """The summary of one paper, to which the scripted model gives these replies in turn."""

    def run(*replies: object, paper: PaperText = SORT, **settings: object) -> Summary:
        model.enqueue(*replies)
        ladder = Ladder(model, mended=lambda text: text)
        return LanguageModelSummariser(ladder, words, otherwise, **settings).summarise([paper], now=NOW)[0]

    return run
