"""Whose words a text has: runs of the paper's own in their order, runs that are not, and where words were left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from markupsafe import Markup

from paperline.delivery.web.evidence.aligning import steps
from paperline.delivery.web.maths import Atom, atoms, rendered
from paperline.domain.text import Span

_TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")


class RunKind(StrEnum):
    """Own: the evidence's words as they stand. Added: other words, or the evidence's in another order. Cut: words left out."""

    OWN = "own"
    ADDED = "added"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a text as markup; a cut has none, `left_out` is how many words of the evidence were left out there."""

    kind: RunKind
    html: Markup
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str


def word_runs(text: str, evidence: Sequence[Span]) -> tuple[Run, ...]:
    """The text in runs, which together are the text; without evidence it is all added."""
    return _word_runs(text, tuple(span.text for span in evidence))


@lru_cache(maxsize=4_096)
def _word_runs(text: str, evidence: tuple[str, ...]) -> tuple[Run, ...]:
    inside = atoms(text)
    words = _words(text, inside)
    support = [word.folded for source in evidence for word in _words(source, atoms(source))]
    if words and not support:
        return (Run(RunKind.ADDED, rendered(text, 0, len(text), inside)),)
    own, cuts = _aligned([word.folded for word in words], support)
    return _runs(text, inside, words, own, cuts)


def _aligned(words: list[str], support: list[str]) -> tuple[set[int], dict[int, int]]:
    """Which words stand in the support in this order, and before which word how many were left out."""
    own: set[int] = set()
    cuts: dict[int, int] = {}
    for tag, i1, i2, j1, j2 in steps(support, words):
        if tag == "equal":
            own.update(range(j1, j2))
        elif tag == "delete" and 0 < j1 < len(words) and (left_out := sum(map(_has_letters, support[i1:i2]))):
            cuts[j1] = left_out
    return own | {at for at, word in enumerate(words) if not _has_letters(word)}, cuts


def _has_letters(word: str) -> bool:
    return any(char.isalnum() for char in word)


def _runs(
    text: str, inside: Sequence[Atom], words: list[_Word], own: set[int], cuts: dict[int, int]
) -> tuple[Run, ...]:
    found: list[Run] = []
    kind, start, end = RunKind.OWN, 0, 0
    for at, word in enumerate(words):
        here = RunKind.OWN if at in own else RunKind.ADDED
        if here is not kind or at in cuts:
            # White space goes with the paper's own words, so that no line is drawn under it.
            edge = word.start if kind is RunKind.OWN else end
            found.append(Run(kind, rendered(text, start, edge, inside)))
            if at in cuts:
                found.append(Run(RunKind.CUT, Markup(), cuts[at]))
            if here is RunKind.ADDED and edge < word.start:
                found.append(Run(RunKind.OWN, rendered(text, edge, word.start, inside)))
                edge = word.start
            kind, start = here, edge
        end = word.end
    edge = len(text) if kind is RunKind.OWN else end
    found.append(Run(kind, rendered(text, start, edge, inside)))
    found.append(Run(RunKind.OWN, rendered(text, edge, len(text), inside)))
    return tuple(run for run in found if run.html or run.kind is RunKind.CUT)


def _words(text: str, inside: Sequence[Atom]) -> list[_Word]:
    """The words of a text; one that a formula is part of is one word with it, for formulas are not divided."""
    ranges = sorted(
        [(found.start(), found.end()) for found in _TOKEN.finditer(text)] + [(a.start, a.end) for a in inside]
    )
    found: list[_Word] = []
    for start, end in ranges:
        if found and start < found[-1].end:
            last = found[-1]
            found[-1] = _Word(last.start, max(last.end, end), text[last.start : max(last.end, end)].casefold())
        else:
            found.append(_Word(start, end, text[start:end].casefold()))
    return found
