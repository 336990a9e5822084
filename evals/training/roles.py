"""Trains the sentence roles: `python -m evals.training.roles --data ../shared/data/csabstruct`.

Writes the weights and, beside them, what they were made of and how good they are on the dev split, which no choice was
made on; features and penalties were chosen by cross-validation within the train split.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.solvers.encoding import encoder, sentence_vectors
from evals.statistics import SEED
from evals.training.chain import Array, Buckets, Chains, Penalties, fit
from evals.training.measures import Labels, accuracy_by_agreement, confusion, f1_by_role, micro_f1
from paperline.domain.ranking.vectors import Matrix
from paperline.domain.text import Sentence
from paperline.engines.embedded import role_model
from paperline.engines.embedded.role_model import Head, RoleWeights, SentenceRole

COMMAND = "python -m evals.training.roles --data ../shared/data/csabstruct"
ROLES = [role.value for role in SentenceRole]
PENALTIES = Penalties(dense=10, words=60, transitions=5)
STEPS = 60
FOLDS = 4
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Labelled:
    """An abstract's sentences with the column of each one's role, and how far the five annotators agreed on it."""

    sentences: tuple[Sentence, ...]
    labels: tuple[int, ...]
    agreement: tuple[float, ...]
    vectors: Matrix


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write, measure what was written."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.roles", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with train.jsonl and dev.jsonl")
    parser.add_argument(
        "--output", type=Path, default=role_model.WEIGHTS, help="the weights; the record is beside them"
    )
    options = parser.parse_args(arguments)
    train, dev = (read(options.data / f"{split}.jsonl") for split in ("train", "dev"))
    chosen = {name: round(value, 2) for name, value in cross_validated(train).items()}
    print(f"Micro-F1 in {FOLDS} folds of train: {chosen}")
    write(options.output, trained(train))
    weights = role_model.read_weights(options.output)
    record = {
        "command": COMMAND,
        "seed": SEED,
        "data": {f"{name}.jsonl": _sha256(options.data / f"{name}.jsonl") for name in ("train", "dev")},
        "encoder": str(encoder().identity),
        "roles": ROLES,
        "settings": {"penalties": asdict(PENALTIES), "steps": STEPS, "buckets": role_model.BUCKETS},
        "weights_sha256": _sha256(options.output),
        "train_folds_micro_f1": chosen,
        "dev": {
            name: measured(dev, weights, vectors=vectors) for name, vectors in (("vectors", True), ("plain", False))
        },
    }
    options.output.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"{options.output}: {options.output.stat().st_size / 1000:.0f} kB")
    return 0


def read(path: Path) -> list[Labelled]:
    """The abstracts of a split in the file's order, encoded as the product does: joined by spaces, without a title."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    started = time.monotonic()
    read_rows: list[Labelled] = []
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for labelled in threads.map(_labelled, rows):
            read_rows.append(labelled)
            if len(read_rows) % 100 == 0 or len(read_rows) == len(rows):
                seconds = time.monotonic() - started
                print(f"\r{path.name}: {len(read_rows)} of {len(rows)} encoded, {seconds:.0f} s", end="", flush=True)
    print()
    return read_rows


def trained(abstracts: Sequence[Labelled]) -> RoleWeights:
    """The table and the head with vectors, fitted together; the head without, fitted to the table as it then stands."""
    chains = Chains(
        [len(item.labels) for item in abstracts], [label for item in abstracts for label in item.labels], len(ROLES)
    )
    words = Buckets(
        [buckets for item in abstracts for buckets in role_model.word_features(item.sentences)], role_model.BUCKETS
    )
    place = _stacked([role_model.place_features(item.sentences) for item in abstracts])
    both = np.hstack([place, _stacked([item.vectors for item in abstracts])])
    full = fit(chains, both, words, None, PENALTIES, STEPS)
    assert full.words is not None
    table = full.words.astype(np.float16)
    plain = fit(chains, place, None, words.times(table.astype(np.float64)), PENALTIES, STEPS)
    return RoleWeights(
        words=table.astype(np.float32),
        with_vectors=Head(full.dense.astype(np.float32), full.transitions.astype(np.float32)),
        without_vectors=Head(plain.dense.astype(np.float32), plain.transitions.astype(np.float32)),
    )


