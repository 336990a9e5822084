"""Says in words what a reader sees beside a text: counts, authors, coverage, engines, refusals; numbers citations."""

from __future__ import annotations

from dataclasses import dataclass

from paperline.domain.answers import Answer, Citation, Coverage, RefusalReason, RetrievalMode
from paperline.domain.papers import Paper
from paperline.domain.reports import Fault
from paperline.domain.scopes import Scope
from paperline.domain.summaries import CheckName, Origin, Summary

SAMPLE_SOURCE = "sample"
SAMPLE_NOTICE = "Sample day: written for demonstration, not today's papers."

_AUTHORS_SHOWN = 4
_SOURCES = {
    "hf": "Hugging Face daily papers",
    "hf-page": "daily-papers page",
    "arxiv": "arXiv",
    "jsonl": "a file",
    SAMPLE_SOURCE: "the sample day",
}
CHECKS = {
    CheckName.SPANS: "its evidence is not where it says",
    CheckName.NUMBERS: "a number is not in the evidence",
    CheckName.NAMES: "a name is not in the paper",
    CheckName.NEGATION: "a negation differs from the evidence",
    CheckName.COMPARISON: "a comparison differs from the evidence",
    CheckName.STANDALONE: "it cannot be understood by itself",
    CheckName.OTHER_PAPER: "it speaks of another paper",
}
ORIGINS = {
    Origin.VERBATIM: "the paper's own words",
    Origin.COMPRESSED: "the paper's own words, shortened",
    Origin.REWRITTEN: "the paper's words, joined or reordered",
    Origin.GENERATED: "written by a model",
}
FAULTS = {
    Fault.WRONG: "It says something that the abstract does not",
    Fault.MISSES_THE_POINT: "It misses what the paper offers",
    Fault.MISSES_THE_RESULT: "It misses the main result",
    Fault.VAGUE: "It is too vague to be of use",
    Fault.UNGRAMMATICAL: "It is not proper English",
    Fault.DANGLING: "It speaks of something that it does not name",
    Fault.OTHER: "Something else",
}
REFUSALS = {
    RefusalReason.NOTHING_IN_SCOPE: "No papers to ask",
    RefusalReason.OFF_TOPIC: "The papers do not speak of this",
    RefusalReason.NOT_STATED: "The papers do not say",
    RefusalReason.FALSE_PREMISE: "The papers contradict the question",
    RefusalReason.UNAVAILABLE: "This cannot be answered now",
}


def stale_words(summary: Summary, paper: Paper) -> str:
    """Why a stale summary is stale."""
    if summary.version != paper.version:
        return "Written for an earlier version"
    return "Written with an earlier model or prompt"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A citation and the number by which an answer's sentences refer to it."""

    number: int
    citation: Citation


def counted(number: int, noun: str) -> str:
    """`1 paper`, `36 papers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def author_line(paper: Paper) -> str:
    """The first authors and how many more there are; their number where no name is known; empty where neither is."""
    if not paper.authors:
        return counted(paper.author_count, "author") if paper.author_count else ""
    shown = paper.authors[: _AUTHORS_SHOWN if len(paper.authors) != _AUTHORS_SHOWN + 1 else _AUTHORS_SHOWN + 1]
    more = max(paper.author_count or 0, len(paper.authors)) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def source_name(source: str) -> str:
    """A source as a reader would call it."""
    return _SOURCES.get(source.partition(":")[0], source)


def scope_line(scope: Scope) -> str:
    """A scope in words."""
    if scope.papers:
        return counted(len(scope.papers), "paper")
    if scope.first and scope.first == scope.last:
        return scope.first.isoformat()
    if scope.first and scope.last:
        return f"{scope.first} to {scope.last}"
    if scope.first or scope.last:
        return f"from {scope.first}" if scope.first else f"up to {scope.last}"
    return "every stored day"


def coverage_line(coverage: Coverage, *, of_answer: bool = True) -> str:
    """How much was looked at: `36 papers scored, 4 matched, 2 cited`; a search cites nothing."""
    scored = counted(coverage.papers_scored, "paper")
    if coverage.papers_scored != coverage.papers_in_scope:
        scored = f"{coverage.papers_scored:,} of {counted(coverage.papers_in_scope, 'paper')}"
    words = {RetrievalMode.LEXICAL: ", by words only", RetrievalMode.DENSE: ", by meaning only"}
    tail = words.get(coverage.mode, "")
    cited = f", {coverage.papers_cited:,} cited" if of_answer else ""
    return f"{scored} scored, {coverage.papers_matched:,} matched{cited}{tail}"


def numbered_citations(answer: Answer) -> tuple[list[Numbered], list[list[int]]]:
    """Each distinct citation once with its number, and for each sentence the numbers it refers to."""
    seen: dict[tuple[str, tuple[tuple[str, int, int], ...]], Numbered] = {}
    of_sentences: list[list[int]] = []
    for sentence in answer.sentences:
        numbers = []
        for citation in sentence.citations:
            key = (citation.paper_id, tuple((span.field.value, span.start, span.end) for span in citation.evidence))
            numbers.append(seen.setdefault(key, Numbered(len(seen) + 1, citation)).number)
        of_sentences.append(list(dict.fromkeys(numbers)))
    return list(seen.values()), of_sentences
