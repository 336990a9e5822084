"""True replies about real papers, and seeded lies made of them by programs that were written without sight of the checks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from evals.datasets import EvalPaper
from evals.mutations.making import KINDS
from evals.mutations.material import Material, Others
from paperline.domain.summaries import CheckName, Summary
from paperline.domain.text import Field, Sentence, Span, split_sentences
from paperline.ports import Syntax

SEED = 20_251_211
LIES = (CheckName.NUMBERS, CheckName.NAMES, CheckName.NEGATION, CheckName.COMPARISON)


@dataclass(frozen=True, slots=True)
class Lie:
    """A reply of which one statement was made false, and that statement."""

    kind: CheckName
    operation: str
    paper: EvalPaper
    reply: Mapping[str, object]
    text: str


def true_reply(paper: EvalPaper, summary: Summary) -> dict[str, object]:
    """What a faithful model might have said: the summary of another engine, in the form of a reply."""
    sentences = split_sentences(paper.abstract)

    def numbers(evidence: Sequence[Span]) -> list[int]:
        placed = (0 if s.field is Field.TITLE else _place(sentences, s) for s in evidence)
        return list(dict.fromkeys(placed))[:3]

    said = [{"kind": part.role.value, "text": part.text, "from": numbers(part.evidence)} for part in summary.tldr.parts]
    said += [
        {"kind": c.kind.value, "text": c.text, "from": numbers(c.evidence)} for c in summary.claims if c.checks.passed
    ]
    return {"statements": said, "keywords": list(summary.keywords)}


def lies(papers: Sequence[EvalPaper], replies: Sequence[Mapping[str, object]], syntax: Syntax, count: int) -> list[Lie]:
    """So many lies, of every kind and of its operations in turn, as far as the papers' statements give occasion."""
    pool = Others.of(papers, [(p.id, s.text) for p in papers for s in split_sentences(p.abstract)])
    waiting = {kind: _in_turn(kind, papers, replies, syntax, pool) for kind in LIES}
    chosen: list[Lie] = []
    while len(chosen) < count and any(waiting.values()):
        chosen += [made.pop(0) for made in waiting.values() if made]
    return chosen[:count]


def _in_turn(kind: CheckName, *material) -> list[Lie]:
    """All lies of a kind, its operations in turn."""
    by_operation: dict[str, list[Lie]] = {}
    for lie in _of_kind(kind, *material):
        by_operation.setdefault(lie.operation, []).append(lie)
    rounds = zip_longest(*by_operation.values())
    return [lie for lies_of_round in rounds for lie in lies_of_round if lie is not None]


def _of_kind(
    kind: CheckName, papers: Sequence[EvalPaper], replies: Sequence[Mapping[str, object]], syntax: Syntax, pool: Others
) -> Iterator[Lie]:
    for name, operation in KINDS[kind].items():
        for paper, reply in zip(papers, replies, strict=True):
            rng = random.Random(f"{SEED} {kind} {name} {paper.id}")
            statements = list(reply["statements"])
            for at in rng.sample(range(len(statements)), len(statements)):
                text = statements[at]["text"]
                lied = operation(Material(paper, Sentence(0, len(text), text), rng, pool, syntax))
                if lied and lied.rstrip(" .") != text.rstrip(" ."):
                    told = [*statements[:at], {**statements[at], "text": lied}, *statements[at + 1 :]]
                    yield Lie(kind, name, paper, {**reply, "statements": told}, lied)
                    break


def _place(sentences: Sequence[Sentence], span: Span) -> int:
    return next(n for n, sentence in enumerate(sentences, 1) if sentence.start <= span.start < sentence.end)
