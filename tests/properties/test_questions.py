"""Questions as properties: any text is read, and any that can be asked is answered or refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperline.bootstrap import Services, open_services
from paperline.domain.errors import PaperlineError
from paperline.domain.questions import Earlier, completed, named_days, read_question, refers_back
from paperline.domain.scopes import Scope
from paperline.pipeline.asking.ask import Turn
from paperline.pipeline.embed import embed_papers
from paperline.settings import Settings
from tests.builders import DAY, NOW, a_paper

_WORDS = st.sampled_from(
    "which what how many papers paper use uses release code no not without training and or of them it in December today last 7 days "
    "more than 5 authors 10x % about on by Ada SortNet quicksort faster ? , | ( ) \" ' * NEAR( <b> \\d 🦊 العربية\u202e -- 99999999999 2025-02-30".split(
        " "
    )
)
_QUESTIONS = st.one_of(st.text(max_size=200), st.lists(_WORDS, min_size=1, max_size=14).map(" ".join))


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    home = tmp_path_factory.mktemp("questions")
    with open_services(Settings(_env_file=None, home=home, embedder="hashing")) as opened:
        papers = [a_paper(), a_paper(id="x:2", title="", abstract="It is.", author_count=None, published=None)]
        with opened.records.writing() as unit:
            for paper, item in zip(papers, embed_papers(papers, opened._embedder()), strict=True):
                unit.papers.put(paper, NOW, raw_title=None, raw_abstract=None)
                unit.vectors.put(item, opened._embedder().identity)
            unit.days.put_list(DAY, "jsonl", [paper.id for paper in papers], NOW)
        yield opened


@settings(max_examples=300)
@given(_QUESTIONS)
def test_any_text_is_read(text: str) -> None:
    """Reading never fails, and words of time always mean an ordered range."""
    question = read_question(completed(text, Earlier(text, ("a",))), said=text)
    assert question.parts
    assert isinstance(refers_back(text), bool)
    if found := named_days(text, date(2026, 2, 28)):
        assert found.first <= found.last


@settings(max_examples=200)
@given(_QUESTIONS, st.booleans())
def test_any_question_is_answered_or_refused(services: Services, text: str, follows: bool) -> None:
    """Never another error; all evidence is the text at its place, and probabilities are."""
    history = [Turn("What is SortNet?", ("arxiv:2512.00001",))] if follows else []
    try:
        answer = services.ask.run(
            text, scope=Scope.of_day(DAY), now=datetime(2025, 12, 11, tzinfo=UTC), history=history
        )
    except PaperlineError:
        return
    assert 0 <= answer.confidence <= 1
    assert (answer.refusal is None) == bool(answer.sentences or answer.matches or answer.count is not None)
    with services.records.reading() as unit:
        for citation in [citation for sentence in answer.sentences for citation in sentence.citations]:
            paper = unit.papers.get(citation.paper_id)
            assert paper is not None
            for span in citation.evidence:
                assert getattr(paper, span.field)[span.start : span.end] == span.text
