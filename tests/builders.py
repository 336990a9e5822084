"""Small papers for tests: complete by default, changed by keyword."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from paperline.domain.papers import Paper, PaperDraft, SourceRecord

DAY = date(2025, 12, 11)
NOW = datetime(2025, 12, 11, 12, tzinfo=UTC)
TITLE = "SortNet: Learned Sorting in One Pass"
ABSTRACT = (
    "Sorting large arrays is a common step of data systems. We present SortNet, a network that predicts the position "
    "of each key in one pass. On ten public datasets it is 2.5 times faster than quicksort. Code is available."
)


def a_draft(**changes: Any) -> PaperDraft:
    """A paper as a source gives it."""
    return PaperDraft(**{"title": TITLE, "abstract": ABSTRACT, "id": "arxiv:2512.00001"} | changes)


def a_paper(**changes: Any) -> Paper:
    """A stored paper of `DAY`."""
    defaults = {
        "id": "arxiv:2512.00001",
        "version": 1,
        "title": TITLE,
        "abstract": ABSTRACT,
        "authors": ("Ada Lovelace", "Alan Turing"),
        "author_count": 2,
        "published": DAY,
        "days": (DAY,),
        "sources": (SourceRecord(source="jsonl", day=DAY, retrieved_at=NOW),),
    }
    return Paper(**defaults | changes)


def some_drafts(count: int) -> list[PaperDraft]:
    """Drafts that differ in id, title and abstract."""
    return [
        a_draft(id=f"arxiv:2512.{n:05d}", title=f"{TITLE}, Part {n}", abstract=f"{ABSTRACT} This is part {n}.")
        for n in range(1, count + 1)
    ]
