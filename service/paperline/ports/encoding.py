"""What reads text for the inside: the encoder and the parser, as protocols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from paperline.domain.ranking.vectors import EncoderIdentity, Matrix
from paperline.domain.syntax import Parse


@dataclass(frozen=True, slots=True)
class EncoderInput:
    """A text to encode and the runs of it (code points, in order, not overlapping) that get a vector of their own."""

    text: str
    runs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Encoded:
    """The vectors of one input: `whole` (d,) of unit length; `runs` (r, d), each the *sum* of its token states.

    Sums, not means, so that a sentence that was divided between two inputs is the sum of its runs, scaled once.
    """

    whole: Matrix
    runs: Matrix


class Embedder(Protocol):
    """Turns text into vectors. Deterministic: the same text gives the same vector, whatever it is batched with."""

    @property
    def identity(self) -> EncoderIdentity:
        """What makes the vectors; recorded beside them."""

    @property
    def window_tokens(self) -> int:
        """How many tokens of `count_tokens` one input may have; a longer one is an error, never cut."""

    def count_tokens(self, text: str) -> int:
        """The tokens of a text by the encoder's own tokenizer, without the special ones."""

    def encode(self, inputs: Sequence[EncoderInput]) -> list[Encoded]:
        """The vectors of the inputs, in their order."""

    def encode_query(self, text: str) -> Matrix:
        """The unit vector (d,) of a question; a question beyond the window is encoded in parts and averaged."""


class Syntax(Protocol):
    """Parses English; deterministic, whatever a sentence is batched with."""

    def parse(self, sentences: Sequence[str], names: Sequence[str] = ()) -> list[Parse]:
        """The trees of the sentences, in their order; offsets are those of the sentence.

        `names`, one for each sentence where any are given, are read as proper names wherever they stand in it, whole.
        """
