"""Diagnose: whether the store, the encoder and the archive index work, in words that say what mends them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from paperline.domain.errors import EncoderUnavailable, EngineUnavailable, IndexUnavailable, PaperlineError
from paperline.pipeline.asking.retrieve import EXACT_PAPERS
from paperline.ports import Embedder, Records

_SETTLING_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Whether one part works, and in words."""

    name: str
    ok: bool
    detail: str


class ExaminedIndex(Protocol):
    """What a diagnosis needs of an archive index: to be looked into without being opened."""

    @property
    def is_open(self) -> bool:
        """True while this process owns the index."""

    def examine(self) -> int:
        """How many rows the index holds; a closed one stays closed, a damaged one raises IndexUnavailable."""

    def other_owner(self) -> str | None:
        """The other process that holds the index, in words."""


@dataclass(frozen=True, slots=True)
class DiagnoseParts:
    """Looks at every part that can break without ending the process."""

    records: Records
    embedder: Callable[[], Embedder]
    archive: Callable[[], ExaminedIndex]

    def run(self) -> list[Diagnosis]:
        """One diagnosis for each part."""
        checks = (("store", self._store), ("encoder", self._encoder), ("archive index", self._archive))
        return [_diagnosed(name, check) for name, check in checks]

    def lag(self) -> int | None:
        """How many passages of SQL the index lacks; None where this process does not have it open, or it broke."""
        try:
            archive = self.archive()
            return self._stored() - archive.examine() if archive.is_open else None
        except PaperlineError:
            return None

    def _store(self) -> str:
        self.records.check()
        with self.records.reading() as unit:
            latest = unit.days.latest()
        return f"readable and writable; latest day: {latest or 'none yet'}"

    def _encoder(self) -> str:
        identity = self.embedder().identity
        with self.records.reading() as unit:
            missing = len(unit.vectors.missing(identity))
        if missing:
            raise EngineUnavailable(f"{missing} papers have no vectors of {identity}. Run `paperline reindex`.")
        return str(identity)

    def _archive(self) -> str:
        try:
            stored = self._stored()
        except EncoderUnavailable:
            return "not examined, because the encoder does not work"
        archive = self.archive()
        if owner := archive.other_owner():
            return (
                f"{owner} owns it, probably a running `paperline serve`; until that ends, other processes answer "
                f"questions to more than {EXACT_PAPERS:,} papers, but for lists and counts, by words only"
            )
        held = archive.examine()
        if held != stored and archive.is_open:
            time.sleep(_SETTLING_SECONDS)  # SQL is ahead for a moment while papers are being ingested
            before, held, stored = held, archive.examine(), self._stored()
            if held != before:
                return f"{held} of {stored} passages, and growing"
        if held != stored:
            stop = " after this server has stopped" if archive.is_open else ""
            raise IndexUnavailable(
                f"It holds {held} passages, and SQL has {stored}. Run `paperline reindex`{stop}: it rebuilds the index "
                f"without encoding anything again. Until then questions to more than {EXACT_PAPERS:,} papers "
                "may miss some, but for lists and counts."
            )
        return f"{held} passages" if stored else "nothing to hold yet"

    def _stored(self) -> int:
        with self.records.reading() as unit:
            return unit.vectors.passage_count(self.embedder().identity)


def _diagnosed(name: str, check: Callable[[], str]) -> Diagnosis:
    try:
        return Diagnosis(name, ok=True, detail=check())
    except PaperlineError as error:
        return Diagnosis(name, ok=False, detail=str(error))
