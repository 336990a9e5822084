"""The suite `reported`: the lines that readers reported as bad, and whether today's line of the same text is still that line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from evals.datasets import rows
from evals.outcomes import Case, Good, Measure, NoData, Outcome, Section
from evals.scorers.wording import dangles, ends_badly
from evals.solvers.summariser import Summaries
from evals.suites.line_qualities import HARD_LIMIT_WORDS
from evals.suites.options import Options
from paperline.domain.reports import Fault
from paperline.domain.summaries import Summary

PURPOSE = "lines that readers reported (paperline reports --output reported.jsonl): whether today's are still the same"
FILE_NAME = "reported.jsonl"
OURS, REPORTED = "today's", "reported"


@dataclass(frozen=True, slots=True)
class Reported:
    """A line that a reader reported, with the text it was written from."""

    id: str
    title: str
    abstract: str
    line: str
    fault: Fault
    note: str


def run(data: Path, options: Options) -> Outcome:
    """Today's line of every reported text beside the reported one, whoever wrote that."""
    path = data if data.is_file() else data / FILE_NAME
    cases = _cases(path)[: options.limit]
    summaries = Summaries(vectors=options.vectors)
    made = [summaries.of(case.title, case.abstract) for case in cases]
    today = [summary.tldr.text for summary in made]
    still = tuple(float(_same(case, line)) for case, line in zip(cases, today, strict=True))
    measures = [Measure(OURS, "still the reported line, %", still, Good.LOW, scale=100)]
    measures += [
        Measure(
            OURS, f"still the line reported as {fault.replace('_', ' ')}, %",
            tuple(value if case.fault is fault else None for value, case in zip(still, cases, strict=True)),
            Good.LOW, scale=100,
        )
        for fault in Fault if any(case.fault is fault for case in cases)
    ]  # fmt: skip
    measures += _wording(OURS, today) + _wording(REPORTED, [case.line for case in cases])
    failing = tuple(float(not summary.tldr.checks.passed) for summary in made)
    measures.append(Measure(OURS, "fails the checks, %", failing, Good.LOW, scale=100))
    read = tuple(_case(case, summary) for case, summary in zip(cases, made, strict=True))
    section = Section(f"{len(cases)} reported lines", len(cases), tuple(measures), read, "the line has changed")
    return Outcome("reported", (section,), {path.name: hashlib.sha256(path.read_bytes()).hexdigest()})


def _cases(path: Path) -> list[Reported]:
    """The file's cases in its order, the newest first; NoData where there are none."""
    hint = f"`paperline reports --output {FILE_NAME}` writes what readers reported on the pages of papers."
    if not path.is_file():
        raise NoData(f"There are no reported lines: {path} does not exist. {hint}")
    try:
        found = [
            Reported(row["id"], row["title"], row["abstract"], row["line"], Fault(row["fault"]), row["note"])
            for row in rows(path)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise NoData(f"{path} does not hold reported lines ({type(error).__name__}: {error}). {hint}") from error
    if not found:
        raise NoData(f"There are no reported lines: {path} is empty. {hint}")
    return found


def _same(case: Reported, line: str) -> bool:
    """Word by word: white space does not count."""
    return case.line.split() == line.split()


def _wording(system: str, lines: list[str]) -> list[Measure]:
    judged = {
        "dangles, %": [dangles(line) for line in lines],
        "ends badly, %": [ends_badly(line) for line in lines],
        "longer than 36 words, %": [len(line.split()) > HARD_LIMIT_WORDS for line in lines],
    }
    return [Measure(system, name, tuple(map(float, values)), Good.LOW, scale=100) for name, values in judged.items()]


def _case(case: Reported, summary: Summary) -> Case:
    line, failed = summary.tldr.text, ", ".join(summary.tldr.checks.failed)
    texts = (
        (f"reported as {case.fault.replace('_', ' ')}", case.line),
        ("note", case.note or "–"),
        ("today's", "the same" if _same(case, line) else line),
        ("failed checks", failed or "none"),
    )
    return Case(case.id, case.title, case.abstract, texts, float(not _same(case, line)))
