"""Trains the judgement of sentences: `python -m evals.training.sentences --data ../shared/data`.

Two readers labelled every sentence of 150 abstracts (`evals/labels/claims.jsonl`): its kind, and whether it is a key
claim. How near a sentence comes to a TL;DR is learnt from the train split of SciTLDR-A, as ROUGE-1 beyond its
abstract's mean. Writes the weights and, beside them, what they were made of and how they do on what was held out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.datasets import EvalPaper, hf_daily, scitldr
from evals.scorers.rouge import rouge
from evals.solvers.vectors import vectors_of
from evals.statistics import SEED
from evals.training.net import Array, NetSettings, fit_net
from paperline.domain.papers import Paper
from paperline.domain.ranking.vectors import Matrix
from paperline.domain.summaries import ClaimKind
from paperline.domain.text import Sentence, split_sentences
from paperline.engines.embedded.fragments import Fragment
from paperline.engines.embedded.net import Net, grades, write_nets
from paperline.engines.embedded.roles import role_scores
from paperline.engines.embedded.sentences.features import NAMES, Sentences, sentence_features
from paperline.engines.embedded.sentences.judging import KEY, KINDS, TLDR, WEIGHTS
from paperline.engines.embedded.shortening import strip_lead

COMMAND = "python -m evals.training.sentences --data ../shared/data"
LABELS = Path(__file__).resolve().parent.parent / "labels" / "claims.jsonl"
SETTINGS = NetSettings(hidden=8)
FOLDS, NETS = 5, 3
_KIND_OF = {"background": ClaimKind.PROBLEM.value}  # what a claim never is, but a sentence may be


@dataclass(frozen=True, slots=True)
class Labelled:
    """An abstract's features (s, f) with and without vectors, and the values (s,) that each net should give."""

    readings: tuple[Array, ...]
    verdicts: dict[str, Array]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, measure on what is held out, train on all, write."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.sentences", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the shared data folder, for hf-daily and scitldr")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="the weights; the record is beside them")
    options = parser.parse_args(arguments)
    days, train, dev = hf_daily(options.data), scitldr(options.data, "train"), scitldr(options.data, "dev")
    labels = {row["id"]: row for row in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())}
    known = [paper for paper in days.papers if paper.id in labels]
    read = [_verdicts(paper, vectors, labels[paper.id]) for paper, vectors in _with_vectors(known)]
    lines, unseen = ([_likeness(*pair) for pair in _with_vectors(split.papers)] for split in (train, dev))
    nets = {**trained(read), **trained(lines)}
    record = {
        "command": COMMAND, "seed": SEED,
        "data": days.hashes | train.hashes | dev.hashes | {"labels/claims.jsonl": _sha256(LABELS)},
        "settings": asdict(SETTINGS) | {"nets": NETS}, "features": list(NAMES),
        "readers, held out": held_out(read),
        "SciTLDR-A dev, ROUGE-1": {
            name: round(100 * float(np.mean([one.verdicts["rouge"][_best(nets[TLDR], one.readings[place])] for one in unseen])), 2)
            for place, name in enumerate(("with vectors", "without"))
        },
    }  # fmt: skip
    print(json.dumps({name: record[name] for name in list(record)[-2:]}))
    write_nets(options.output, nets)
    record["weights_sha256"] = _sha256(options.output)
    options.output.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"{options.output}: {options.output.stat().st_size / 1000:.0f} kB")
    return 0


def trained(papers: Sequence[Labelled]) -> dict[str, tuple[Net, ...]]:
    """A few nets for each verdict but `rouge`, which is only measured."""
    x = np.concatenate([reading for paper in papers for reading in paper.readings])
    even = np.ones(len(x))
    made = {}
    for name in papers[0].verdicts:
        if name != "rouge":
            y = np.concatenate([paper.verdicts[name] for paper in papers for _ in paper.readings])
            made[name] = tuple(fit_net(x, y, even, SETTINGS, SEED + place) for place in range(NETS))
    return made


def held_out(papers: Sequence[Labelled]) -> dict[str, Any]:
    """Precision of the three likeliest sentences and accuracy of kinds on papers that the nets had not seen."""
    order = np.random.default_rng(SEED).permutation(len(papers))
    at_three, kinds = [], []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        nets = trained([paper for place, paper in enumerate(papers) if place not in held])
        for place in sorted(held):
            paper = papers[place]
            x = paper.readings[0].astype(np.float32)
            best = np.argsort(-np.array(grades(nets[KEY], x)))[:3]
            at_three.append(float(paper.verdicts[KEY][best].mean()))
            guessed = np.argmax([grades(nets[name], x) for name in KINDS], axis=0)
            share = np.array([paper.verdicts[name] for name in KINDS])
            kinds.append(float(share[guessed, np.arange(len(x))].mean()))
    values = {"precision_at_3": at_three, "kinds": kinds}
    return {"papers": len(papers), **{name: round(float(np.mean(value)), 3) for name, value in values.items()}}


def _with_vectors(papers: Sequence[EvalPaper]) -> list[tuple[EvalPaper, Matrix]]:
    made = vectors_of([Paper(id=paper.id, version=1, title=paper.title, abstract=paper.abstract) for paper in papers])
    return [(paper, one.sentences) for paper, one in zip(papers, made, strict=True)]


def _verdicts(paper: EvalPaper, vectors: Matrix, row: dict[str, Any]) -> Labelled:
    sentences = split_sentences(paper.abstract)
    readers = row["readers"]
    verdicts = {KEY: np.mean([[float(i in set(one["key"])) for i in range(len(sentences))] for one in readers], axis=0)}
    for kind in KINDS:
        said = [[float(_KIND_OF.get(name, name) == kind) for name in one["kinds"]] for one in readers]
        verdicts[kind] = np.mean(said, axis=0)
    return Labelled(_readings(paper, sentences, vectors), verdicts)


def _likeness(paper: EvalPaper, vectors: Matrix) -> Labelled:
    """How much nearer than its neighbours each sentence comes to the paper's TL;DRs."""
    sentences = split_sentences(paper.abstract)
    texts = [strip_lead(Fragment.of(paper.abstract, sentence)).text for sentence in sentences]
    scores = np.array([rouge(text, paper.references["target"])[0] for text in texts])
    return Labelled(_readings(paper, sentences, vectors), {TLDR: scores - scores.mean(), "rouge": scores})


def _readings(paper: EvalPaper, sentences: Sequence[Sentence], vectors: Matrix) -> tuple[Array, ...]:
    return tuple(
        sentence_features(Sentences(paper.title, paper.abstract, sentences, role_scores(sentences, held), held)).astype(
            np.float64
        )
        for held in (vectors, None)
    )


def _best(nets: Sequence[Net], reading: Array) -> int:
    return int(np.argmax(grades(nets, reading.astype(np.float32))))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
