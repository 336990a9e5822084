"""Keywords are what a reader would search for: names, short forms, and phrases that are nouns."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.ports import PaperText

_NOW = datetime(2025, 12, 11, tzinfo=UTC)
_PAPER = PaperText(
    "QuickSift: Enhancing Letter Retrieval with Optical Ink Analysis",
    "Large archives are slow to search. We present QuickSift, a novel sieve for letter retrieval that uses optical ink analysis (OIA). "
    "OIA compares pages by the age of the ink. Experiments on the ten largest archives show that QuickSift with OIA reduces search time "
    "by 40% without manual sorting, while OIA needs no training data.",
)


@pytest.fixture(scope="module")
def engine() -> EmbeddedSummariser:
    """The engine without vectors."""
    return EmbeddedSummariser(SpacySyntax())


def _keywords(engine: EmbeddedSummariser, paper: PaperText) -> tuple[str, ...]:
    (summary,) = engine.summarise([paper], now=_NOW)
    return summary.keywords


def test_the_name_comes_first_then_short_forms_with_what_they_stand_for(engine: EmbeddedSummariser) -> None:
    """Then the phrases of the title and of the text, each once and without words that say little."""
    found = _keywords(engine, _PAPER)
    assert found[:2] == ("QuickSift", "optical ink analysis (OIA)")
    assert "letter retrieval" in [keyword.lower() for keyword in found]
    assert not any(keyword.lower().startswith(("enhancing", "novel")) for keyword in found)
    assert "OIA" not in found


@pytest.mark.parametrize(
    "paper",
    [
        _PAPER,
        PaperText("", "We study shelves."),
        PaperText("A", "One."),
        PaperText("How do clerks decide?", "In this work we ask. " * 40),
        PaperText("Über Köln: São Paulo 東京", "東京 is large. " * 3),
        PaperText("Too (T) many ((short)) forms (F)", "Of an Officer (OAO) and the Rest (TR). " * 5),
    ],
)
def test_every_keyword_is_of_the_papers_words_and_there_are_at_most_eight(
    engine: EmbeddedSummariser, paper: PaperText
) -> None:
    """Whatever is sent; none stands within another."""
    found = _keywords(engine, paper)
    text = re.sub(r"\s+", " ", f"{paper.title}. {paper.abstract}").casefold()
    assert len(found) <= 8
    assert all(keyword.casefold() in text for keyword in found)
    assert not any(one != other and one.casefold() in other.casefold() for one in found for other in found)
