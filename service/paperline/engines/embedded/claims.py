"""Claims: two to five sentences of the abstract that carry it, each with its kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from paperline.domain import grounding
from paperline.domain.provenance import Engine
from paperline.domain.ranking.vectors import Matrix
from paperline.domain.summaries import Claim, ClaimKind, Origin
from paperline.domain.text import Field, Sentence
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.fragments import Fragment, origin_of, sentence_case, with_stop
from paperline.engines.embedded.roles import main_role
from paperline.engines.embedded.shortening import cut, strip_lead

MOST_CLAIMS = 5
_LONGEST_WORDS = 60
_NEAR_DUPLICATE = 0.92
_WEIGHT = {
    ClaimKind.CONTRIBUTION: 1.3, ClaimKind.RESULT: 1.2, ClaimKind.RESOURCE: 0.7, ClaimKind.LIMITATION: 0.9,
    ClaimKind.METHOD: 1.0, ClaimKind.PROBLEM: 0.5,
}  # fmt: skip


def choose_claims(abstract: Abstract) -> tuple[Claim, ...]:
    """Up to five claims in the abstract's order, two where it has two sentences; vectors spot near-duplicates."""
    sentences, roles, vectors = abstract.sentences, abstract.roles, abstract.vectors
    kinds = [main_role(scores) for scores in roles]
    centrality = _centrality(vectors, len(sentences))
    value = [weight * _WEIGHT[kind] + centrality[i] for i, (kind, weight) in enumerate(kinds)]
    order = sorted(range(len(sentences)), key=lambda i: (-value[i], i))
    first = [
        max(mine, key=lambda i: value[i])
        for kind in (ClaimKind.CONTRIBUTION, ClaimKind.RESULT)
        if (mine := [i for i in order if kinds[i][0] is kind and kinds[i][1] >= 1])
    ]
    chosen: list[int] = []
    for index in dict.fromkeys([*first, *order]):
        strong = kinds[index][1] >= 1 or len(chosen) < 2
        if len(chosen) < MOST_CLAIMS and strong and not _repeats(index, chosen, sentences, vectors):
            chosen.append(index)
    fields = {Field.TITLE: abstract.title, Field.ABSTRACT: abstract.text}
    return tuple(
        _claim(abstract.text, sentences[i], kinds[i][0] if kinds[i][1] else ClaimKind.METHOD, fields)
        for i in sorted(chosen)
    )


def _claim(abstract: str, sentence: Sentence, kind: ClaimKind, fields: dict[Field, str]) -> Claim:
    fragment = strip_lead(Fragment.of(abstract, sentence))
    if fragment.words > _LONGEST_WORDS:
        fragment = cut(fragment, _LONGEST_WORDS)
    text = with_stop(sentence_case(fragment.text))
    evidence = (sentence.span(),)
    checks = grounding.check(text, evidence, fields)
    if not checks.passed:  # a shortening that changed the sense is taken back
        whole = Fragment.of(abstract, sentence)
        retried = grounding.check(whole.text, evidence, fields)
        if len(retried.failed) < len(checks.failed):
            return Claim(with_stop(whole.text), kind, evidence, Origin.VERBATIM, Engine.EMBEDDED, retried)
    return Claim(text, kind, evidence, origin_of(fragment, sentence.text), Engine.EMBEDDED, checks)


def _centrality(vectors: Matrix | None, count: int) -> list[float]:
    if vectors is None or len(vectors) != count or count == 0:
        return [0.0] * count
    centre = vectors.mean(axis=0)
    return [float(x) for x in vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))]


def _repeats(index: int, chosen: list[int], sentences: Sequence[Sentence], vectors: Matrix | None) -> bool:
    text = sentences[index].text.casefold()
    if any(text == sentences[other].text.casefold() for other in chosen):
        return True
    return vectors is not None and any(float(vectors[index] @ vectors[other]) > _NEAR_DUPLICATE for other in chosen)
