"""How an answer is arranged on its page, whatever engine gave it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paperline.delivery.web.answers import shown_answer
from paperline.domain.answers import (
    Answer,
    AnswerKind,
    AnswerSentence,
    AnswerStatus,
    Citation,
    Coverage,
    Match,
    Refusal,
    RefusalReason,
    RetrievalMode,
)
from paperline.domain.provenance import Engine, Provenance, Usage
from paperline.domain.scopes import Scope
from paperline.domain.summaries import CheckName, Checks, Origin
from paperline.domain.text import Field, Span
from tests.builders import DAY, NOW
from tests.unit.web.documents import PageReader

OWN = "We sort."
PASSED = Checks(passed=True)


def a_sentence(paper_id="p:1", text=OWN, origin=Origin.VERBATIM, checks=PASSED):
    cited = Citation(paper_id, f"Paper {paper_id}", (Span(Field.ABSTRACT, 0, len(OWN), OWN),))
    return AnswerSentence(text, (cited,), origin, Engine.EMBEDDED, checks)


def an_answer(*sentences, kind=AnswerKind.EXTRACT, lead="", **changes):
    coverage = Coverage(Scope.of_day(DAY), (DAY,), 36, 36, 4, 2, RetrievalMode.HYBRID)
    text = " ".join([*([lead] if lead else []), *(sentence.text for sentence in sentences)])
    made = Provenance(Engine.EMBEDDED, "model", None, "1", NOW)
    answer = Answer(
        "a_1", AnswerStatus.ANSWERED, kind, "Who sorts?", text, sentences, coverage, 0.9, Usage(), made
    )  # fmt: skip
    return replace(answer, **changes)


@pytest.fixture
def page(site, services):
    """The page of an answer that was stored as it is."""

    def read(answer):
        with services.records.writing() as unit:
            unit.answers.put(answer, owner=None)
        return site.get(f"/answers/{answer.id}").text

    return read


def test_what_sentences_say_is_not_quoted_again(page):
    """An extract in the paper's own words shows them once, its source by its title."""
    html = page(an_answer(a_sentence()))
    assert html.count(OWN) == 1
    assert "36 papers scored, 4 matched, 2 cited" in html


def test_a_sentence_in_other_words_is_shown_with_its_evidence(page):
    """What was generated stands above, what the paper says below."""
    html = page(an_answer(a_sentence(text="They sort.", origin=Origin.GENERATED)))
    assert "They sort." in html
    assert f"<blockquote>{OWN}</blockquote>" in html


def test_a_failed_check_is_told_in_words(page):
    """Nothing unchecked passes as a fact."""
    html = page(an_answer(a_sentence(checks=Checks(passed=False, failed=(CheckName.NUMBERS,)))))
    assert "Check failed: a number is not in the evidence" in html


def test_a_count_is_a_number_and_a_list_of_papers(page):
    """Each paper once, with its sentence; the sentences are not repeated as a text."""
    found = (a_sentence("p:1"), a_sentence("p:2"))
    matches = tuple(Match(f"p:{n}", f"Paper p:{n}", (), 0.9) for n in (1, 2, 3))
    html = page(an_answer(*found, kind=AnswerKind.COUNT, lead="3 of 36 papers match.", count=3, matches=matches))
    assert '<strong class="count">3</strong> of 36 papers match.' in html
    assert html.count(OWN) == 2
    assert [html.count(f">Paper p:{n}</a>") for n in (1, 2, 3)] == [1, 1, 1]
    assert PageReader(html).texts["ol"][-1].index("Paper p:1") < PageReader(html).texts["ol"][-1].index("Paper p:3")


def test_the_same_citation_has_one_number():
    """Two sentences that rest on the same span refer to the same source."""
    shown = shown_answer(an_answer(a_sentence(), a_sentence(), a_sentence("p:2")))
    assert [numbers for _, numbers in shown.sentences] == [[1], [1], [2]]
    assert [source.number for source in shown.numbered] == [1, 2]


@pytest.mark.parametrize("reason", RefusalReason)
def test_every_reason_to_refuse_has_words(page, reason):
    """With the nearest misses."""
    near = (Match("p:9", "Nearly", (Span(Field.ABSTRACT, 0, len(OWN), OWN),), 0.2),)
    refusal = Refusal(reason, "No abstract says this.", near)
    html = page(an_answer(status=AnswerStatus.REFUSED, refusal=refusal))
    assert "No abstract says this." in html
    assert ">Nearly</a>" in html


def test_the_page_says_which_prompt_wrote_an_answer_or_why_no_model_did(page):
    answer = an_answer(a_sentence())
    by_model = replace(answer.provenance, engine=Engine.LLM, prompt="answer/v1")
    assert "<dd>answer/v1</dd>" in page(replace(answer, provenance=by_model))
    without = replace(answer.provenance, fallback="The language model's reply is empty.")
    assert "<dd>The language model&#39;s reply is empty.</dd>" in page(replace(answer, id="a_2", provenance=without))


def test_a_models_sentence_without_a_citation_is_shown_as_failed(page):
    checks = Checks(passed=False, failed=(CheckName.SPANS,))
    alone = replace(a_sentence(text="It is so.", checks=checks), citations=())
    html = page(an_answer(a_sentence(), alone))
    assert "It is so." in html
    assert "its evidence is not where it says" in html
