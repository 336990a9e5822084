"""Arranges an answer for the page so that nothing is said twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from paperline.delivery.wording import Numbered, author_line, numbered_citations
from paperline.domain.answers import Answer, AnswerKind, AnswerSentence, Match, RetrievalMode
from paperline.domain.papers import Paper
from paperline.domain.summaries import Origin
from paperline.domain.text import Field, Span, split_sentences

_SURE = (
    (0.9, "very likely right"),
    (0.75, "likely right"),
    (0.5, "more likely right than not"),
    (0.0, "may well be wrong"),
)
_ABSENT = (
    (0.9, "very likely no answer in them"),
    (0.75, "likely no answer in them"),
    (0.0, "perhaps no answer in them"),
)
_MODES = {
    RetrievalMode.HYBRID: "by words and by meaning",
    RetrievalMode.LEXICAL: "by words only",
    RetrievalMode.DENSE: "by meaning only",
    RetrievalMode.EVERY_PAPER: "every paper was judged",
}

_MOSTLY = 0.7
_OWN = frozenset({Origin.VERBATIM, Origin.COMPRESSED})


@dataclass(frozen=True, slots=True)
class Quoted:
    """A cited text with the sentences around it; both are empty where the abstract has changed since."""

    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer's parts in the order of reading.

    `lead` is what the answer says beyond its sentences, without the number that a count begins with. A list or count
    whose sentences are the papers' own words is shown `as_list`: its sources with their evidence are the answer. `said`
    are the evidence texts that the sentences show already; `quoted` are the citations' texts by number; `bylines` the
    authors of papers that match by their record alone.
    """

    lead: str
    sentences: tuple[tuple[AnswerSentence, list[int]], ...]
    numbered: tuple[Numbered, ...]
    as_list: bool
    said: frozenset[str]
    more_matches: tuple[Match, ...]
    sureness: str
    mode: str
    quoted: Mapping[int, tuple[Quoted, ...]]
    bylines: Mapping[str, str]


def shown_answer(answer: Answer, papers: Iterable[Paper] = ()) -> ShownAnswer:
    """The answer as the page arranges it, with the surroundings of what is cited from these papers."""
    numbered, of_sentences = numbered_citations(answer)
    joined = " ".join(sentence.text for sentence in answer.sentences)
    own_words = all(sentence.origin in _OWN and sentence.checks.passed for sentence in answer.sentences)
    as_list = answer.kind is not AnswerKind.EXTRACT and own_words
    cited = {source.citation.paper_id for source in numbered}
    known = {paper.id: paper for paper in papers}
    return ShownAnswer(
        lead=answer.text.removesuffix(joined).strip().removeprefix(f"{answer.count} "),
        sentences=tuple(zip(answer.sentences, of_sentences, strict=True)),
        numbered=tuple(numbered),
        as_list=as_list,
        said=frozenset() if as_list else _said(answer.sentences),
        more_matches=tuple(match for match in answer.matches if match.paper_id not in cited),
        sureness=_sureness(answer),
        mode=_MODES[answer.coverage.mode],
        quoted={
            source.number: tuple(
                _quoted(span, known.get(source.citation.paper_id)) for span in source.citation.evidence
            )
            for source in numbered
        },
        bylines={
            match.paper_id: author_line(known[match.paper_id])
            for match in answer.matches
            if not match.evidence and match.paper_id in known
        },
    )


def _said(sentences: Iterable[AnswerSentence]) -> frozenset[str]:
    """The evidence that a sentence repeats, but for words cut off at an end."""
    return frozenset(
        span.text
        for sentence in sentences
        for citation in sentence.citations
        for span in citation.evidence
        if (bare := _bare(sentence.text)) in (whole := _bare(span.text)) and len(bare) > _MOSTLY * len(whole)
    )


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _sureness(answer: Answer) -> str:
    """The confidence in words."""
    return next(words for least, words in (_ABSENT if answer.refusal else _SURE) if answer.confidence >= least)


def _quoted(span: Span, paper: Paper | None) -> Quoted:
    abstract = paper.abstract if paper else ""
    if span.field is not Field.ABSTRACT or abstract[span.start : span.end] != span.text:
        return Quoted("", span.text, "")
    around = split_sentences(abstract)
    before = [sentence.text for sentence in around if sentence.end <= span.start]
    after = [sentence.text for sentence in around if sentence.start >= span.end]
    return Quoted(before[-1] if before else "", span.text, after[0] if after else "")
