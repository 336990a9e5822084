"""What mutations are made from: a sentence with its parse and paper, and the names and sentences of other papers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from evals.datasets import EvalPaper
from evals.scorers.stems import content_stems
from paperline.domain.syntax import Parse, indices
from paperline.domain.text import Sentence
from paperline.ports import Syntax

# Acronyms, camel case, and words with a digit or an inner capital.
NAME = re.compile(
    r"(?<![\w/.@-])(?:[A-Z][a-z]+(?:[A-Z][a-z0-9]*)+|[A-Z]{2,}[a-z]?(?:-[A-Z0-9]+)*|[A-Z][A-Za-z]*\d[\w]*|[a-z]+[A-Z]\w*)(?![\w/@])"
)


@dataclass(frozen=True)
class Material:
    """A sentence to be mutated; `rng` makes every choice, so a mutant depends on seed, paper and operation only."""

    paper: EvalPaper
    sentence: Sentence
    rng: random.Random
    others: Others
    syntax: Syntax

    @cached_property
    def parse(self) -> Parse:
        """The sentence's tree."""
        return self.syntax.parse([self.text])[0]

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.sentence.text

    def holds(self, text: str) -> bool:
        """Whether the paper says a text somewhere, whatever the case."""
        return text.lower() in f"{self.paper.title} {self.paper.abstract}".lower()

    def span(self, token: int) -> tuple[int, int]:
        """Where a token and all below it stand, from the first to the last; brackets and commas at the edges left out."""
        tokens = [self.parse.tokens[index] for index in indices(self.parse.subtrees[token])]
        return tokens[0].start, tokens[-1].end


Operation = Callable[[Material], str | None]


@dataclass(frozen=True)
class Others:
    """The other papers' names and sentences."""

    papers: tuple[EvalPaper, ...]
    names: tuple[str, ...]
    sentences: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, papers: Sequence[EvalPaper], sentences: Sequence[tuple[str, str]]) -> Others:
        """The names that these papers' abstracts hold, and sentences with the ids of their papers."""
        names = sorted({found[0] for paper in papers for found in NAME.finditer(paper.abstract)})
        return cls(tuple(papers), tuple(names), tuple(sentences))

    def name(self, material: Material) -> str | None:
        """A name that the paper does not hold."""
        for _ in range(30):
            name = material.rng.choice(self.names)
            if not material.holds(name) and len(name) > 2:
                return name
        return None

    def sentence(self, material: Material, *, near: bool) -> str | None:
        """Another paper's sentence: any, or the one with the most stems in common among 300."""
        drawn = material.rng.sample(self.sentences, min(300 if near else 1, len(self.sentences)))
        foreign = [text for paper_id, text in drawn if paper_id != material.paper.id and not material.holds(text)]
        own = content_stems(material.paper.abstract)
        return max(foreign, key=lambda text: len(content_stems(text) & own), default=None)


def replaced(text: str, start: int, end: int, by: str) -> str:
    """The text with a piece replaced, spaces closed up and the first letter as large as it was."""
    made = re.sub(r"\s+([,.;:])", r"\1", re.sub(r" {2,}", " ", text[:start] + by + text[end:])).strip()
    return made[:1].upper() + made[1:] if text[:1].isupper() and start <= 1 else made


def swapped_word(table: dict[str, str | tuple[str, ...]], flags: int = re.IGNORECASE) -> Operation:
    """An operation that replaces one word of a table, its initial's case kept."""
    pattern = re.compile(
        r"(?<![\w-])(" + "|".join(sorted(map(re.escape, table), key=len, reverse=True)) + r")(?![\w-])", flags
    )

    def swap(material: Material) -> str | None:
        found = list(pattern.finditer(material.text))
        if not found:
            return None
        word = material.rng.choice(found)
        options = table[word[1].lower()]
        by = options if isinstance(options, str) else material.rng.choice(options)
        if word[1][:1].isupper():
            by = by[:1].upper() + by[1:]
        return replaced(material.text, word.start(), word.end(), by)

    return swap
