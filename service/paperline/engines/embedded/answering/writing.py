"""Writing: sentences of papers as sentences of an answer, each cited by its span and checked, and papers as matches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from paperline.domain.answers import AnswerSentence, Citation, Match
from paperline.domain.grounding import CHECKS_VERSION, check
from paperline.domain.provenance import Engine, Provenance
from paperline.domain.ranking.terms import terms
from paperline.domain.retrieval import RetrievedPaper, ScoredSentence
from paperline.domain.text import Field
from paperline.engines.embedded.fragments import Fragment, origin_of, sentence_case, with_stop
from paperline.engines.embedded.shortening import strip_lead
from paperline.engines.embedded.summariser import MODEL

MOST_SENTENCES = 4
_SAME_TERMS = 0.7


def written(paper: RetrievedPaper, sentence: ScoredSentence) -> AnswerSentence:
    """The sentence without what introduces it, where the checks pass; else as it stands."""
    source = paper.paper.abstract
    whole = sentence.span()
    fragment = strip_lead(Fragment(source, ((sentence.start, sentence.end),)))
    text = with_stop(sentence_case(fragment.text))
    fields = {Field.TITLE: paper.paper.title, Field.ABSTRACT: source}
    checks = check(text, (whole,), fields, standalone=False)
    if not checks.passed:
        fragment = Fragment(source, ((sentence.start, sentence.end),))
        text = with_stop(fragment.text)
        checks = check(text, (whole,), fields, standalone=False)
    citation = Citation(paper.paper.id, paper.paper.title, (whole,))
    return AnswerSentence(text, (citation,), origin_of(fragment, sentence.text), Engine.EMBEDDED, checks)


def match_of(paper: RetrievedPaper, sentence: ScoredSentence | None, score: float) -> Match:
    """The paper as one that matches or comes near, with the sentence that says why."""
    evidence = (sentence.span(),) if sentence else ()
    return Match(paper.paper.id, paper.paper.title, evidence, round(score, 4))


def repeats(text: str, others: Sequence[str]) -> bool:
    """Whether a text says nearly what one of the others says, word by word."""
    return any(overlap(text, other) > _SAME_TERMS for other in others)


def overlap(a: str, b: str) -> float:
    """The share of the shorter text's terms that the other has too."""
    left, right = set(terms(a)), set(terms(b))
    return len(left & right) / max(1, min(len(left), len(right)))


def provenance(now: datetime) -> Provenance:
    """Where the embedded engine's answers come from."""
    return Provenance(Engine.EMBEDDED, MODEL, None, CHECKS_VERSION, now)
