"""What changed between two versions of a paper: its title, abstract and claims, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from paperline.delivery.web.evidence.aligning import steps
from paperline.delivery.web.maths import atoms, shown
from paperline.domain.papers import PaperVersion
from paperline.domain.summaries import Summary

_WORD = re.compile(r"\w+(?:['’.,/-]\w+)*\s*|[^\w\s]\s*|\s+")
_ALIKE = 0.4


class ChangeKind(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """Some words, as markup, and what became of them."""

    kind: ChangeKind
    html: Markup


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and what changed; `claims` is empty where either has no summary."""

    before: PaperVersion
    after: PaperVersion
    title: tuple[Change, ...]
    abstract: tuple[Change, ...]
    claims: tuple[tuple[Change, ...], ...]

    @property
    def same_wording(self) -> bool:
        """Whether title and abstract are the same."""
        return all(change.kind is ChangeKind.KEPT for change in (*self.title, *self.abstract))


def compared(
    before: PaperVersion, after: PaperVersion, old: Summary | None = None, new: Summary | None = None
) -> Comparison:
    """What changed from one version to the other."""
    claims = _claims([each.text for each in old.claims], [each.text for each in new.claims]) if old and new else ()
    return Comparison(
        before, after, changes(before.title, after.title), changes(before.abstract, after.abstract), claims
    )


def changes(before: str, after: str) -> tuple[Change, ...]:
    """How one text becomes the other, word by word; a formula is one word."""
    old, new = _words(before), _words(after)
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in steps([word.strip() for word in old], [word.strip() for word in new]):
        if tag == "equal":
            found.append(_change(ChangeKind.KEPT, new[j1:j2]))
            continue
        if i1 < i2:
            found.append(_change(ChangeKind.REMOVED, old[i1:i2]))
        if j1 < j2:
            found.append(_change(ChangeKind.ADDED, new[j1:j2]))
    return tuple(found)


def _change(kind: ChangeKind, words: Sequence[str]) -> Change:
    return Change(kind, shown("".join(words)))


def _words(text: str) -> list[str]:
    """The words with the space after them; together they are the text."""
    inside = atoms(text)
    words: list[str] = []
    position, place = 0, 0
    while position < len(text):
        found = _WORD.match(text, position)
        end = found.end() if found else len(text)
        while place < len(inside) and inside[place].start < end:
            end = max(end, inside[place].end)
            place += 1
        words.append(text[position:end])
        position = end
    return words


def _claims(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Change, ...], ...]:
    """The new claims, each against the old one that is most like it; then what is gone."""
    left = list(old)
    found: list[tuple[Change, ...]] = []
    for claim in new:
        nearest = max(left, key=lambda other: _likeness(other, claim), default=None)
        if nearest is not None and _likeness(nearest, claim) >= _ALIKE:
            left.remove(nearest)
            found.append(changes(nearest, claim))
        else:
            found.append((Change(ChangeKind.ADDED, shown(claim)),))
    return (*found, *((Change(ChangeKind.REMOVED, shown(claim)),) for claim in left))


def _likeness(one: str, other: str) -> float:
    a, b = set(one.casefold().split()), set(other.casefold().split())
    return len(a & b) / max(1, len(a | b))
