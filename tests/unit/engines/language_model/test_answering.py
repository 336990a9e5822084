"""The language model's Answerer: cited and checked sentences, refusals, provenance, and another engine where it fails."""

from __future__ import annotations

import pytest

from paperline.domain.answers import RefusalReason
from paperline.domain.errors import ModelRefused, ModelUnavailable
from paperline.domain.provenance import Engine
from paperline.domain.summaries import CheckName, Origin
from paperline.ports import Completion, Finish, TokenUsage
from paperline.prompts import load
from tests.unit.engines.language_model.asking import FED, HEAP, PAPERS, SORT, SPEED, both, saying

SAID = "SortNet is 2.5 times faster than quicksort on TaxiTrips."
QUOTE = "2.5 times faster than quicksort"
RIGHT = saying(SAID, ("2.5 times", QUOTE))


def test_a_sentence_cites_the_stored_span_whatever_the_model_wrote(model, ask):
    model.enqueue(RIGHT)
    (sentence,) = ask().sentences
    (citation,) = sentence.citations
    (span,) = citation.evidence
    assert (sentence.text, sentence.origin, sentence.engine) == (SAID, Origin.GENERATED, Engine.LLM)
    assert sentence.checks.passed
    assert (citation.paper_id, span.text) == (SORT, SPEED)
    assert PAPERS[0].abstract[span.start : span.end] == SPEED


def test_one_call_is_made_and_its_cost_and_origin_are_told(model, ask):
    model.enqueue(RIGHT)
    draft = ask()
    (request,) = model.history
    source = draft.provenance
    assert draft.usage.model_calls == 1
    assert draft.usage.prompt_tokens == len(f"{request.system} {request.user}".split())
    assert (source.engine, source.model, source.prompt) == (Engine.LLM, "scripted", "answer/v1")
    assert source.prompt_sha256 == load("answer/v1").sha256
    assert source.fallback is None
    assert not draft.partial


def test_a_sentence_copied_from_the_paper_is_verbatim(model, ask):
    model.enqueue(saying(SPEED, ("2.5 times", SPEED)))
    assert ask().sentences[0].origin is Origin.VERBATIM


def test_sentences_of_several_papers_are_cited_each(model, ask):
    model.enqueue(
        both(RIGHT, saying("Wide heaps are 30% faster than binary ones.", ("30%", "wide heaps are 30% faster")))
    )
    draft = ask()
    assert [s.citations[0].paper_id for s in draft.sentences] == [SORT, HEAP]
    assert draft.papers_matched == 2


def test_a_sentence_about_two_papers_must_be_borne_out_by_each_alone(model, ask):
    mixed = saying("SortNet is 2.5 times faster, wide heaps 30%.", ("2.5 times", QUOTE), ("30%", "wide heaps are 30%"))
    model.enqueue(both(RIGHT, mixed))
    draft = ask()
    assert [s.text for s in draft.sentences] == [SAID]
    assert draft.partial


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("off_topic", RefusalReason.OFF_TOPIC), ("not_stated", RefusalReason.NOT_STATED)],
)
def test_a_refusal_is_told_in_our_words_with_the_nearest_sentences(model, ask, reason, expected):
    model.enqueue({"refusal": reason, "sentences": []})
    draft = ask()
    assert draft.refusal.reason is expected
    assert [match.paper_id for match in draft.refusal.nearest] == [SORT, FED, HEAP]
    assert draft.provenance.engine is Engine.LLM


def test_a_false_premise_shows_the_sentence_that_contradicts(model, ask):
    model.enqueue(
        saying("Wide heaps are slower there.", ("not faster", "not faster on small"), refusal="false_premise")
    )
    draft = ask("Why are wide heaps faster on small inputs?")
    assert draft.sentences == ()
    assert draft.refusal.reason is RefusalReason.FALSE_PREMISE
    assert [match.evidence[0].text for match in draft.refusal.nearest] == ["Wide heaps are not faster on small inputs."]


def test_a_false_premise_without_evidence_is_not_stated(model, ask):
    model.enqueue({"refusal": "false_premise", "sentences": [{"text": "No.", "evidence": [{"key": "1", "quote": ""}]}]})
    assert ask().refusal.reason is RefusalReason.NOT_STATED


def test_what_failed_is_held_back_and_counted_to_the_reader(model, ask):
    model.enqueue(both(RIGHT, saying("SortNet is 9 times faster.", ("2.5 times", QUOTE))))
    draft = ask()
    assert [s.text for s in draft.sentences] == [SAID]
    assert draft.partial
    assert draft.text == "One sentence of the language model did not pass the checks and is not shown."
    assert draft.confidence < 0.5


def test_what_failed_is_shown_as_failed_where_the_setting_says_so(model, ask):
    model.enqueue(both(RIGHT, saying("SortNet is 9 times faster.", ("2.5 times", QUOTE))))
    draft = ask(show_failed=True)
    assert [s.checks.failed for s in draft.sentences] == [(), (CheckName.NUMBERS,)]
    assert draft.partial
    assert draft.text is None


@pytest.mark.parametrize("show_failed", [True, False])
def test_where_nothing_passed_the_other_engine_answers(model, ask, show_failed):
    model.enqueue(saying("SortNet is 9 times faster.", ("2.5 times", QUOTE)))
    draft = ask(show_failed=show_failed)
    assert draft.provenance.engine is Engine.EMBEDDED
    assert draft.provenance.fallback == "No sentence of the language model passed the checks."
    assert draft.usage.model_calls == 1
    assert all(sentence.engine is Engine.EMBEDDED for sentence in draft.sentences)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (ModelUnavailable("The model at 127.0.0.1 answered 500."), "The model at 127.0.0.1 answered 500."),
        (ModelRefused("It declined."), "It declined."),
        (Completion('{"refu', Finish.LENGTH, TokenUsage(90, 700), "m"), "The language model's reply was cut off at its token limit."),
        (Completion("", Finish.FILTERED, TokenUsage(90), "m"), "The language model declined to answer."),
    ],
)  # fmt: skip
def test_where_the_model_fails_the_other_engine_answers_and_says_why(model, ask, reply, reason):
    model.enqueue(reply)
    draft = ask()
    assert draft.provenance.engine is Engine.EMBEDDED
    assert draft.provenance.fallback == reason
    assert draft.sentences or draft.refusal
    if isinstance(reply, Completion):
        assert draft.usage.prompt_tokens == 90, "what was paid in vain is paid"


def test_replies_that_cannot_be_read_are_paid_and_told(model, ask):
    model.enqueue(*[Completion("", Finish.STOP, TokenUsage(90), "m")] * 3)
    draft = ask()
    assert draft.provenance.fallback == "The language model's reply is empty."
    assert draft.usage.prompt_tokens == 270


@pytest.mark.parametrize(
    "question", ["How many papers use pruning?", "Which papers report accuracy?", "What are the papers about?"]
)
def test_lists_counts_and_overviews_are_made_from_every_paper(model, ask, question):
    draft = ask(question)
    assert model.history == []
    assert draft.provenance.engine is Engine.EMBEDDED
    assert draft.provenance.fallback == "Lists, counts and overviews are made from every paper, without a model."


def test_nothing_in_scope_asks_no_model(model, ask):
    assert ask(papers=()).refusal
    assert model.history == []


def test_a_question_that_leaves_no_room_for_evidence_goes_to_the_other_engine(model, ask):
    draft = ask("word " * 400 + "?", budget_tokens=500)
    assert model.history == []
    assert draft.provenance.fallback == "The question leaves no room for evidence in the model's prompt."
