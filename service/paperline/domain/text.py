"""Text by position: spans, sentences and passages, all as offsets in Unicode code points."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

_ABBREVIATIONS = frozenset(
    "e.g. i.e. cf. vs. viz. al. fig. figs. eq. eqs. eqn. sec. secs. tab. ref. refs. no. nos. vol. ch. resp. approx. "
    "w.r.t. s.t. a.k.a. i.i.d. dr. prof. mr. mrs. ms. st. jr. dept. univ. inc. ca. incl. thm. prop. def. lem. app. "
    "dim. max. min. std. avg. est. ed. eds. pp.".split()
)
_STARTERS = (
    "We|This|These|The|Our|In|However|To|It|Experiments?|Extensive|Results?|Moreover|Furthermore|Finally|Code|"
    "Additionally|While|Despite|Specifically|By|For|As|Existing|Recent|Here|Although|Through|On|With|First|Second|Both|"
    "Such|Each|All|An|At|When|If|Then|Thus|They|There|Our|Its|Using|Based|Given|Compared|Unlike"
)
_BOUNDARY = re.compile(
    r"""(?P<stop>[.!?…]+["”’')\]}]*)(?P<gap>\s+|(?=(?:%s)\b\s))|(?P<para>\n\s*\n)""" % _STARTERS  # noqa: UP031
)
_STARTER = re.compile(rf"(?:{_STARTERS})\b")
_INITIAL = re.compile(r"(?:^|[\s(\[])[A-Z]\.$")
_MOST_CHARACTERS = 1_200
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_MATHS = re.compile(r"\$[^$\n]{1,300}\$")


class Field(StrEnum):
    """The part of a paper that a span points into."""

    TITLE = "title"
    ABSTRACT = "abstract"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paper's title or abstract: `field[start:end] == text`, in Unicode code points."""

    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text, without the white space around it."""

    start: int
    end: int
    text: str

    def span(self, field: Field = Field.ABSTRACT) -> Span:
        """The sentence as evidence."""
        return Span(field, self.start, self.end, self.text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text that belongs to one sentence; a sentence too long for a passage has several."""

    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive pieces of a text that fit the encoder's window together."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


def is_well_formed(text: str) -> bool:
    """Whether a text can be written as UTF-8: no half characters, such as JSON's escapes can make."""
    return _SURROGATE.search(text) is None


def one_line(text: str) -> str:
    """The text in one line: what cannot be seen (control, format, private and unassigned characters) is a space."""
    visible = "".join(char if unicodedata.category(char) not in _INVISIBLE else " " for char in text)
    return " ".join(visible.split())


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; together they hold every character but white space."""
    cuts = [0, *_boundaries(text), len(text)]
    sentences: list[Sentence] = []
    for start, end in pairwise(cuts):
        body = text[start:end]
        if stripped := body.strip():
            first = start + body.index(stripped)
            sentences += _within_bounds(Sentence(first, first + len(stripped), stripped))
    return tuple(sentences)


def _within_bounds(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, in parts where it is longer than any real one: what reads sentences may cost their square."""
    start, text = sentence.start, sentence.text
    while len(text) > _MOST_CHARACTERS:
        space = text.rfind(" ", 1, _MOST_CHARACTERS)
        cut = space if space > 0 else _MOST_CHARACTERS
        if part := text[:cut].rstrip():
            yield Sentence(start, start + len(part), part)
        rest = text[cut:].lstrip()
        start, text = start + len(text) - len(rest), rest
    if text:
        yield Sentence(start, start + len(text), text)


def _boundaries(text: str) -> Iterator[int]:
    closed = _protected(text)
    for found in _BOUNDARY.finditer(text):
        position = found.end()
        if found["para"] is not None or (not closed[found.start("stop")] and _ends_sentence(text, found)):
            yield position


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    """Whether a stop with a gap after it ends a sentence: the word before it and the text after it decide."""
    stop, after = found["stop"], text[found.end() : found.end() + 40]
    if not after:
        return False
    word = re.split(r"[\s(\[]", text[max(0, found.start() - 30) : found.start()])[-1]
    starter = _STARTER.match(after) is not None
    if not found["gap"]:
        return starter and len(word) > 1 and not re.search(r"[/@:]|^www", word)
    if stop.startswith("."):
        token = (word + ".").lower()
        if token == "etc.":
            return starter or after[0].isupper()
        if token in _ABBREVIATIONS:
            return False
        if _INITIAL.search(text[max(0, found.start() - 3) : found.start() + 1]):
            return starter
    if after[0].islower():
        return len(word) > 3 or (stop != "." and not stop.startswith("..")) or bool(re.match(r"[a-z]+[A-Z]", after))
    return True


def _protected(text: str) -> list[bool]:
    """For each code point, whether it stands inside `$…$` or inside brackets that close within 400 characters."""
    inside = [False] * (len(text) + 1)
    for maths in _MATHS.finditer(text):
        inside[maths.start() : maths.end()] = [True] * (maths.end() - maths.start())
    opened: list[int] = []
    for position, char in enumerate(text):
        if char in "([{":
            opened.append(position)
        elif char in ")]}" and opened:
            start = opened.pop()
            if position - start <= 400:
                inside[start:position] = [True] * (position - start)
    return inside


def split_passages(
    text: str, sentences: Sequence[Sentence], count_tokens: Callable[[str], int], budget_tokens: int
) -> tuple[Passage, ...]:
    """Passages that hold every sentence of the text, none longer than the budget, of like length.

    A sentence that does not fit alone is divided between words, and a word that does not fit, between characters:
    nothing is left out.
    """
    pieces = [
        (piece, tokens)
        for index, sentence in enumerate(sentences)
        for piece, tokens in _fit(text, Piece(sentence.start, sentence.end, index), count_tokens, budget_tokens)
    ]
    total = sum(tokens for _, tokens in pieces)
    fill = total / max(1, math.ceil(total / budget_tokens))
    passages: list[Passage] = []
    taken: list[Piece] = []
    used = 0
    for piece, tokens in pieces:
        if taken and (used + tokens > budget_tokens or used + tokens / 2 > fill):
            passages.append(Passage(taken[0].start, taken[-1].end, tuple(taken)))
            taken, used = [], 0
        taken.append(piece)
        used += tokens
    if taken:
        passages.append(Passage(taken[0].start, taken[-1].end, tuple(taken)))
    return tuple(passages)


def _fit(
    text: str, piece: Piece, count_tokens: Callable[[str], int], budget_tokens: int
) -> Iterator[tuple[Piece, int]]:
    tokens = count_tokens(text[piece.start : piece.end])
    if tokens <= budget_tokens or piece.end - piece.start < 2:
        yield piece, tokens
        return
    middle = (piece.start + piece.end) // 2
    space = text.rfind(" ", piece.start + 1, middle)
    cut = space + 1 if space > piece.start else middle
    yield from _fit(text, Piece(piece.start, cut, piece.sentence), count_tokens, budget_tokens)
    yield from _fit(text, Piece(cut, piece.end, piece.sentence), count_tokens, budget_tokens)