def cross_validated(abstracts: Sequence[Labelled]) -> dict[str, float]:
    """Micro-F1 in per cent, with and without vectors, on abstracts that were held out in turn."""
    order = np.random.default_rng(SEED).permutation(len(abstracts))
    right = {"vectors": 0, "plain": 0}
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        weights = trained([item for index, item in enumerate(abstracts) if index not in held])
        for name in right:
            for index in held:
                right[name] += int(np.sum(_predicted(abstracts[index], weights, vectors=name == "vectors")
                                          == np.array(abstracts[index].labels)))  # fmt: skip
    total = sum(len(item.labels) for item in abstracts)
    return {name: 100 * count / total for name, count in right.items()}


def measured(abstracts: Sequence[Labelled], weights: RoleWeights, *, vectors: bool) -> dict[str, Any]:
    """The figures of the weights on a split, printed and returned; all in per cent but the confusion's counts."""
    gold = [np.array(item.labels) for item in abstracts]
    predicted = [_predicted(item, weights, vectors=vectors) for item in abstracts]
    value, low, high = micro_f1(gold, predicted)
    by_role = f1_by_role(gold, predicted, ROLES)
    agreed = accuracy_by_agreement(gold, predicted, [np.array(item.agreement) for item in abstracts])
    counts = confusion(gold, predicted, len(ROLES))
    print(f"\ndev {'with' if vectors else 'without'} vectors: micro-F1 {value:.1f} [{low:.1f}, {high:.1f}]")
    print("  F1: " + ", ".join(f"{role} {score:.1f}" for role, score in by_role.items()))
    print("  by annotators' agreement: " + ", ".join(f"{name} {part['accuracy']:.1f} (n {part['n']:.0f})"
                                                    for name, part in agreed.items()))  # fmt: skip
    print(f"  {'confusion':>12}" + "".join(f"{role:>12}" for role in ROLES))
    for role, row in zip(ROLES, counts, strict=True):
        print(f"  {role:>12}" + "".join(f"{count:>12}" for count in row))
    return {
        "micro_f1": round(value, 2), "interval_95": [round(low, 2), round(high, 2)], "n_abstracts": len(gold),
        "n_sentences": sum(map(len, gold)), "f1": {role: round(score, 2) for role, score in by_role.items()},
        "by_agreement": agreed, "confusion": counts,
    }  # fmt: skip


def write(path: Path, weights: RoleWeights) -> None:
    """The weights as plain half-precision arrays, the same bytes for the same weights."""
    arrays = {
        "words": weights.words,
        "vectors_dense": weights.with_vectors.dense,
        "vectors_transitions": weights.with_vectors.transitions,
        "plain_dense": weights.without_vectors.dense,
        "plain_transitions": weights.without_vectors.transitions,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, allow_pickle=False, **{name: array.astype(np.float16) for name, array in arrays.items()})


def _labelled(row: dict[str, Any]) -> Labelled:
    sentences, position = [], 0
    for text in row["sentences"]:
        sentences.append(Sentence(position, position + len(text), text))
        position += len(text) + 1
    labels = tuple(ROLES.index(label) for label in row["labels"])
    vectors = sentence_vectors(sentences, " ".join(row["sentences"]))
    return Labelled(tuple(sentences), labels, tuple(row["confs"]), vectors)


def _predicted(item: Labelled, weights: RoleWeights, *, vectors: bool) -> Labels:
    rows = role_model.role_probabilities(item.sentences, item.vectors if vectors else None, weights)
    return np.array([ROLES.index(role_model.likeliest_role(row)) for row in rows])


def _stacked(parts: Sequence[Matrix]) -> Array:
    return np.concatenate(parts).astype(np.float64)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
