"""Parsed abstracts for the tests of the line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.engines.embedded.abstract import Abstract

Read = Callable[..., Abstract]


@pytest.fixture(scope="session")
def syntax() -> SpacySyntax:
    """The parser, loaded once."""
    return SpacySyntax()


@pytest.fixture(scope="session")
def read(syntax: SpacySyntax) -> Read:
    """Reads an abstract with every sentence parsed."""

    def reading(text: str, title: str = "") -> Abstract:
        abstract = Abstract.read(title, text)
        named = [abstract.named_in(place) for place in range(len(abstract.sentences))]
        parses = syntax.parse([sentence.text for sentence in abstract.sentences], named)
        return replace(abstract, parses=dict(enumerate(parses)))

    return reading
