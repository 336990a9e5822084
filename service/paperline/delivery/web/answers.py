"""Arranges an answer for the page so that nothing is said twice."""

from __future__ import annotations

from dataclasses import dataclass

from paperline.delivery.wording import Numbered, numbered_citations
from paperline.domain.answers import Answer, AnswerKind, AnswerSentence, Match
from paperline.domain.summaries import Origin


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer's parts in the order of reading.

    `lead` is what the answer says beyond its sentences. A list or count whose sentences are the papers' own is shown
    `as_list`: its sources with their evidence are the answer. `said` are the texts that the sentences show already.
    """

    lead: str
    sentences: tuple[tuple[AnswerSentence, list[int]], ...]
    numbered: tuple[Numbered, ...]
    as_list: bool
    said: frozenset[str]
    more_matches: tuple[Match, ...]


def shown_answer(answer: Answer) -> ShownAnswer:
    """The answer as the page arranges it."""
    numbered, of_sentences = numbered_citations(answer)
    joined = " ".join(sentence.text for sentence in answer.sentences)
    own_words = all(sentence.origin is Origin.VERBATIM and sentence.checks.passed for sentence in answer.sentences)
    as_list = answer.kind is not AnswerKind.EXTRACT and own_words
    cited = {source.citation.paper_id for source in numbered}
    return ShownAnswer(
        lead=answer.text.removesuffix(joined).strip(),
        sentences=tuple(zip(answer.sentences, of_sentences, strict=True)),
        numbered=tuple(numbered),
        as_list=as_list,
        said=frozenset() if as_list else frozenset(sentence.text for sentence in answer.sentences),
        more_matches=tuple(match for match in answer.matches if match.paper_id not in cited),
    )
