"""Making mutants: every operation of a kind tried on real sentences in turn, each as often as the others."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.datasets import EvalPaper
from evals.mutations import comparison, faithful, foreign, names, negation, numbers, standing
from evals.mutations.material import Material, Operation, Others
from evals.scorers.wording import dangles
from evals.statistics import SEED
from paperline.domain.summaries import CheckName
from paperline.domain.text import Sentence, split_sentences
from paperline.ports import Syntax

KINDS: dict[CheckName, dict[str, Operation]] = {
    CheckName.NUMBERS: numbers.OPERATIONS,
    CheckName.NAMES: names.OPERATIONS,
    CheckName.NEGATION: negation.OPERATIONS,
    CheckName.COMPARISON: comparison.OPERATIONS,
    CheckName.STANDALONE: standing.OPERATIONS,
    CheckName.OTHER_PAPER: foreign.OPERATIONS,
}
FAITHFUL = faithful.OPERATIONS
_SHORTEST, _LONGEST = 7, 45


@dataclass(frozen=True, slots=True)
class Mutant:
    """A claim that is not what its evidence says, and which operation made it so."""

    operation: str
    text: str
    paper: EvalPaper
    sentence: Sentence


class Workshop:
    """Real sentences, and what other papers lend."""

    def __init__(self, papers: Sequence[EvalPaper], syntax: Syntax) -> None:
        self.sentences = [
            (paper, sentence)
            for paper in papers
            for sentence in split_sentences(paper.abstract)
            if _SHORTEST <= len(sentence.text.split()) <= _LONGEST and "http" not in sentence.text
        ]
        self._others = Others.of(papers, [(paper.id, sentence.text) for paper, sentence in self.sentences])
        self._syntax = syntax

    def mutants(self, operations: dict[str, Operation], count: int, *, standing: bool = False) -> list[Mutant]:
        """About `count` mutants, equally many of every operation as far as the sentences go, one of a paper for each.

        With `standing`, only sentences that lean on nothing before them are taken.
        """
        each = -(-count // len(operations))
        made: list[Mutant] = []
        for name, operation in operations.items():
            found = self._made(name, operation, standing=standing)
            made += [mutant for mutant, _ in zip(found, range(each), strict=False)]
        return made

    def _made(self, name: str, operation: Operation, *, standing: bool) -> Iterator[Mutant]:
        order = list(range(len(self.sentences)))
        random.Random(f"{SEED} {name}").shuffle(order)
        used: set[str] = set()
        for paper, sentence in (self.sentences[i] for i in order):
            if paper.id in used or (standing and dangles(sentence.text)):
                continue
            rng = random.Random(f"{SEED} {name} {paper.id} {sentence.start}")
            text = operation(Material(paper, sentence, rng, self._others, self._syntax))
            if text is not None and text != sentence.text:
                used.add(paper.id)
                yield Mutant(name, text, paper, sentence)
