"""The suite `contribution`: how near one text of ours comes to what authors and readers wrote in one line (SciTLDR-A)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evals.datasets import EvalPaper, scitldr
from evals.outcomes import Case, Measure, Outcome, Section
from evals.scorers.rouge import NAMES, Rouge, rouge
from evals.solvers import summariser
from evals.solvers.baselines import BASELINES, Solver, sentences_of
from evals.solvers.summariser import Summaries
from evals.suites.options import Options
from paperline.domain.summaries import Summary

PURPOSE = "ROUGE-1/2/L F of one text against SciTLDR-A's references (a floor against regressions, not the goal)"
OURS = "ours: contribution, shortened"
_TARGETS = (41.0, 19.5, 33.0)


def run(data: Path, options: Options) -> Outcome:
    """Every solver over the papers of the split."""
    dataset = scitldr(data, options.split or "dev").first(options.limit)
    solvers = {**_ours(options), **BASELINES, "oracle sentence": oracle}
    texts = {name: [solve(paper) for paper in dataset.papers] for name, solve in solvers.items()}
    scores = {
        name: [rouge(text, paper.references["target"]) for text, paper in zip(made, dataset.papers, strict=True)]
        for name, made in texts.items()
    }
    measures = tuple(_measure(name, place, scored) for name, scored in scores.items() for place in range(len(NAMES)))
    cases = tuple(
        _case(paper, {name: made[i] for name, made in texts.items()}, scores[OURS][i][0])
        for i, paper in enumerate(dataset.papers)
    )
    section = Section(dataset.name, len(dataset.papers), measures, cases, "ROUGE-1 of the contribution")
    return Outcome("contribution", (section,), dataset.hashes)


def oracle(paper: EvalPaper) -> str:
    """The sentence with the highest ROUGE-1: what no choice of one whole sentence can beat."""
    return max(sentences_of(paper), key=lambda sentence: rouge(sentence, paper.references["target"])[0])


def _ours(options: Options) -> dict[str, Solver]:
    made = Summaries(vectors=options.vectors)

    def taken(take: Callable[[Summary], str]) -> Solver:
        return lambda paper: take(made.of(paper.title, paper.abstract))

    return {
        OURS: lambda paper: made.contribution(paper.title, paper.abstract),
        f"{OURS}, no title": lambda paper: made.contribution("", paper.abstract),
        "ours: what": taken(summariser.what),
        "ours: line": taken(summariser.line),
    }  # fmt: skip


def _measure(system: str, place: int, scores: list[Rouge]) -> Measure:
    ours = system == OURS
    return Measure(
        system, NAMES[place], tuple(score[place] for score in scores), scale=100, gated=system.startswith(OURS),
        target=_TARGETS[place] if ours else None,
    )  # fmt: skip


def _case(paper: EvalPaper, texts: dict[str, str], score: float) -> Case:
    references = tuple(("reference", text) for text in paper.references["target"])
    shown = ("oracle sentence", "first “we propose”")
    ours = tuple((name, text) for name, text in texts.items() if name.startswith("ours") or name in shown)
    return Case(paper.id, paper.title, paper.abstract, ours + references, score)
