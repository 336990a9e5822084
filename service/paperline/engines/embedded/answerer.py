"""The embedded Answerer: cites the sentences that state what was asked, or refuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from paperline.domain.answers import (
    AnswerDraft,
    AnswerKind,
    AnswerSentence,
    Citation,
    Match,
    Refusal,
    RefusalReason,
)  # fmt: skip
from paperline.domain.grounding import CHECKS_VERSION, check
from paperline.domain.provenance import Engine, Provenance, Usage
from paperline.domain.ranking.terms import terms
from paperline.domain.retrieval import Retrieved, RetrievedPaper, ScoredSentence
from paperline.domain.text import Field
from paperline.engines.embedded.confidence import answer_confidence, match_confidence
from paperline.engines.embedded.fragments import Fragment, origin_of, sentence_case, with_stop
from paperline.engines.embedded.shortening import strip_lead
from paperline.engines.embedded.summariser import MODEL

MOST_SENTENCES = 4
_ANSWERS = 0.5
_NEAREST = 3
_CLOSE_TO_BEST = 0.8
_SAME_TERMS = 0.7


class EmbeddedAnswerer:
    """One to four cited sentences of the papers in scope; lists and counts look at every paper."""

    def answer(self, question: str, kind: AnswerKind, retrieved: Retrieved, *, now: datetime) -> AnswerDraft:  # noqa: ARG002  (a later version analyses it)
        """What the retrieved papers say to the question; a refusal where they do not."""
        if kind is not AnswerKind.EXTRACT:
            return self._list(kind, retrieved, now)
        pairs = [(paper, sentence) for paper in retrieved.papers for sentence in paper.sentences[:3]]
        pairs.sort(key=lambda pair: (-_value(*pair), pair[0].paper.id, pair[1].ordinal))
        if not pairs:
            return self._refuse(retrieved, 1.0, now)
        confidence = answer_confidence(pairs[0][1], pairs[0][0])
        if confidence < _ANSWERS:
            return self._refuse(retrieved, 1 - confidence, now)
        chosen = _choose(pairs)
        sentences = tuple(_sentence(paper, sentence) for paper, sentence in chosen)
        matched = sum(
            bool(paper.sentences) and answer_confidence(paper.sentences[0], paper) >= _ANSWERS
            for paper in retrieved.papers
        )
        return AnswerDraft(sentences, confidence, Usage(), _provenance(now), papers_matched=matched)

    def _list(self, kind: AnswerKind, retrieved: Retrieved, now: datetime) -> AnswerDraft:
        scored = [(paper, match_confidence(paper)) for paper in retrieved.papers]
        matches = tuple(_match(paper, value) for paper, value in scored if value >= _ANSWERS)
        near = sorted((pair for pair in scored if pair[1] < _ANSWERS), key=lambda pair: (-pair[1], pair[0].paper.id))
        near_misses = tuple(_match(paper, value) for paper, value in near[:_NEAREST])
        count = len(matches) if kind is AnswerKind.COUNT else None
        if not matches and kind is AnswerKind.LIST:
            return self._refuse(retrieved, 1 - (near[0][1] if near else 0.0), now)
        verb = "matches" if len(matches) == 1 else "match"
        sure = min((abs(value - 0.5) + 0.5 for _, value in scored), default=1.0)
        return AnswerDraft(
            tuple(_sentence(paper, paper.sentences[0]) for paper, value in scored if value >= _ANSWERS and paper.sentences)
            [:MOST_SENTENCES],
            sure, Usage(), _provenance(now), papers_matched=len(matches), count=count, matches=matches,
            near_misses=near_misses, text=f"{len(matches)} of {retrieved.papers_scored} papers {verb}.",
        )  # fmt: skip

    def _refuse(self, retrieved: Retrieved, confidence: float, now: datetime) -> AnswerDraft:
        nearest = tuple(_match(paper, match_confidence(paper)) for paper in retrieved.papers[:_NEAREST])
        best = max((paper.coverage for paper in retrieved.papers[:_NEAREST]), default=0.0)
        dense = max((paper.dense for paper in retrieved.papers[:_NEAREST]), default=0.0)
        if best < 0.34 and dense < 0.3:
            refusal = Refusal(RefusalReason.OFF_TOPIC, "None of the papers in scope is about this.", nearest)
        else:
            refusal = Refusal(
                RefusalReason.NOT_STATED, "No abstract in scope states this. The nearest ones are listed.", nearest
            )
        return AnswerDraft((), confidence, Usage(), _provenance(now), refusal=refusal)


def _value(paper: RetrievedPaper, sentence: ScoredSentence) -> float:
    return sentence.score + 0.5 * paper.score


def _choose(pairs: Sequence[tuple[RetrievedPaper, ScoredSentence]]) -> list[tuple[RetrievedPaper, ScoredSentence]]:
    """The best sentences, at most two of a paper, none nearly the same as one before it."""
    best = _value(*pairs[0])
    chosen: list[tuple[RetrievedPaper, ScoredSentence]] = []
    for paper, sentence in pairs:
        if len(chosen) == MOST_SENTENCES or _value(paper, sentence) < _CLOSE_TO_BEST * best:
            break
        own = sum(paper is other for other, _ in chosen)
        same = any(_overlap(sentence.text, other.text) > _SAME_TERMS for _, other in chosen)
        if own < 2 and not same:
            chosen.append((paper, sentence))
    first = {paper.paper.id: place for place, (paper, _) in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda pair: (first[pair[0].paper.id], pair[1].ordinal))


def _overlap(a: str, b: str) -> float:
    left, right = set(terms(a)), set(terms(b))
    return len(left & right) / max(1, min(len(left), len(right)))


def _sentence(paper: RetrievedPaper, sentence: ScoredSentence) -> AnswerSentence:
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


def _match(paper: RetrievedPaper, score: float) -> Match:
    evidence = (paper.sentences[0].span(),) if paper.sentences else ()
    return Match(paper.paper.id, paper.paper.title, evidence, round(score, 4))


def _provenance(now: datetime) -> Provenance:
    return Provenance(Engine.EMBEDDED, MODEL, None, CHECKS_VERSION, now)
