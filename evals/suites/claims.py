"""The suite `claims`: the sentences chosen as key claims, against two readers who labelled every sentence by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.datasets import EvalPaper, hf_daily
from evals.outcomes import Case, Good, Measure, NoData, Outcome, Section
from evals.solvers.summariser import Summaries
from evals.suites.options import Options
from paperline.domain.summaries import Claim, ClaimKind
from paperline.domain.text import split_sentences

PURPOSE = "key claims and their kinds against two readers' labels of 150 hf-daily abstracts"
LABELS = Path(__file__).resolve().parent.parent / "labels" / "claims.jsonl"
AT = 3
_Chosen = list[tuple[int, str]]  # sentence and kind, most important first
_OURS = "ours"


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader made of an abstract: a kind for every sentence, and those worth being a key claim."""

    kinds: tuple[str, ...]
    key: frozenset[int]


def run(data: Path, options: Options) -> Outcome:
    """Our claims, the lead and the readers against one another."""
    days = hf_daily(data)
    labels = {row["id"]: _readers(row) for row in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())}
    papers = [paper for paper in days.papers if paper.id in labels][: options.limit]
    if not papers:
        raise NoData(f"None of the labelled papers is at {data}. Give the shared data folder.")
    summaries = Summaries(vectors=options.vectors)
    made = [_chosen(paper, summaries) for paper in papers]
    gold = [labels[paper.id] for paper in papers]
    systems: dict[str, list[_Chosen]] = {
        _OURS: made,
        "first three sentences": [[(i, ClaimKind.CONTRIBUTION) for i in range(min(AT, len(one.kinds)))] for one, _ in gold],
        "reader 2 against reader 1": [[(i, other.kinds[i]) for i in sorted(other.key)] for _, other in gold],
    }  # fmt: skip
    measures: list[Measure] = []
    for system, chosen in systems.items():
        judged = [pair[:1] for pair in gold] if system.startswith("reader") else gold
        measures += _measures(system, chosen, judged)
    measures += _agreement(gold)
    cases = tuple(_case(*row) for row in zip(papers, made, gold, strict=True))
    section = Section(f"hf-daily, {len(papers)} labelled", len(papers), tuple(measures), cases, "precision")
    return Outcome("claims", (section,), days.hashes)


def _readers(row: dict[str, Any]) -> tuple[Reader, ...]:
    return tuple(Reader(tuple(one["kinds"]), frozenset(one["key"])) for one in row["readers"])


def _chosen(paper: EvalPaper, summaries: Summaries) -> _Chosen:
    """Our claims' sentences and kinds, in the order of their importance."""
    sentences = split_sentences(paper.abstract)
    claims = summaries.of(paper.title, paper.abstract).claims

    def place(claim: Claim) -> int:
        return next(
            i for i, sentence in enumerate(sentences) if sentence.start <= claim.evidence[0].start < sentence.end
        )

    return [(place(claim), claim.kind) for claim in claims]


def _measures(system: str, chosen: Sequence[_Chosen], gold: Sequence[Sequence[Reader]]) -> list[Measure]:
    ours = system == _OURS
    values: dict[str, tuple[Callable[[_Chosen, Reader], float | None], float | None]] = {
        "precision, %": (_precision, 85),
        "precision with the right kind, %": (_precision_of_kind, None),
        "recall of contributions, %": (lambda one, reader: _finds(one, reader, "contribution"), 85),
        "recall of results, %": (lambda one, reader: _finds(one, reader, "result"), 85),
    }
    return [
        Measure(
            system, name, tuple(_mean([score(one, reader) for reader in readers])
                                for one, readers in zip(chosen, gold, strict=True)),
            scale=100, gated=ours and target is not None, target=target if ours else None,
        )
        for name, (score, target) in values.items()
    ] + [Measure(system, "claims", tuple(float(len(one)) for one in chosen), Good.NEITHER)]  # fmt: skip


def _precision(chosen: _Chosen, reader: Reader) -> float | None:
    return sum(index in reader.key for index, _ in chosen) / len(chosen) if chosen else None


def _precision_of_kind(chosen: _Chosen, reader: Reader) -> float | None:
    right = sum(index in reader.key and reader.kinds[index] == kind for index, kind in chosen)
    return right / len(chosen) if chosen else None


def _finds(chosen: _Chosen, reader: Reader, kind: str) -> float | None:
    """Whether one of the reader's key sentences of a kind is among the claims, as that kind; None where there is none."""
    wanted = {index for index in reader.key if reader.kinds[index] == kind}
    return float(any(index in wanted and named == kind for index, named in chosen)) if wanted else None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _agreement(gold: Sequence[Sequence[Reader]]) -> list[Measure]:
    """How far the two readers agree, sentence by sentence."""
    kinds = tuple(sum(a == b for a, b in zip(one.kinds, two.kinds, strict=True)) / len(one.kinds) for one, two in gold)
    keys = tuple(1 - len(one.key ^ two.key) / len(one.kinds) for one, two in gold)
    return [
        Measure("readers", "agree on the kind, %", kinds, Good.NEITHER, scale=100),
        Measure("readers", "agree on what is key, %", keys, Good.NEITHER, scale=100),
    ]


def _case(paper: EvalPaper, chosen: _Chosen, readers: Sequence[Reader]) -> Case:
    sentences = split_sentences(paper.abstract)
    texts = [("ours", " · ".join(f"[{kind}] {sentences[index].text}" for index, kind in chosen))]
    for number, reader in enumerate(readers, 1):
        keys = " · ".join(f"[{reader.kinds[index]}] {sentences[index].text}" for index in sorted(reader.key))
        texts.append((f"reader {number}", keys))
    score = _mean([_precision(chosen, reader) for reader in readers]) or 0.0
    return Case(paper.id, paper.title, paper.abstract, tuple(texts), score)
