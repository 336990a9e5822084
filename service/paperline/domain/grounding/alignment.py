"""Alignment: where a text agrees with its evidence word by word but for a few words."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from paperline.domain.grounding.words import Reading, Word

_LONGEST = 4
_FLANKS = 4


def substitutions(source: Reading, claim: Reading) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """The words of the evidence and those of the text in their stead, at most four, between at least four that agree."""
    for i1, i2, j1, j2 in _steps(tuple(w.text for w in source.words), tuple(w.text for w in claim.words)):
        yield source.words[i1:i2], claim.words[j1:j2]


@lru_cache(maxsize=64)
def _steps(source: tuple[str, ...], claim: tuple[str, ...]) -> tuple[tuple[int, int, int, int], ...]:
    steps = SequenceMatcher(None, source, claim, autojunk=False).get_opcodes()
    kept = []
    for index, (tag, i1, i2, j1, j2) in enumerate(steps):
        if tag == "equal" or i2 - i1 > _LONGEST or j2 - j1 > _LONGEST:
            continue
        before = steps[index - 1][2] - steps[index - 1][1] if index else 0
        after = steps[index + 1][2] - steps[index + 1][1] if index + 1 < len(steps) else 0
        at_edge = j1 == before or j2 + after == len(claim)
        if before + after >= _FLANKS and (min(before, after) >= 2 or at_edge):
            kept.append((i1, i2, j1, j2))
    return tuple(kept)
