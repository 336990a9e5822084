"""Trains the choice among candidates: `python -m evals.training.choice --data ../shared/data`.

A reader wrote both halves of the lines of some papers by deleting words from their sentences; `evals/labels/written.jsonl`
holds where the words that are left stand in the abstract. A candidate is as good as its words are those (F1). A linear
function over grade + worth and features learns to prefer the nearest ones: softmax over a paper's candidates, the
expected F1 as the goal, held to grade + worth by a penalty. Writes the weights and, beside them, what they were made of
and how near the chosen candidates come on papers held out in turn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.datasets import EvalPaper, hf_daily
from evals.solvers.encoding import paper_encoder
from evals.statistics import SEED, interval
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line.candidates import Candidate
from paperline.engines.embedded.line.weighing import ranker
from paperline.engines.embedded.line.weighing.choosing import WEIGHTS, Choice, write_choices
from paperline.engines.embedded.line.weighing.features import NAMES, features
from paperline.engines.embedded.line.weighing.weighing import find_candidates
from paperline.engines.embedded.line.writing import sentences_to_parse
from paperline.engines.embedded.net import grades
from paperline.engines.embedded.shortening import is_whole

COMMAND = "python -m evals.training.choice --data ../shared/data"
LABELS = Path(__file__).resolve().parent.parent / "labels" / "written.jsonl"
FOLDS, STEPS, RATE, PENALTY, SHARPNESS = 5, 250, 0.03, 0.03, 4.0
HALVES = ("what", "finding")
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Written:
    """A paper's candidates for one half: (grade + worth, features) (c, 1 + f), and how near each is to what was written (c,)."""

    rows: Array
    nearness: Array


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, measure on held-out papers, train on all, write."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.choice", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the shared data folder, for hf-daily")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="the weights; the record is beside them")
    options = parser.parse_args(arguments)
    days = hf_daily(options.data)
    sets = read(days.papers)
    record: dict[str, Any] = {
        "command": COMMAND, "seed": SEED,
        "data": days.hashes | {"labels/written.jsonl": _sha256(LABELS), "weights/line.npz": _sha256(ranker.WEIGHTS)},
        "settings": {"steps": STEPS, "rate": RATE, "penalty": PENALTY, "sharpness": SHARPNESS},
        "features": ["grade + worth", *NAMES],
    }  # fmt: skip
    for half in HALVES:
        record[half] = held_out(sets[half])
        print(half, json.dumps(record[half]))
    write_choices(options.output, {half: trained(sets[half]) for half in HALVES})
    record["weights_sha256"] = _sha256(options.output)
    options.output.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0


def read(papers: Sequence[EvalPaper]) -> dict[str, list[Written]]:
    """The papers for which lines were written, as the product meets them."""
    given = {row["id"]: row for row in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())}
    syntax, encode, weights = SpacySyntax(), paper_encoder(), ranker.packaged_weights()
    sets: dict[str, list[Written]] = {half: [] for half in HALVES}
    for paper in papers:
        if (row := given.get(paper.id)) is None:
            continue
        abstract = _parsed(
            Abstract.read(paper.title, paper.abstract, encode(paper.title, paper.abstract).sentences), syntax
        )
        found = find_candidates(abstract)
        for half, candidates, nets, worth in (
            ("what", found.offers, weights.what, found.offer_worth),
            ("finding", found.findings, weights.finding, found.finding_worth),
        ):
            whole = [candidate for candidate in candidates if is_whole(candidate.said)]
            near = _nearness(whole, [paper.abstract[start:end] for start, end in row[half]])
            if near.any():
                shown = features(abstract, whole, abstract.name)
                liked = np.asarray(grades(nets, shown)) + [worth(candidate) for candidate in whole]
                rows = np.column_stack([liked, shown])
                sets[half].append(Written(rows.astype(np.float64), near))
    return sets


def trained(papers: Sequence[Written]) -> Choice:
    """The function that expects the most nearness, by Adam from grade + worth."""
    start = np.zeros(papers[0].rows.shape[1])
    start[0] = 1.0
    weights, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        slope = -PENALTY * len(papers) * (weights - start)
        for paper in papers:
            value = paper.rows @ weights
            share = np.exp(value - value.max())
            share /= share.sum()
            slope += SHARPNESS * (share * (paper.nearness - share @ paper.nearness)) @ paper.rows
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights = weights + RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return _on_the_scale_of(start, weights, papers)


def _on_the_scale_of(start: Array, weights: Array, papers: Sequence[Written]) -> Choice:
    """The weights scaled and shifted so that a paper's values lie as far apart, and its best as high, as by `start`."""
    spread = [float(np.mean([(paper.rows @ of).std() for paper in papers])) for of in (start, weights)]
    scaled = (weights * spread[0] / spread[1]).astype(np.float16).astype(np.float32)
    return Choice(
        scaled, float(np.mean([(paper.rows @ start).max() - (paper.rows @ scaled).max() for paper in papers]))
    )


def held_out(papers: Sequence[Written]) -> Mapping[str, Any]:
    """How near the chosen candidates of papers come that the function had not seen, beside grade + worth alone and the best."""
    order = np.random.default_rng(SEED).permutation(len(papers))
    chosen, before, best = [], [], []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        choice = trained([paper for place, paper in enumerate(papers) if place not in held])
        for place in sorted(held):
            rows, near = papers[place].rows, papers[place].nearness
            chosen.append(float(near[int(np.argmax(rows @ choice.weights))]))
            before.append(float(near[int(np.argmax(rows[:, 0]))]))
            best.append(float(near.max()))
    value, low, high = interval(chosen)
    return {
        "papers": len(papers), "candidates": int(sum(len(paper.rows) for paper in papers)),
        "chosen_nearness": round(value, 3), "interval_95": [round(low, 3), round(high, 3)],
        "by_grade_and_worth": round(float(np.mean(before)), 3), "best_nearness": round(float(np.mean(best)), 3),
    }  # fmt: skip


def _parsed(abstract: Abstract, syntax: SpacySyntax) -> Abstract:
    places = sentences_to_parse(abstract)
    texts = [abstract.sentences[place].text for place in places]
    parses = syntax.parse(texts, [abstract.named_in(place) for place in places])
    return replace(abstract, parses=dict(zip(places, parses, strict=True)))


def _nearness(candidates: Sequence[Candidate], written: Sequence[str]) -> Array:
    return np.array([_f1(candidate.said, " ".join(written)) for candidate in candidates])


def _f1(said: str, written: str) -> float:
    a, b = (Counter(word.strip(".,;:!?()[]\"'“”").casefold() for word in text.split()) for text in (said, written))
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


_sha256 = partial(lambda path: hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    sys.exit(main())
