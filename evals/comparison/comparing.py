"""The command `pairs`: writing a blind comparison, and scoring its verdicts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from evals.comparison.pairs import draw, read_lines, write
from evals.comparison.verdicts import score
from evals.datasets import EvalPaper, hf_daily
from evals.tables import as_text

if TYPE_CHECKING:
    _Actions = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  (argparse gives its type no public name)


def add_to(actions: _Actions, shared: Path) -> None:
    """`pairs` and `pairs score` are among the actions."""
    pairs = actions.add_parser("pairs", help="write a blind comparison; `pairs score VERDICTS` scores it")
    pairs.add_argument("step", nargs="?", choices=("write", "score"), default="write")
    pairs.add_argument("verdicts", nargs="?", type=Path, help="with score: the filled-in verdicts.jsonl")
    pairs.add_argument(
        "--a", type=Path, metavar="OURS.jsonl", help="output of `paperline summarise`; without it, lines are made now"
    )
    pairs.add_argument("--b", default="hf_ai_summary", metavar="FIELD", help="whose line ours is compared with")
    pairs.add_argument("--n", type=int, default=150, help="pairs; a tenth of them is shown twice, sides swapped")
    pairs.add_argument(
        "--skip", type=int, default=0, metavar="N", help="leave out the first N papers: readers saw them"
    )
    pairs.add_argument("--data", type=Path, default=shared, metavar="PATH")
    pairs.add_argument("--out", type=Path, default=Path("pairs"), metavar="FOLDER")
    pairs.add_argument("--key", type=Path, help="with score: key.json where it is not beside the verdicts")
    pairs.set_defaults(act=_compare)


def _compare(chosen: argparse.Namespace) -> int:
    if chosen.step == "score":
        return _score(chosen)
    papers = [paper for paper in hf_daily(chosen.data).papers if paper.references.get(chosen.b)]
    papers = papers[chosen.skip :]
    ours = read_lines(chosen.a) if chosen.a else _made_now(papers[: chosen.n])
    pairs, key = draw(papers, ours, chosen.b, chosen.n)
    for path in write(pairs, key, chosen.out, chosen.b):
        print(path)
    return 0


def _made_now(papers: list[EvalPaper]) -> dict[str, str]:
    from evals.solvers.summariser import Summaries  # noqa: PLC0415  (the models are needed here only)

    summaries = Summaries()
    return {paper.id: summaries.of(paper.title, paper.abstract).tldr.text for paper in papers}


def _score(chosen: argparse.Namespace) -> int:
    if chosen.verdicts is None:
        sys.stderr.write("Say which verdicts: python -m evals pairs score VERDICTS.jsonl\n")
        return 2
    print(as_text(score(chosen.verdicts, chosen.key or chosen.verdicts.parent / "key.json")), end="")
    return 0
