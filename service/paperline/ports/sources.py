"""Where papers come from, as the inside needs it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from paperline.domain.papers import SourceBatch


class PaperSource(Protocol):
    """Something that holds a list of papers: a file, a body or a remote list."""

    @property
    def name(self) -> str:
        """How the source is called in messages: a path, an address or a short name."""

    def read(self, now: datetime) -> SourceBatch:
        """Everything the source holds. A bad record is rejected in the batch; a bad source raises BadSource."""
