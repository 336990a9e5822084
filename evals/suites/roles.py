"""The suite `roles`: the role of every sentence of an abstract (CSAbstruct), by micro-F1."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evals.datasets import EvalPaper, csabstruct
from evals.outcomes import Case, Measure, NoData, Outcome, Section
from evals.solvers.encoding import sentence_vectors
from evals.suites.options import Options
from paperline.domain.text import Sentence

PURPOSE = "micro-F1 of the sentence roles on CSAbstruct dev (every sentence has one role, so it equals accuracy)"
OURS = "ours: role model"
_MODEL = "paperline.engines.embedded.role_model"
_Labels = tuple[str, ...]


def run(data: Path, options: Options) -> Outcome:
    """Our roles beside the most frequent one and the one of the sentence's place."""
    dataset = csabstruct(data, options.split or "dev").first(options.limit)
    roles = _ours()
    given = {
        OURS: [roles(paper) for paper in dataset.papers],
        "most frequent": _most_frequent(dataset.papers),
        "by place": [_by_place(paper) for paper in dataset.papers],
    }
    gold = [paper.references["labels"] for paper in dataset.papers]
    measures = []
    for system, labels in given.items():
        ours = system == OURS
        hits = tuple(
            float(a == b) for mine, right in zip(labels, gold, strict=True) for a, b in zip(mine, right, strict=True)
        )
        measures.append(Measure(system, "micro-F1", hits, scale=100, gated=ours, target=72 if ours else None))
    for role in sorted({label for labels in gold for label in labels}):
        recalled = tuple(
            float(a == b)
            for mine, right in zip(given[OURS], gold, strict=True)
            for a, b in zip(mine, right, strict=True)
            if b == role
        )
        measures.append(Measure(OURS, f"recall of {role}", recalled, scale=100))
    cases = tuple(_case(paper, mine) for paper, mine in zip(dataset.papers, given[OURS], strict=True))
    section = Section(f"{dataset.name}, sentences", len(dataset.papers), tuple(measures), cases, "share of right roles")
    return Outcome("roles", (section,), dataset.hashes)


def _ours() -> Callable[[EvalPaper], _Labels]:
    try:
        model: Any = importlib.import_module(_MODEL)
    except ImportError as missing:
        raise NoData(f"{_MODEL} is not built yet ({missing}).") from None

    def roles(paper: EvalPaper) -> _Labels:
        sentences = placed(paper.sentences)
        rows = model.role_probabilities(sentences, sentence_vectors(sentences, paper.abstract))
        return tuple(_best(model, row) for row in rows)

    return roles


def placed(sentences: Sequence[str]) -> tuple[Sentence, ...]:
    """The sentences at their places in the text that joins them with a space."""
    starts = [sum(len(before) + 1 for before in sentences[:index]) for index in range(len(sentences))]
    return tuple(Sentence(start, start + len(text), text) for start, text in zip(starts, sentences, strict=True))


def _best(model: Any, row: Any) -> str:  # noqa: ANN401  (probabilities by name, or in the order of model.ROLES)
    named = row if isinstance(row, dict) else dict(zip(model.ROLES, row, strict=True))
    return str(max(named, key=lambda role: float(named[role]))).lower()


def _most_frequent(papers: Sequence[EvalPaper]) -> list[_Labels]:
    counts = Counter(label for paper in papers for label in paper.references["labels"])
    return [(counts.most_common(1)[0][0],) * len(paper.sentences) for paper in papers]


def _by_place(paper: EvalPaper) -> _Labels:
    """Background first, a method in the middle, results last."""
    count = len(paper.sentences)
    return tuple("background" if 3 * i < count else "method" if 3 * i < 2 * count else "result" for i in range(count))


def _case(paper: EvalPaper, mine: _Labels) -> Case:
    right = paper.references["labels"]
    texts = tuple(
        (f"{given} {'✓' if given == wanted else f'✗ {wanted}'}", text)
        for text, given, wanted in zip(paper.sentences, mine, right, strict=True)
    )
    return Case(paper.id, "", paper.abstract, texts, sum(a == b for a, b in zip(mine, right, strict=True)) / len(right))
