"""Trains the ranker of the line's halves: `python -m evals.training.line --data ../shared/data`.

Readers graded candidates for both halves, 0 to 4, against the abstracts; `evals/labels/lines.jsonl` holds their grades
under hashes of the candidates' texts. Writes the weights and, beside them, what they were made of and how well they
choose on papers held out in turn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from evals.datasets import EvalPaper, hf_daily
from evals.solvers.vectors import vectors_of
from evals.statistics import SEED, interval
from evals.training.net import Array, NetSettings, fit_net
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.papers import Paper
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line.candidates import Candidate
from paperline.engines.embedded.line.findings import findings
from paperline.engines.embedded.line.offers import offers
from paperline.engines.embedded.line.weighing.features import NAMES, features
from paperline.engines.embedded.line.weighing.ranker import WEIGHTS
from paperline.engines.embedded.names.naming import find_name
from paperline.engines.embedded.net import Net, grades, write_nets

COMMAND = "python -m evals.training.line --data ../shared/data"
LABELS = Path(__file__).resolve().parent.parent / "labels" / "lines.jsonl"
SETTINGS = NetSettings(penalty=0.1, straight_penalty=0.02)
FOLDS, NETS = 5, 3
HALVES = ("what", "finding")


@dataclass(frozen=True, slots=True)
class Graded:
    """A paper's candidates for one half: features (c, f) of each reading of the paper, and readers' grades (c,)."""

    readings: tuple[Array, ...]
    grades: Array


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, measure on held-out papers, train on all, write."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.line", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the shared data folder, for hf-daily")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="the weights; the record is beside them")
    options = parser.parse_args(arguments)
    days = hf_daily(options.data)
    sets = read(days.papers)
    record: dict[str, Any] = {
        "command": COMMAND, "seed": SEED, "data": days.hashes | {"labels/lines.jsonl": _sha256(LABELS)},
        "settings": asdict(SETTINGS) | {"nets": NETS}, "features": list(NAMES),
    }  # fmt: skip
    for half in HALVES:
        record[half] = held_out(sets[half])
        print(half, json.dumps(record[half]))
    write_nets(options.output, {half: trained(sets[half]) for half in HALVES})
    record["weights_sha256"] = _sha256(options.output)
    options.output.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"{options.output}: {options.output.stat().st_size / 1000:.0f} kB")
    return 0


def read(papers: Sequence[EvalPaper]) -> dict[str, list[Graded]]:
    """The graded papers; each is read with and without sentence vectors, since the product meets both."""
    given = {row["id"]: row for row in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())}
    syntax = SpacySyntax()
    sets: dict[str, list[Graded]] = {half: [] for half in HALVES}
    for paper in papers:
        if paper.id not in given:
            continue
        name = find_name(paper.title, paper.abstract)
        readings = _readings(paper, syntax)
        for half, make in (("what", offers), ("finding", findings)):
            made = [{key_of(c): c for c in make(reading, name)} for reading in readings]
            known = [key for key in made[0] if key in given[paper.id][half] and all(key in other for other in made)]
            if not known:
                continue
            rows = tuple(
                features(reading, [found[key] for key in known], name).astype(np.float64)
                for reading, found in zip(readings, made, strict=True)
            )
            sets[half].append(Graded(rows, np.array([given[paper.id][half][key] for key in known], dtype=np.float64)))
    return sets


def key_of(candidate: Candidate) -> str:
    """The hash under which a candidate's grade is kept: the labels hold no text."""
    return hashlib.sha256(candidate.text.encode()).hexdigest()[:10]


def trained(papers: Sequence[Graded]) -> tuple[Net, ...]:
    """The nets for one half."""
    x = np.concatenate([row for paper in papers for row in paper.readings])
    y = np.concatenate([paper.grades for paper in papers for _ in paper.readings])
    weight = np.concatenate(
        [np.full(len(paper.grades), len(paper.grades) ** -0.5) for paper in papers for _ in paper.readings]
    )
    return tuple(fit_net(x, y, weight, SETTINGS, SEED + place) for place in range(NETS))


def held_out(papers: Sequence[Graded]) -> dict[str, Any]:
    """How good the chosen candidates of papers are that the nets had not seen, in readers' grades."""
    order = np.random.default_rng(SEED).permutation(len(papers))
    chosen, best, mean, right, pairs = [], [], [], 0.0, 0
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        nets = trained([paper for place, paper in enumerate(papers) if place not in held])
        for place in sorted(held):
            paper = papers[place]
            scores = np.array(grades(nets, paper.readings[0].astype(np.float32)))
            chosen.append(float(paper.grades[int(np.argmax(scores))]))
            best.append(float(paper.grades.max()))
            mean.append(float(paper.grades.mean()))
            above = paper.grades[:, None] > paper.grades[None, :]
            right += float((above & (scores[:, None] > scores[None, :])).sum())
            pairs += int(above.sum())
    value, low, high = interval(chosen)
    return {
        "papers": len(papers), "candidates": int(sum(len(paper.grades) for paper in papers)),
        "chosen_grade": round(value, 3), "interval_95": [round(low, 3), round(high, 3)],
        "chosen_at_least_3": round(float(np.mean(np.array(chosen) >= 3)), 3),
        "chosen_below_2": round(float(np.mean(np.array(chosen) < 2)), 3),
        "best_grade": round(float(np.mean(best)), 3), "mean_grade": round(float(np.mean(mean)), 3),
        "pairs_in_order": round(right / max(1, pairs), 3),
    }  # fmt: skip


def _readings(paper: EvalPaper, syntax: SpacySyntax) -> list[Abstract]:
    (vectors,) = vectors_of([Paper(id=paper.id, version=1, title=paper.title, abstract=paper.abstract)])
    read = [Abstract.read(paper.title, paper.abstract, held) for held in (vectors.sentences, None)]
    texts = [sentence.text for sentence in read[0].sentences]
    parses = dict(enumerate(syntax.parse(texts, [read[0].named_in(place) for place in range(len(texts))])))
    return [replace(abstract, parses=parses) for abstract in read]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
