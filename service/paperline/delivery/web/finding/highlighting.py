"""Divides a text so that the words that were looked for can be marked: the pieces together are the text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from paperline.domain.ranking.terms import located, terms


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, and whether it is a word that was looked for."""

    text: str
    found: bool


def wanted_terms(query: str) -> frozenset[str]:
    """What is looked for, as texts are compared."""
    return frozenset(terms(query))


def highlighted(text: str, wanted: Collection[str]) -> list[Run]:
    """The text in runs; words are compared as retrieval compares them, so `networks` fits `network`."""
    runs: list[Run] = []
    position = 0
    for start, end, term in located(text):
        if term in wanted:
            if start > position:
                runs.append(Run(text[position:start], found=False))
            runs.append(Run(text[start:end], found=True))
            position = end
    return runs + ([Run(text[position:], found=False)] if position < len(text) else [])
