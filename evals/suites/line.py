"""The suite `line`: what a line tells its reader, against experts' sentences and beside the source's own summaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from evals.datasets import Dataset, EvalPaper, aclsum, has, hf_daily
from evals.outcomes import Case, Measure, NoData, Outcome, Section
from evals.scorers.stems import first_words, recall
from evals.solvers import summariser
from evals.solvers.baselines import BASELINES, sentences_of
from evals.solvers.summariser import Summaries
from evals.suites.line_qualities import qualities
from evals.suites.options import Options

PURPOSE = "experts' stems in the line (ACLSum); findings, numbers, length and wording of lines (hf-daily)"
DEFAULT_SAMPLE = 1_000
LINE_WORDS = 30
OURS = "ours: line"
_ASPECTS = {"outcome": 34.0, "approach": 40.0}


def run(data: Path, options: Options) -> Outcome:
    """Both parts, or the one whose data are there."""
    summaries = Summaries(vectors=options.vectors)
    sections: list[Section] = []
    hashes: dict[str, str] = {}
    if has(data, "aclsum"):
        splits = (options.split,) if options.split in ("train", "val") else ("train", "val")
        for split in reversed(splits):
            experts = aclsum(data, (split,)).first(options.limit)
            sections.append(_experts(experts, summaries))
            hashes |= {f"aclsum/{name}": value for name, value in experts.hashes.items()}
    if has(data, "hf-daily"):
        days = hf_daily(data).first(options.limit or DEFAULT_SAMPLE)
        sections.append(qualities(days, summaries))
        hashes |= days.hashes
    if not sections:
        raise NoData(f"Neither aclsum nor hf-daily is at {data}. Give the shared data folder.")
    return Outcome("line", tuple(sections), hashes)


def _experts(dataset: Dataset, summaries: Summaries) -> Section:
    texts = {OURS: [summaries.of(paper.title, paper.abstract).tldr.text for paper in dataset.papers]}
    texts["ours: finding"] = [summariser.finding(summaries.of(p.title, p.abstract)) for p in dataset.papers]
    texts["ours: what"] = [summariser.what(summaries.of(p.title, p.abstract)) for p in dataset.papers]
    texts |= {name: [solve(paper) for paper in dataset.papers] for name, solve in BASELINES.items()}
    measures = []
    for system, made in texts.items():
        for aspect, target in _ASPECTS.items():
            ours = system == OURS
            values = _recalls(made, dataset.papers, aspect)
            measures.append(
                Measure(system, f"recall of {aspect}", values, scale=100, gated=ours, target=target if ours else None)
            )
    for aspect in _ASPECTS:
        solve = _oracle(aspect)
        values = _recalls([solve(paper) for paper in dataset.papers], dataset.papers, aspect)
        measures.append(Measure("oracle sentence", f"recall of {aspect}", values, scale=100))
    cases = tuple(_case(paper, texts[OURS][i]) for i, paper in enumerate(dataset.papers))
    return Section(dataset.name, len(dataset.papers), tuple(measures), cases, "recall of outcome and approach")


def _recalls(texts: Sequence[str], papers: Sequence[EvalPaper], aspect: str) -> tuple[float | None, ...]:
    return tuple(
        recall(first_words(text, LINE_WORDS), paper.references[aspect][0])
        for text, paper in zip(texts, papers, strict=True)
    )


def _oracle(aspect: str) -> Callable[[EvalPaper], str]:
    def best(paper: EvalPaper) -> str:
        wanted = paper.references[aspect][0]
        return max(sentences_of(paper), key=lambda text: recall(first_words(text, LINE_WORDS), wanted) or 0.0)

    return best


def _case(paper: EvalPaper, text: str) -> Case:
    line = first_words(text, LINE_WORDS)
    scores = [recall(line, paper.references[aspect][0]) or 0.0 for aspect in _ASPECTS]
    experts = tuple((f"expert: {aspect}", paper.references[aspect][0]) for aspect in _ASPECTS)
    return Case(paper.id, paper.title, paper.abstract, (("ours", text), *experts), sum(scores) / len(scores))
