"""Fragments: parts of one sentence, kept as runs of the abstract so that evidence is exact by construction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from paperline.domain.summaries import Origin
from paperline.domain.text import Field, Sentence, Span

# What TeX left behind: `4.4\%`, the tie of `Learning~(RL)`, and `\times` and `\sim` that a source made words of: `2sim 3.6times`.
_TEX = re.compile(
    r"\\([%&#_$'])|(?<=[A-Za-z])(~)(?=[\w(])|(?<=\d)(times)(?=\d|\b)|(?<=\d)(sim) ?(?=\d)|(?<![\w])(sim) ?(?=\d)"
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """What is left of a sentence: runs (start, end) of the field's text, in order."""

    source: str
    runs: tuple[tuple[int, int], ...]
    field: Field = Field.ABSTRACT

    @classmethod
    def of(cls, source: str, sentence: Sentence, field: Field = Field.ABSTRACT) -> Fragment:
        """The whole sentence."""
        return cls(source, ((sentence.start, sentence.end),), field)

    @property
    def text(self) -> str:
        """The runs joined, spacing mended, without a final stop."""
        return _joined(self.source, self.runs)

    @property
    def words(self) -> int:
        """How many words the reader counts."""
        return len(self.text.split())

    @property
    def spans(self) -> tuple[Span, ...]:
        """The exact evidence, without the white space at the ends."""
        spans = []
        for start, end in self.runs:
            body = self.source[start:end]
            start += len(body) - len(body.lstrip())
            end -= len(body) - len(body.rstrip())
            if start < end:
                spans.append(Span(self.field, start, end, self.source[start:end]))
        return tuple(spans)

    def without(self, start: int, end: int) -> Fragment:
        """The fragment less the text from start to end (positions of the source)."""
        kept = []
        for a, b in self.runs:
            kept += [(x, y) for x, y in ((a, min(b, start)), (max(a, end), b)) if x < y]
        return Fragment(self.source, tuple((a, b) for a, b in kept if self.source[a:b].strip()), self.field)

    def matches(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Where a pattern stands inside single runs, at positions of the source."""
        return [found for start, end in self.runs for found in pattern.finditer(self.source, start, end)]


@lru_cache(maxsize=2_048)
def _joined(source: str, runs: tuple[tuple[int, int], ...]) -> str:
    joined = " ".join(source[start:end].strip() for start, end in runs)
    joined = re.sub(r"\s+", " ", _TEX.sub(_read, joined))
    joined = re.sub(r"\s+([,;:.!?%)\]])", r"\1", joined)
    return joined.strip(" ,;:–—-").rstrip(".").strip()


def _read(found: re.Match[str]) -> str:
    escaped, tie, times, between, _about = found.groups()
    return escaped or (" " if tie else "×" if times else "–" if between else "~")


def sentence_case(text: str) -> str:
    """The text with its first letter capital, unless that would change a name such as `iCaRL` or `x-axis`."""
    first = text.split(" ", 1)[0]
    if not text or any(char.isupper() for char in first) or (len(first) > 1 and not first[1].isalpha()):
        return text
    return text[0].upper() + text[1:]


def with_stop(text: str) -> str:
    """The text as a sentence: with a final stop unless it ends in a mark that closes one."""
    return text if text.endswith(("?", "!", "…")) else text + "."


def origin_of(fragment: Fragment, sentence_text: str) -> Origin:
    """Verbatim where nothing but the final stop is missing, else compressed."""
    same = fragment.text.casefold() == re.sub(r"\s+", " ", sentence_text).rstrip(".").strip().casefold()
    return Origin.VERBATIM if same and len(fragment.runs) == 1 else Origin.COMPRESSED
