"""The checks find what they are named for."""

from __future__ import annotations

import pytest

from paperline.domain.grounding import check
from paperline.domain.summaries import CheckName
from paperline.domain.text import Field, Span

_ABSTRACT = "We find that SpecNet improves accuracy by 12.5% over BERT without extra cost."
_EVIDENCE = (Span(Field.ABSTRACT, 0, len(_ABSTRACT), _ABSTRACT),)
_FIELDS = {Field.TITLE: "SpecNet", Field.ABSTRACT: _ABSTRACT}


def test_the_sentence_itself_passes() -> None:
    """Verbatim text is grounded in itself."""
    assert check(_ABSTRACT, _EVIDENCE, _FIELDS).passed


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("SpecNet improves accuracy by 13.5% over BERT without extra cost.", CheckName.NUMBERS),
        ("SpecNet improves accuracy by 12.5% over RoBERTa without extra cost.", CheckName.NAMES),
        ("SpecNet improves accuracy by 12.5% over BERT with extra cost.", CheckName.NEGATION),
        ("SpecNet reduces accuracy by 12.5% over BERT without extra cost.", CheckName.COMPARISON),
        ("This improves accuracy by 12.5% over BERT without extra cost.", CheckName.STANDALONE),
    ],
)
def test_a_changed_text_fails_the_check_of_its_kind(text: str, failed: CheckName) -> None:
    """A changed number, name, negation or direction, and a dangling subject, are found."""
    assert failed in check(text, _EVIDENCE, _FIELDS).failed


def test_a_span_that_does_not_fit_its_text_fails() -> None:
    """Evidence that is not what stands at its place is no evidence."""
    wrong = (Span(Field.ABSTRACT, 1, 8, _ABSTRACT[0:7]),)
    assert CheckName.SPANS in check("SpecNet", wrong, _FIELDS).failed
