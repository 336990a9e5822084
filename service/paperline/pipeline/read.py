"""Read: stored days and papers with their summaries, and answers that were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paperline.domain.answers import Answer
from paperline.domain.days import Day, DayPaper
from paperline.domain.errors import AnswerNotFound, DayNotFound, PaperNotFound
from paperline.domain.papers import Paper, canonical_id
from paperline.pipeline.access.callers import current_caller
from paperline.ports import Records

_NAMED = 5


@dataclass(frozen=True, slots=True)
class ReadPapers:
    """Reads what is stored; never writes, never calls an engine."""

    records: Records

    def day(self, wanted: date | None = None) -> Day:
        """A day (None: the latest that has papers) with its papers in their order and their summaries."""
        with self.records.reading() as unit:
            found = wanted or unit.days.latest()
            if found is None:
                raise DayNotFound("No day is stored yet. Run `paperline ingest` with a file or `hf` first.")
            entry = unit.days.get(found)
            if entry is None:
                nearest = ", ".join(str(day) for day in unit.days.nearest(found, found, 3))
                hint = f" The nearest days with papers: {nearest}." if nearest else ""
                raise DayNotFound(f"No list of {found} is stored.{hint}")
            ids = unit.days.paper_ids(found)
            summaries = unit.summaries.get_many(ids)
            papers = unit.papers.get_many(ids)
        return Day(entry, tuple(DayPaper(paper, summaries.get(paper.id)) for paper in papers))

    def canonical_ids(self, paper_ids: Sequence[str]) -> tuple[str, ...]:
        """The ids under which these papers are stored, each once, in the order given; PaperNotFound names the others."""
        found: list[str] = []
        unknown: list[str] = []
        with self.records.reading() as unit:
            for paper_id in paper_ids:
                paper = unit.papers.get(canonical_id(paper_id))
                (found if paper else unknown).append(paper.id if paper else paper_id)
        if unknown:
            raise papers_not_found(unknown)
        return tuple(dict.fromkeys(found))

    def paper(self, paper_id: str) -> DayPaper:
        """A paper by any id that names it, with its summary."""
        with self.records.reading() as unit:
            paper = unit.papers.get(canonical_id(paper_id))
            if paper is None:
                raise paper_not_found(paper_id)
            return DayPaper(paper, unit.summaries.get(paper.id))

    def answer(self, answer_id: str) -> Answer:
        """A stored answer that the caller may see; another's is AnswerNotFound as one that is not there."""
        with self.records.reading() as unit:
            found = unit.answers.get(answer_id, current_caller())
        if found is None:
            raise AnswerNotFound(f"No answer {answer_id[:80]!r} is stored. Ask the question again.")
        return found


def paper_not_found(paper_id: str) -> PaperNotFound:
    """The error for an id that no stored paper carries."""
    return PaperNotFound(f"No paper {paper_id[:80]!r} is stored. `paperline search` finds papers by their words.")


def papers_not_found(paper_ids: Sequence[str]) -> PaperNotFound:
    """The error for ids that no stored paper carries; of many, the first are named."""
    if len(paper_ids) == 1:
        return paper_not_found(paper_ids[0])
    named = ", ".join(repr(paper_id[:80]) for paper_id in paper_ids[:_NAMED])
    more = f" and {len(paper_ids) - _NAMED:,} more" if len(paper_ids) > _NAMED else ""
    return PaperNotFound(f"No papers {named}{more} are stored. `paperline search` finds papers by their words.")


def existing_paper(unit_paper: Paper | None, paper_id: str) -> Paper:
    """The paper, or the error that it is not stored."""
    if unit_paper is None:
        raise paper_not_found(paper_id)
    return unit_paper
