"""Report: a reader's complaint about a line is stored with the line, and comes back with the text it was written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from paperline.domain.errors import NotFound
from paperline.domain.papers import PaperVersion, canonical_id
from paperline.domain.reports import LineReport, clean_note, read_fault
from paperline.pipeline.read import existing_paper
from paperline.ports import Records, UnitOfWork


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A report and the wording of the paper that the reported line was written from."""

    report: LineReport
    title: str
    abstract: str


@dataclass(frozen=True, slots=True)
class ReportLines:
    """Stores what readers find wrong with lines, and tells it again."""

    records: Records

    def run(self, paper_id: str, *, fault: str, note: str, now: datetime) -> LineReport:
        """The line that is stored for the paper is reported, in place of an earlier report of the same fault in it.

        Raises BadText for a fault or a note that cannot be used, PaperNotFound, and NotFound where there is no line.
        """
        kind, told = read_fault(fault), clean_note(note)
        with self.records.writing() as unit:
            paper = existing_paper(unit.papers.get(canonical_id(paper_id)), paper_id)
            summary = unit.summaries.get(paper.id)
            if summary is None or summary.version is None:
                raise NotFound(f"{paper.id} has no line yet, so there is none to report.")
            report = LineReport(paper.id, summary.version, summary.tldr.text, kind, told, now)
            unit.reports.put(report)
        return report

    def listed(self) -> tuple[ReportedLine, ...]:
        """Every report, newest first, with the title and abstract of the version that it is about."""
        with self.records.reading() as unit:
            reports = unit.reports.listed()
            wordings = _wordings(unit, {report.paper_id for report in reports})
        found = ((report, wordings[report.paper_id, report.version]) for report in reports)
        return tuple(ReportedLine(report, wording.title, wording.abstract) for report, wording in found)


def _wordings(unit: UnitOfWork, paper_ids: set[str]) -> dict[tuple[str, int], PaperVersion]:
    return {(paper_id, found.version): found for paper_id in paper_ids for found in unit.papers.versions(paper_id)}
