"""Fits the confidence of answers on all questions, and five times without a fold, and writes both with how they were made.

Every figure of the record is of questions whose fold was left out when the weights were fitted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.folds import FOLDS
from evals.statistics import SEED, interval
from evals.training.answers import FOLDS_FITTED
from evals.training.answers.asked import POOLS, questions
from evals.training.answers.conditions import FILE, cases
from evals.training.answers.fitting import DRAWN, Fitted, fitted_on, held_out, with_conditions
from evals.training.answers.rows import Row, rows_of
from paperline.engines.embedded.answering.confidence import (
    WEIGHTS,
    absent_confidence,
    right_confidence,
    stated_confidence,
)
from paperline.engines.embedded.answering.extracting import STATED

COMMAND = "python -m evals.training.answers --data ../shared/data"
START = Path(__file__).with_name("start.json")
LABELS = Path(__file__).resolve().parents[2] / "labels"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask everything once, fit without each fold, measure on it, fit on all, write."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.answers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the shared data folder")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    start: Fitted = json.loads(START.read_text(encoding="utf-8"))
    found, hashes = questions(options.data)
    rows = []
    for row in rows_of(found, start):
        rows.append(row)
        if len(rows) % 100 == 0:
            sys.stderr.write(f"\r{len(rows)} of {len(found)} asked")
    judged = cases(options.data, start)
    without = {
        fold: with_conditions(fitted_on([row for row in rows if row.fold != fold], start), judged)
        for fold in range(FOLDS)
    }
    record = {
        "command": COMMAND, "seed": SEED, "folds": FOLDS, "drawn to the start": DRAWN, "pools": list(POOLS),
        "data": hashes | {name: _sha256(LABELS / name) for name in ("refusals.jsonl", "answerable.jsonl", "fresh.jsonl", FILE)},
        "out of fold": measured(rows, without), "conditions held out, F1": round(100 * held_out(start, judged), 1),
    }  # fmt: skip
    print(json.dumps(record["out of fold"], indent=1))
    _write(options.output, {"record": record, "models": with_conditions(fitted_on(rows, start), judged)})
    _write(FOLDS_FITTED, without)
    return 0


def measured(rows: Sequence[Row], without: dict[int, Fitted]) -> dict[str, Any]:
    """By source: how well answered and unanswered are told apart, how often each is answered, and the Brier skills."""
    judged = [_judged(row, without[row.fold]) for row in rows]
    sources = sorted({row.asked.source for row in rows})
    return {
        source: _figures([item for item, row in zip(judged, rows, strict=True) if source in ("all", row.asked.source)])
        for source in ("all", *sources)
    }


def _judged(row: Row, fitted: Fitted) -> tuple[bool, bool, bool, float]:
    """Whether the scope answers, whether an answer is given, whether what is said is right, and how sure it is."""
    standing, right = row.judged(fitted)
    there = row.asked.gold is not None
    if stated_confidence(standing, fitted) >= STATED:
        return there, True, right, right_confidence(standing, fitted)
    return there, False, not there, absent_confidence(standing, fitted)


def _figures(judged: Sequence[tuple[bool, bool, bool, float]]) -> dict[str, float]:
    chance = [(there, sure if answered else 1 - sure) for there, answered, _, sure in judged]
    yes, no = [p for there, p in chance if there], [p for there, p in chance if not there]
    figures: dict[str, float] = {"questions": len(judged)}
    if yes and no:
        figures["AUROC"] = round(100 * interval(yes, "auroc", no)[0], 1)
        figures["answered where it is there"] = _percent([answered for there, answered, *_ in judged if there])
    figures["answered where it is not"] = _percent([answered for there, answered, *_ in judged if not there])
    for name, kind in (("answers", True), ("refusals", False)):
        own = [(right, sure) for _, answered, right, sure in judged if answered is kind]
        if own and (rate := sum(right for right, _ in own) / len(own)) not in (0, 1):
            brier = sum((sure - right) ** 2 for right, sure in own) / len(own)
            figures[f"{name} right"] = round(100 * rate, 1)
            figures[f"{name}, Brier skill"] = round(100 * (1 - brier / (rate * (1 - rate))), 1)
    return figures


def _percent(values: Sequence[bool]) -> float:
    return round(100 * sum(values) / len(values), 1) if values else 0.0


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
