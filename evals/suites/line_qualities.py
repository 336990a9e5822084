"""Qualities of lines over real days, ours beside the source's machine summaries."""

from __future__ import annotations

from collections.abc import Callable

from evals.datasets import Dataset, EvalPaper
from evals.outcomes import Case, Good, Measure, Section
from evals.scorers.measures import has_measured_number, reports_finding
from evals.scorers.stems import content_stems
from evals.scorers.wording import dangles, ends_badly, opens_by_formula
from evals.solvers import summariser
from evals.solvers.summariser import Summaries
from paperline.domain.summaries import Summary

HARD_LIMIT_WORDS = 36
OURS, THEIRS = "ours", "hf_ai_summary"
Value = Callable[[EvalPaper, str], float | None]


def qualities(dataset: Dataset, summaries: Summaries) -> Section:
    """Every quality of our line; those that need no summary of ours also of the source's."""
    made = [summaries.of(paper.title, paper.abstract) for paper in dataset.papers]
    ours = [summary.tldr.text for summary in made]
    theirs = [next(iter(paper.references.get(THEIRS, ())), None) for paper in dataset.papers]
    measures: list[Measure] = []
    for name, (value, good, scale, target) in TEXT_QUALITIES.items():
        mine = tuple(value(paper, text) for paper, text in zip(dataset.papers, ours, strict=True))
        gated = good is not Good.NEITHER
        measures.append(Measure(OURS, name, mine, good, scale=scale, gated=gated, target=target))
        beside = tuple(value(paper, text) if text else None for paper, text in zip(dataset.papers, theirs, strict=True))
        measures.append(Measure(THEIRS, name, beside, good, scale=scale))
    words = tuple(float(len(text.split())) for text in ours)
    measures.append(Measure(OURS, "most words", words, Good.LOW, over="max", gated=True, target=HARD_LIMIT_WORDS))
    their_words = tuple(float(len(text.split())) if text else None for text in theirs)
    measures.append(Measure(THEIRS, "most words", their_words, Good.LOW, over="max"))
    measures += _own(dataset, made)
    cases = tuple(
        _case(paper, summary, text) for paper, summary, text in zip(dataset.papers, made, theirs, strict=True)
    )
    return Section(dataset.name, len(dataset.papers), tuple(measures), cases, "faults counted against the line")


def _own(dataset: Dataset, made: list[Summary]) -> list[Measure]:
    found = [bool(summariser.finding(summary)) for summary in made]
    where = [reports_finding(paper.abstract) for paper in dataset.papers]
    return [
        Measure(OURS, "has a finding, %", tuple(map(float, found)), scale=100),
        Measure(
            OURS, "has a finding where the abstract has one, %",
            tuple(float(has) if one else None for has, one in zip(found, where, strict=True)),
            scale=100, gated=True, target=95,
        ),
        Measure(OURS, "abstract reports a finding, %", tuple(map(float, where)), Good.NEITHER, scale=100),
        Measure(
            OURS, "abstract has a measured number, %",
            tuple(float(has_measured_number(paper.abstract)) for paper in dataset.papers), Good.NEITHER, scale=100,
        ),
        Measure(
            OURS, "fails the checks, %", tuple(float(not summary.tldr.checks.passed) for summary in made), Good.LOW,
            scale=100, gated=True,
        ),
    ]  # fmt: skip


def _number(paper: EvalPaper, text: str) -> float | None:
    return float(has_measured_number(text)) if has_measured_number(paper.abstract) else None


def _new_stems(paper: EvalPaper, text: str) -> float:
    return float(len(content_stems(text) - content_stems(paper.title)))


TEXT_QUALITIES: dict[str, tuple[Value, Good, float, float | None]] = {
    "measured number where the abstract has one, %": (_number, Good.HIGH, 100, 80),
    "content stems not in the title": (_new_stems, Good.HIGH, 1, 15),
    "words": (lambda _, text: float(len(text.split())), Good.NEITHER, 1, None),
    "longer than 36 words, %": (lambda _, text: float(len(text.split()) > HARD_LIMIT_WORDS), Good.LOW, 100, 0),
    "longer than 30 words, %": (lambda _, text: float(len(text.split()) > 30), Good.LOW, 100, None),
    "opens with We, This or To, %": (lambda _, text: float(opens_by_formula(text)), Good.LOW, 100, None),
    "dangles, %": (lambda _, text: float(dangles(text)), Good.LOW, 100, 1),
    "ends badly, %": (lambda _, text: float(ends_badly(text)), Good.LOW, 100, 1),
}


def _case(paper: EvalPaper, summary: Summary, theirs: str | None) -> Case:
    text = summary.tldr.text
    faults = [
        name
        for name, wrong in (
            ("dangles", dangles(text)),
            ("ends badly", ends_badly(text)),
            ("too long", len(text.split()) > HARD_LIMIT_WORDS),
            ("fails " + ", ".join(summary.tldr.checks.failed), not summary.tldr.checks.passed),
            ("no finding", reports_finding(paper.abstract) and not summariser.finding(summary)),
            ("no number", _number(paper, text) == 0.0),
            ("opens by formula", opens_by_formula(text)),
        )
        if wrong
    ]
    texts = (("ours", text), (THEIRS, theirs or "–"), ("faults", ", ".join(faults) or "none"))
    weights = {"dangles": 3, "ends badly": 3, "too long": 2}
    return Case(paper.id, paper.title, paper.abstract, texts, -float(sum(weights.get(name, 1) for name in faults)))
