"""Questions that people wrote and judged over real days, read from `evals/labels/`: no text of a paper stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from evals.datasets import rows
from evals.outcomes import NoData

Half = Literal["dev", "test"]
FOLDER = Path(__file__).parents[1] / "labels"


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question that its day does not answer, and why: off topic, a false premise, an injection, not stated."""

    day: date
    question: str
    kind: str


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question that a sentence of a paper of its day answers; the sentence is known by how it starts."""

    day: date
    question: str
    kind: str
    paper: str
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A list or count question with the papers of its day that meet it; borderline ones are scored neither way."""

    day: date
    question: str
    kind: str
    tags: tuple[str, ...]
    matches: frozenset[str]
    borderline: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A question over a random abstract, the start of the one sentence that answers it, and the half it is of."""

    day: date
    question: str
    kind: str
    paper: str
    starts: str
    half: Half


def refusals(folder: Path = FOLDER) -> tuple[Unanswerable, ...]:
    """The questions that must be refused, in the file's order."""
    read = _read(folder / "refusals.jsonl")
    return tuple(Unanswerable(_day(row), row["question"], row["kind"]) for row in read)


def answerable(folder: Path = FOLDER) -> tuple[Answerable, ...]:
    """The questions that have an answer, in the file's order."""
    return tuple(
        Answerable(_day(row), row["question"], row["type"], paper_id(row["paper"]), _several(row["starts"]))
        for row in _read(folder / "answerable.jsonl")
    )


def fresh(folder: Path = FOLDER) -> tuple[Fresh, ...]:
    """The questions written without sight of the answerer, in the file's order."""
    return tuple(
        Fresh(_day(row), row["question"], row["type"], paper_id(row["paper"]), row["starts"], row["half"])
        for row in _read(folder / "fresh.jsonl")
    )


def conditions(folder: Path = FOLDER, name: str = "lists.jsonl") -> tuple[Condition, ...]:
    """The conditions in the file's order; those of `conditions.jsonl` are for development, on other days."""
    return tuple(
        Condition(
            _day(row), row["question"], row["kind"], tuple(row["tags"]), frozenset(map(paper_id, row["matches"])),
            frozenset(map(paper_id, row["borderline"])),
        )
        for row in _read(folder / name)
    )  # fmt: skip


def paper_id(text: str) -> str:
    """The canonical id of an arXiv number."""
    return text if text.startswith("arxiv:") else f"arxiv:{text}"


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _day(row: dict[str, Any]) -> date:
    return date.fromisoformat(row["day"])


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise NoData(f"{path} is not there: the questions are written by hand and kept in the repository.")
    return list(rows(path))
