"""Syntax: the tokens of a text, their tags and the tree over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_OPEN = ("-LRB-", "``", ",", ":", ".")
_CLOSED = ("-RRB-", "''", ",", ":", ".", "POS")


@dataclass(frozen=True, slots=True)
class Token:
    """A token at its place (code points): Penn tag, ClearNLP dependency label, index of its head (a root: its own)."""

    start: int
    end: int
    text: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True)
class Parse:
    """The tree of one sentence; several roots where the parser saw several sentences."""

    tokens: tuple[Token, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For every token, the indices of its children in order."""
        below: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head != index:
                below[token.head].append(index)
        return tuple(tuple(items) for items in below)

    @cached_property
    def subtrees(self) -> tuple[int, ...]:
        """For every token, it and all below it as a bit mask over the tokens."""
        masks = [0] * len(self.tokens)
        for index in self._bottom_up():
            masks[index] = 1 << index
            for child in self.children[index]:
                masks[index] |= masks[child]
        return tuple(masks)

    @property
    def roots(self) -> list[int]:
        """The tokens that have no head."""
        return [index for index, token in enumerate(self.tokens) if token.head == index]

    def child(self, index: int, *deps: str) -> int | None:
        """The first child with one of these labels."""
        return next((child for child in self.children[index] if self.tokens[child].dep in deps), None)

    def words(self, mask: int) -> str:
        """The tokens of a mask, in order, with a space between: for looking at, not for showing."""
        return " ".join(self.tokens[index].text for index in indices(mask))

    def written(self, index: int) -> str:
        """The word as it is written, of which a token may be only a part: `LetterBench-5K`."""
        first = last = index
        while (
            first and self.tokens[first - 1].end == self.tokens[first].start and self.tokens[first - 1].tag not in _OPEN
        ):
            first -= 1
        while (
            last + 1 < len(self.tokens)
            and self.tokens[last + 1].start == self.tokens[last].end
            and self.tokens[last + 1].tag not in _CLOSED
        ):
            last += 1
        return "".join(token.text for token in self.tokens[first : last + 1])

    def _bottom_up(self) -> Iterator[int]:
        order: list[int] = []
        stack = list(self.roots)
        while stack:
            index = stack.pop()
            order.append(index)
            stack += self.children[index]
        return reversed(order)


def indices(mask: int) -> Iterator[int]:
    """The positions of the set bits, in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def between(first: int, last: int) -> int:
    """The mask of the tokens from first to last, both included."""
    return ((1 << (last + 1)) - 1) & ~((1 << first) - 1) if last >= first else 0
