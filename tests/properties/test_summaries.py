"""The embedded summariser as properties: never an error, and every span indexes the text as sent."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.summaries import CheckName, Summary
from paperline.domain.text import Field
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.ports import PaperText

_SYNTAX = SpacySyntax()
_NOW = datetime(2026, 1, 2, tzinfo=UTC)
_SENTENCES = st.sampled_from(
    [
        "We propose Foo-Bar, a method that halves the cost (by 3.5%).", "Experiments show that it improves recall by 12% over baselines.",
        "However, existing methods are slow.", "Code is available at https://example.org/x.", "x", "3.", "(unclosed bracket", "Ünïcode 🦊 works.",
        "To this end, we present a very " + "long " * 40 + "sentence, which never ends, and ends.", "$a_b$ is not $c$.", "“Quoted.” Then more,",
    ]
)  # fmt: skip
_ABSTRACTS = st.one_of(
    st.text(min_size=1, max_size=300).filter(str.strip), st.lists(_SENTENCES, min_size=1, max_size=12).map(" ".join)
)


def _summarise(title: str, abstract: str) -> Summary:
    summariser = EmbeddedSummariser(_SYNTAX)
    return summariser.summarise([PaperText(title, abstract)], now=_NOW)[0]


@settings(max_examples=200)
@given(st.one_of(st.just(""), st.text(max_size=80), st.just("Foo-Bar: a Title")), _ABSTRACTS)
def test_any_text_is_summarised_with_spans_that_index_it(title: str, abstract: str) -> None:
    """The line has 1–2 parts and at most 36 words; all evidence is the text at its place."""
    summary = _summarise(title, abstract)
    fields = {Field.TITLE: title, Field.ABSTRACT: abstract}
    assert summary.tldr.text.strip(". ") or not any(char.isalnum() for char in title + abstract)
    assert 1 <= len(summary.tldr.parts) <= 2
    assert len(summary.tldr.text.split()) <= 36
    evidence = [span for part in summary.tldr.parts for span in part.evidence]
    evidence += [span for claim in summary.claims for span in claim.evidence]
    assert evidence
    for span in evidence:
        assert fields[span.field][span.start : span.end] == span.text != ""
    assert CheckName.SPANS not in {failed for claim in summary.claims for failed in claim.checks.failed}
    assert 1 <= len(summary.claims) <= 5


def test_a_text_of_three_thousand_words_is_summarised() -> None:
    """Length is no error."""
    summary = _summarise("On length", "We propose a long text. " + "It has many words in every sentence. " * 430)
    assert len(summary.tldr.text.split()) <= 36
