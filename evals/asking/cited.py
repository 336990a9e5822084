"""Answers of the embedded engine whose cited sentences were judged by eye, and the verdicts in `evals/labels/citations.jsonl`."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evals.asking.corpora import Days
from evals.asking.labels import FOLDER, answerable, fresh
from evals.asking.predictions import Place
from evals.asking.withheld.pairs import pairs
from evals.datasets import rows
from evals.folds import fold_of
from evals.outcomes import NoData
from evals.solvers.asking import Reader, cited_spans, scope_of
from evals.statistics import SEED
from paperline.domain.answers import Answer

WANTED = 100
_PAIRS = 40


@dataclass(frozen=True, slots=True)
class Put:
    """A question over the papers of a day; `key` decides by which fold's fit it is answered."""

    key: str
    day: date
    question: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was judged of the answer whose text has this hash: of each cited span, in order, two things.

    `states`: the span says what the sentence of the answer says. `answers`: it answers the question.
    """

    key: str
    question: str
    spans: tuple[Place, ...]
    states: tuple[bool, ...]
    answers: tuple[bool, ...]
    sha256: str


def put(days: Days, folder: Path = FOLDER) -> list[Put]:
    """The questions in a seeded order: fresh and hand-written ones, and some made by program."""
    found = [Put(item.paper, item.day, item.question) for item in fresh(folder)]
    found += [Put(item.question, item.day, item.question) for item in answerable(folder)]
    found += [Put(pair.paper.id, pair.day, pair.question) for pair in pairs(days)[:_PAIRS]]
    random.Random(SEED).shuffle(found)
    return found


def answered(days: Days, asked: list[Put], most: int = WANTED) -> Iterator[tuple[Put, Answer]]:
    """The first that are not refused, each over its day and by a fit that has not seen its paper."""
    number = 0
    with Reader() as reader:
        wanted = {item.day for item in asked}
        reader.holds(list({entry.paper.id: entry.paper for entry in days.entries if entry.day in wanted}.values()))
        for item in asked:
            answer = reader.ask(item.question, scope_of(days.of(item.day)), fold_of(item.key))
            if answer.refusal is None and number < most:
                number += 1
                yield item, answer


def verdicts(folder: Path = FOLDER) -> tuple[Verdict, ...]:
    """The verdicts in the file's order."""
    path = folder / "citations.jsonl"
    if not path.is_file():
        raise NoData(
            f"{path} is not there: cited sentences are judged by eye, and the verdicts kept in the repository."
        )
    return tuple(
        Verdict(
            row["key"], row["question"], tuple((paper, start, end) for paper, start, end in row["spans"]),
            tuple(row["states"]), tuple(row["answers"]), row["sha256"],
        )
        for row in rows(path)
    )  # fmt: skip


def fingerprint(answer: Answer) -> str:
    """The hash of all that was judged: the sentences of the answer, and where each one's citations stand."""
    said = [answer.text, [sentence.text for sentence in answer.sentences], cited_spans(answer)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
