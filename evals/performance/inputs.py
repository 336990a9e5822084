"""Abstracts to measure with: the shared page where it is there, else the sample day, three times over."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paperline.adapters.sources import FilePaperSource, SampleDay

if TYPE_CHECKING:
    from paperline.domain.papers import PaperDraft
    from paperline.ports import PaperSource

DATA = Path(__file__).parents[3] / "shared" / "data"
PAGE = DATA / "daily-papers-page.txt"
DAY = date(2025, 12, 11)


def drafts() -> tuple[PaperDraft, ...]:
    """36 drafts."""
    now = datetime.now(UTC)
    if PAGE.exists():
        return FilePaperSource(str(PAGE), format="page", day=DAY).read(now).drafts
    return SampleDay().read(now).drafts * 3


def jsonl_source(folder: Path, copy: int) -> PaperSource:
    """The drafts as a JSON Lines file under ids that no earlier copy had."""
    path = folder / f"papers-{copy}.jsonl"
    rows = [
        {"id": f"bench:{copy}-{i}", "title": draft.title, "abstract": draft.abstract}
        for i, draft in enumerate(drafts())
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return FilePaperSource(str(path), format="jsonl", day=DAY)
