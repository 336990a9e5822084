"""Mutants are what they say they are, and the same every time."""

from __future__ import annotations

import pytest

from evals.datasets import EvalPaper
from evals.mutations.foreign import bent_spans
from evals.mutations.making import FAITHFUL, KINDS, Workshop
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.text import Field, Span

_ABSTRACTS = [
    "SortNet outperforms QuickNet by 12.5% on 3 public datasets without extra training cost. It is not slower than MergeNet.",
    "We show that GraphBench is larger than two earlier benchmarks and reduces errors by up to 40%, which is a stable result.",
    "The model achieves higher accuracy (84.2 points) with fewer than 7 million parameters on ImageNet, as experiments show.",
]
PAPERS = [EvalPaper(str(n), f"Paper {n}", text) for n, text in enumerate(_ABSTRACTS)]


@pytest.fixture(scope="module")
def workshop():
    return Workshop(PAPERS, SpacySyntax())


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_kind_has_mutants_that_differ_from_their_sentence(workshop, kind):
    mutants = workshop.mutants(KINDS[kind], 40)
    assert mutants
    assert all(mutant.text != mutant.sentence.text for mutant in mutants)


def test_mutants_are_the_same_every_time(workshop):
    for operations in (*KINDS.values(), FAITHFUL):
        again = Workshop(PAPERS, SpacySyntax()).mutants(operations, 40)
        assert [mutant.text for mutant in workshop.mutants(operations, 40)] == [mutant.text for mutant in again]


def test_no_bent_span_fits_its_text():
    text = _ABSTRACTS[0]
    span = Span(Field.ABSTRACT, 0, 20, text[:20])
    for bent in bent_spans(span, text).values():
        right = bent.field is Field.ABSTRACT and bent.start >= 0 and text[bent.start : bent.end] == bent.text
        assert not right
