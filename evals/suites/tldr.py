"""The suite `tldr`: summaries by a language model beside the embedded engine's, on the same papers; it may cost money."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from evals.datasets import Dataset, EvalPaper, has, scitldr
from evals.outcomes import Case, Good, Measure, Outcome, Section
from evals.scorers.rouge import NAMES, rouge
from evals.solvers.language_model import ModelSummaries
from evals.solvers.summariser import Summaries
from evals.suites.line_qualities import TEXT_QUALITIES
from evals.suites.options import Options
from paperline.adapters.sources.sample import SampleDay
from paperline.domain.provenance import Engine
from paperline.domain.summaries import Summary

PURPOSE = "a language model's summaries beside the embedded engine's (SciTLDR-A, or the sample day): --engine openai --model NAME"
DEFAULT_SAMPLE = 20
EMBEDDED, MODEL = "embedded", "language model"


def run(data: Path, options: Options) -> Outcome:
    """Both engines over the same papers; what asking the model takes is told before anything is sent."""
    dataset = _dataset(data, options).first(options.limit or DEFAULT_SAMPLE)
    embedded = Summaries(vectors=options.vectors)
    made = {EMBEDDED: [embedded.of(paper.title, paper.abstract) for paper in dataset.papers]}
    if options.asks_model:
        with ModelSummaries(options) as model:
            estimate = model.estimate(dataset.papers)
            sys.stderr.write(f"Asking {model.model.name} at {model.model.endpoint}: {estimate}.\n")
            made[MODEL] = model.summaries(dataset.papers)
    measures = [each for system, summaries in made.items() for each in _measures(system, dataset.papers, summaries)]
    measures += _of_model(made.get(MODEL, []))
    cases = tuple(_case(paper, {name: made[name][at] for name in made}) for at, paper in enumerate(dataset.papers))
    section = Section(dataset.name, len(dataset.papers), tuple(measures), cases, "words of the last line")
    return Outcome("tldr", (section,), dataset.hashes)


def _dataset(data: Path, options: Options) -> Dataset:
    if has(data, "scitldr"):
        return scitldr(data, options.split or "dev")
    drafts = SampleDay().read(datetime(2025, 12, 11, tzinfo=UTC)).drafts
    papers = tuple(EvalPaper(f"sample:{at}", draft.title, draft.abstract) for at, draft in enumerate(drafts))
    return Dataset("sample day", papers, {})


def _measures(system: str, papers: Sequence[EvalPaper], summaries: Sequence[Summary]) -> list[Measure]:
    lines = [summary.tldr.text for summary in summaries]
    measures = [
        Measure(
            system, name, tuple(value(paper, line) for paper, line in zip(papers, lines, strict=True)), good,
            scale=scale,
        )
        for name, (value, good, scale, _) in TEXT_QUALITIES.items()
    ]  # fmt: skip
    measures.append(Measure(system, "claims", tuple(float(len(summary.claims)) for summary in summaries), Good.NEITHER))
    if all(paper.references.get("target") for paper in papers):
        scores = [rouge(line, paper.references["target"]) for line, paper in zip(lines, papers, strict=True)]
        measures += [
            Measure(system, name, tuple(score[place] for score in scores), scale=100)
            for place, name in enumerate(NAMES)
        ]
    return measures


def _of_model(summaries: Sequence[Summary]) -> list[Measure]:
    """How much of the summaries is the model's, and what they took."""
    if not summaries:
        return []
    lines = tuple(float(summary.tldr.engine is Engine.LLM) for summary in summaries)
    claims = tuple(_share(summary) for summary in summaries)
    return [
        Measure(MODEL, "lines that it wrote, %", lines, scale=100),
        Measure(MODEL, "claims that it wrote, %", claims, scale=100),
        *(
            Measure(MODEL, name, tuple(float(getattr(summary.usage, field)) for summary in summaries), Good.LOW)
            for name, field in (
                ("calls", "model_calls"), ("tokens of prompts", "prompt_tokens"), ("tokens of replies", "completion_tokens"),
            )
        ),
    ]  # fmt: skip


def _share(summary: Summary) -> float | None:
    if not summary.claims:
        return None
    return sum(claim.engine is Engine.LLM for claim in summary.claims) / len(summary.claims)


def _case(paper: EvalPaper, made: dict[str, Summary]) -> Case:
    texts = tuple((name, summary.tldr.text) for name, summary in made.items())
    last = [*made.values()][-1]
    told = (
        ("fell back", last.provenance.fallback or "no"),
        ("experts", " / ".join(paper.references.get("target", ()))),
    )
    return Case(paper.id, paper.title, paper.abstract, (*texts, *told), float(len(last.tldr.text.split())))
