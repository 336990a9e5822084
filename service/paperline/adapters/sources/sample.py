"""The bundled sample day: abstracts written for Paperline about well-known results, for a first run without network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files

from paperline.adapters.sources.formats import parse
from paperline.domain.papers import SourceBatch

SOURCE = "sample"


@dataclass(frozen=True, slots=True)
class SampleDay:
    """A dozen papers that no one published; their records and the batch name the source `sample`."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return "the bundled sample day"

    def read(self, now: datetime) -> SourceBatch:
        """The sample in its order, without a day of its own; the same at every call but for the time of reading."""
        raw = (files("paperline.adapters.sources") / "sample.jsonl").read_bytes()
        batch = parse(raw, format="jsonl", name=self.name, now=now, day=None)
        drafts = tuple(replace(draft, record=replace(draft.record, source=SOURCE)) for draft in batch.drafts)
        note = "a sample written for Paperline, not a real day: its abstracts retell well-known results"
        return replace(batch, source=SOURCE, drafts=drafts, notes=(note,))
