"""Verification: what of a model's sentences stands, by their keys, their quotes and the checks; the spans are the store's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from paperline.domain.addressed import visible
from paperline.domain.answers import AnswerSentence, Citation
from paperline.domain.provenance import Engine
from paperline.domain.summaries import CheckName, Checks, Origin
from paperline.domain.text import Field, Span, is_well_formed
from paperline.engines.language_model.bearing_out import failures, is_same
from paperline.engines.language_model.prompting import Shown
from paperline.engines.language_model.reply import Said
from paperline.observability.metrics import MODEL_CITATIONS_REJECTED

_MOST_CHARACTERS = 600
_MOST_CITED = 8
_LEAST_QUOTED = 3
_WORD = re.compile(r"\w+")
_MARKERS = re.compile(r"\s*\[\d{6}(?:[,;\s]+\d{6})*\]")


def verified(said: Said, shown: Mapping[str, Shown]) -> AnswerSentence | None:
    """The sentence with the citations that stand and its checks; None where its text cannot be shown at all.

    Every key must be one that was shown, every quote words of its sentence in a row, and every cited paper must bear
    the whole text out by itself: otherwise the checks have failed.
    """
    text = _cleaned(said.text, shown)
    if text is None:
        return None
    cited = cited_sentences(said, shown)
    failed = set() if len(cited) == len(set(said.evidence)) and cited else {CheckName.SPANS}
    if _MARKERS.search(text):
        failed.add(CheckName.SPANS)
    citations = _citations(cited)
    for citation in citations:
        failed |= _failures(text, citation, next(item for item in cited if item.paper.id == citation.paper_id))
    checks = Checks(passed=not failed, failed=tuple(name for name in CheckName if name in failed))
    return AnswerSentence(text, citations, _origin(text, citations), Engine.LLM, checks)


def cited_sentences(said: Said, shown: Mapping[str, Shown]) -> tuple[Shown, ...]:
    """The sentences whose key was shown and that hold the words quoted; the others are counted."""
    cited: list[Shown] = []
    for key, quote in list(dict.fromkeys(said.evidence))[:_MOST_CITED]:
        found = shown.get(key.strip("[] "))
        if found is None:
            MODEL_CITATIONS_REJECTED.add("key")
        elif not _quotes(quote, found.sentence.text):
            MODEL_CITATIONS_REJECTED.add("quote")
        else:
            cited.append(found)
    return tuple(cited)


def _cleaned(text: str, shown: Mapping[str, Shown]) -> str | None:
    """The text in one line without the keys of its own evidence; None where it is no text or too long."""
    if not is_well_formed(text) or len(text) > _MOST_CHARACTERS:
        return None

    def kept(found: re.Match[str]) -> str:
        return "" if all(key in shown for key in re.findall(r"\d{6}", found[0])) else found[0]

    cleaned = " ".join(_MARKERS.sub(kept, visible(text)).split())
    return cleaned if any(char.isalnum() for char in cleaned) else None


def _quotes(quote: str, sentence: str) -> bool:
    """Whether the quote is at least three words of the sentence in a row, or all of them; case and signs apart."""
    quoted, words = (
        _WORD.findall(unicodedata.normalize("NFKC", visible(text)).casefold()) for text in (quote, sentence)
    )
    if len(quoted) < min(_LEAST_QUOTED, len(words)) or not quoted:
        return False
    return f" {' '.join(quoted)} " in f" {' '.join(words)} "


def _citations(cited: Sequence[Shown]) -> tuple[Citation, ...]:
    """One citation a paper, in the order in which the papers come; its spans in the abstract's order."""
    by_paper: dict[str, list[Shown]] = {}
    for item in cited:
        by_paper.setdefault(item.paper.id, []).append(item)
    return tuple(
        Citation(paper_id, items[0].paper.title, tuple(sorted({item.sentence.span() for item in items}, key=_start)))
        for paper_id, items in by_paper.items()
    )


def _start(span: Span) -> int:
    return span.start


def _failures(text: str, citation: Citation, source: Shown) -> set[CheckName]:
    """What fails where this paper alone must bear out every sentence of the text."""
    return failures(text, citation.evidence, {Field.TITLE: source.paper.title, Field.ABSTRACT: source.paper.abstract})


def _origin(text: str, citations: Sequence[Citation]) -> Origin:
    support = " ".join(span.text for citation in citations for span in citation.evidence)
    return Origin.VERBATIM if citations and is_same(text, support) else Origin.GENERATED
