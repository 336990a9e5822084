"""Aligns two sequences of words in bounded time, whatever they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

_MOST_MEETINGS = 150_000

Step = tuple[str, int, int, int, int]


def steps(before: Sequence[str], after: Sequence[str]) -> list[Step]:
    """How one becomes the other, as `difflib` tells it: equal, replace, delete, insert; in order, together all of both.

    Where words repeat so often that comparing would take long, all between what both begin and end with is replaced.
    """
    first = _shared(before, after)
    last = _shared(before[first:][::-1], after[first:][::-1])
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    counts = Counter(old)
    if sum(counts[word] for word in new) > _MOST_MEETINGS:
        middle: list[Step] = [("replace", 0, len(old), 0, len(new))]
    else:
        middle = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    found: list[Step] = [("equal", 0, first, 0, first)] if first else []
    found += [(tag, i1 + first, i2 + first, j1 + first, j2 + first) for tag, i1, i2, j1, j2 in middle]
    if last:
        found.append(("equal", len(before) - last, len(before), len(after) - last, len(after)))
    return found


def _shared(before: Sequence[str], after: Sequence[str]) -> int:
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count
