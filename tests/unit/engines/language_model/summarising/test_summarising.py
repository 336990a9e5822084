"""The language model's Summariser: a line, claims and keywords in one call, each tied to spans of the store."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from itertools import chain

import pytest

from paperline.domain.errors import Abandoned, ModelFailed, ModelRefused, ModelUnavailable
from paperline.domain.provenance import Engine
from paperline.domain.summaries import CheckName, ClaimKind, Origin, PartRole
from paperline.domain.text import Field
from paperline.engines.language_model.ladder import Ladder
from paperline.engines.language_model.summarising.reply import SCHEMA
from paperline.engines.language_model.summarising.summariser import LanguageModelSummariser
from paperline.ports import Completion, Finish, PaperText, TokenUsage
from paperline.prompts import load
from tests.builders import NOW
from tests.unit.engines.language_model.asking import words
from tests.unit.engines.language_model.summarising.telling import (
    CODE,
    FASTER,
    FED,
    FINDING,
    HEAP,
    OFFER,
    OFFERS,
    RELEASED,
    RIGHT,
    SORT,
    SPEED,
    WHAT,
    fits,
    numbered,
    reply,
    said,
)  # fmt: skip

WRONG = said("result", "SortNet is 9 times faster than quicksort.", SPEED)


def test_a_summary_is_made_in_one_call(model, summarise, otherwise):
    summary = summarise(reply(*RIGHT))
    assert summary.tldr.text == (
        "SortNet: a network that predicts the position of each key in one pass; 2.5 times faster than quicksort on TaxiTrips."
    )
    assert [part.role for part in summary.tldr.parts] == [PartRole.WHAT, PartRole.FINDING]
    assert [claim.kind for claim in summary.claims] == [ClaimKind.CONTRIBUTION, ClaimKind.RESULT]
    assert summary.keywords == ("SortNet", "quicksort", "TaxiTrips dataset")
    assert all(text.engine is Engine.LLM and text.checks.passed for text in (summary.tldr, *summary.claims))
    assert len(model.history) == 1
    assert otherwise.asked == [], "the other engine is not asked for what it need not write"
    fits(summary, SORT)


def test_its_origin_and_its_cost_are_told(model, summarise):
    summary = summarise(reply(*RIGHT))
    (request,) = model.history
    source = summary.provenance
    assert (source.engine, source.model, source.prompt) == (Engine.LLM, "scripted", "tldr/v1")
    assert source.prompt_sha256 == load("tldr/v1").sha256
    assert (summary.id, summary.version, source.paper_version) == (SORT.paper_id, SORT.version, SORT.version)
    assert source.fallback is None
    assert summary.usage.model_calls == 1
    assert summary.usage.prompt_tokens == len(f"{request.system} {request.user}".split())
    assert summary.usage.completion_tokens > 20


def test_nothing_that_differs_between_calls_stands_before_the_paper(model, summarise):
    """What providers cache is the beginning of a prompt that is alike in every call."""
    summarise(reply(*RIGHT))
    summarise(ModelUnavailable("Gone."), paper=FED)
    first, second = model.history[0], model.history[1]
    assert first.system == second.system == load("tldr/v1").system
    assert first.user.split("\n")[0] != second.user.split("\n")[0], "the delimiter is another in every call"
    assert first.schema is SCHEMA


def test_title_and_sentences_are_shown_by_number(model, summarise):
    summarise(reply(*RIGHT))
    shown = numbered(model.history[0])
    assert list(shown) == [0, 1, 2, 3, 4]
    assert shown[0] == SORT.title
    assert shown[4].startswith("Code is available")


@pytest.mark.parametrize("word", ["maxLength", "pattern", '"format"', "$ref"])
def test_the_schema_holds_nothing_that_endpoints_trip_over(word):
    assert word not in json.dumps(SCHEMA)

    def strict(node: object) -> bool:
        if not isinstance(node, dict):
            return True
        closed = node.get("type") != "object" or (
            node["additionalProperties"] is False and node["required"] == list(node["properties"])
        )
        return closed and all(map(strict, node.values()))

    assert strict(SCHEMA)


@pytest.mark.parametrize(
    ("text", "holding", "origin"),
    [
        ("Code is available at https://github.com/a/sortnet.", (CODE,), Origin.VERBATIM),
        ("SortNet is 2.5 times faster than quicksort", (SPEED,), Origin.COMPRESSED),
        ("On the TaxiTrips dataset SortNet is faster than quicksort.", (SPEED,), Origin.COMPRESSED),
        ("SortNet, a network that predicts the position: code is available", (OFFER, CODE), Origin.GENERATED),
        ("We present SortNet. Code is available.", (OFFER, CODE), Origin.REWRITTEN),
        ("SortNet is faster than quicksort by 2.5 times.", (SPEED,), Origin.GENERATED),
    ],
)
def test_origins_are_computed(summarise, text, holding, origin):
    summary = summarise(reply(*RIGHT, said("method", text, *holding)))
    assert {claim.text.rstrip("."): claim.origin for claim in summary.claims}[text.rstrip(".")] is origin


def test_a_line_has_the_origin_of_its_halves(summarise):
    alone = said("finding", "On the TaxiTrips dataset SortNet is 2.5 times faster than quicksort", SPEED)
    assert summarise(reply(alone, OFFERS, FASTER)).tldr.origin is Origin.VERBATIM
    assert summarise(reply(WHAT, FINDING, OFFERS, FASTER)).tldr.origin is Origin.GENERATED
    cut = said("what", "SortNet, a network that predicts the position of each key", OFFER)
    assert summarise(reply(cut, alone, OFFERS, FASTER)).tldr.origin is Origin.REWRITTEN


def test_a_study_has_its_finding_alone(summarise):
    summary = summarise(
        reply(
            said("finding", "Wide heaps are 30% faster than binary ones, but not on small inputs", "30%", "not faster"),
            said("result", "Wide heaps are 30% faster than binary ones.", "30%"),
            said("limitation", "Wide heaps are not faster on small inputs.", "not faster"),
            keywords=["wide heaps", "binary", "small inputs"],
        ),
        paper=HEAP,
    )
    assert [part.role for part in summary.tldr.parts] == [PartRole.FINDING]
    assert [claim.kind for claim in summary.claims] == [ClaimKind.RESULT, ClaimKind.LIMITATION]
    assert summary.provenance.fallback is None


def test_claims_come_in_the_abstracts_order_none_twice_and_five_at_most(summarise):
    again = said("method", "sortnet predicts the position of each key in one pass", OFFER)
    more = [
        said("method", f"SortNet predicts the position of {rest}.", OFFER)
        for rest in ("each key", "each", "key in one pass", "the key")
    ]
    summary = summarise(reply(WHAT, FINDING, FASTER, RELEASED, OFFERS, again, *more))
    starts = [claim.evidence[0].start for claim in summary.claims]
    assert starts == sorted(starts)
    assert len(summary.claims) == 5
    assert len({claim.text.casefold().rstrip(".") for claim in summary.claims}) == 5


@pytest.mark.parametrize(
    ("proposed", "kept"),
    [
        (["SORTNET", "TAXITRIPS dataset", "Quicksort", "deep learning"], ("SortNet", "TaxiTrips dataset", "quicksort")),
        (["SortNet", "Sort", "Net", "position of each key", "quick", "network"], ("SortNet", "position of each key", "network")),
        (["SortNet", "sortnet", "quicksort", "large arrays", "", "2.5", "key " * 9], ("SortNet", "quicksort", "large arrays")),
        (["SortNet ", "quicksort.", "large\u200b arrays", "sortnet;x"], ("SortNet", "quicksort", "large arrays")),
    ],
)  # fmt: skip
def test_keywords_stand_in_the_paper_and_are_written_as_there(summarise, proposed, kept):
    summary = summarise(reply(*RIGHT, keywords=proposed))
    assert summary.keywords == kept
    assert summary.provenance.fallback is None


def test_too_few_keywords_are_the_other_engines(summarise):
    summary = summarise(reply(*RIGHT, keywords=["deep learning", "SortNet", "Transformer"]))
    assert summary.provenance.fallback.startswith("Another engine wrote the keywords:")
    assert "SortNet" in summary.keywords
    assert summary.tldr.engine is Engine.LLM


def test_the_repair_names_every_failure_and_works(model, summarise, otherwise):
    long = said("what", "SortNet: " + "a network that predicts the position of each key in one pass " * 4, OFFER)
    summary = summarise(reply(long, FINDING, WRONG, OFFERS), reply(*RIGHT))
    first, second = model.history
    assert second.user.startswith(first.user)
    told = second.user[len(first.user) :]
    assert 'Statement 3 ("result"): a number or unit is not as in the sentences' in told
    assert "The line has 56 words, of 30 that it may have." in told
    assert [claim.text for claim in summary.claims] == [OFFERS[1], FASTER[1]]
    assert summary.provenance.fallback is None
    assert (summary.usage.model_calls, otherwise.asked) == (2, [])


def test_what_a_repair_leaves_wrong_is_dropped(model, summarise):
    summary = summarise(reply(*RIGHT, WRONG), reply(*RIGHT, WRONG))
    assert [claim.text for claim in summary.claims] == [OFFERS[1], FASTER[1]]
    assert summary.provenance.fallback is None
    assert len(model.history) == 2, "one repair call, whatever comes of it"


def test_what_failed_is_shown_as_failed_where_the_setting_says_so(summarise):
    summary = summarise(reply(*RIGHT, WRONG), reply(*RIGHT, WRONG), show_failed=True)
    assert {claim.text: claim.checks.failed for claim in summary.claims} == {
        OFFERS[1]: (), FASTER[1]: (), WRONG[1]: (CheckName.NUMBERS,),
    }  # fmt: skip


@pytest.mark.parametrize("second", [ModelUnavailable("Gone."), "no JSON", reply(said("what", "Nothing of it", 9))])
def test_a_repair_that_fails_costs_nothing_that_stood(summarise, second):
    summary = summarise(reply(*RIGHT, WRONG), second)
    assert [claim.text for claim in summary.claims] == [OFFERS[1], FASTER[1]]
    assert summary.tldr.engine is Engine.LLM


def test_a_line_that_still_fails_is_the_other_engines_and_that_is_told(summarise, otherwise):
    bad = said("finding", "9 times faster than quicksort on TaxiTrips", SPEED)
    summary = summarise(*[reply(WHAT, bad, OFFERS, FASTER)] * 2)
    assert summary.provenance.fallback.startswith("Another engine wrote the line:")
    assert (summary.provenance.engine, summary.tldr.engine) == (Engine.LLM, Engine.EMBEDDED)
    assert [claim.engine for claim in summary.claims] == [Engine.LLM, Engine.LLM]
    assert otherwise.asked == [SORT]
    assert summary.usage.model_calls == 2
    fits(summary, SORT)


def test_fewer_than_two_claims_are_the_other_engines(summarise):
    summary = summarise(*[reply(WHAT, FINDING, OFFERS, WRONG)] * 2)
    assert summary.provenance.fallback.startswith("Another engine wrote the claims:")
    assert summary.tldr.engine is Engine.LLM
    assert {claim.engine for claim in summary.claims} == {Engine.EMBEDDED}


def test_where_nothing_stands_the_summary_is_the_other_engines(summarise):
    summary = summarise(*[reply(said("what", "SortNet sorts 9 keys", OFFER), WRONG)] * 2)
    assert summary.provenance.engine is Engine.EMBEDDED
    assert summary.provenance.fallback == "Neither the line nor two claims of the language model passed the checks."
    assert summary.usage.model_calls == 2


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (ModelUnavailable("The model at 127.0.0.1 answered 500."), "The model at 127.0.0.1 answered 500."),
        (ModelRefused("It declined."), "It declined."),
        (Completion('{"sta', Finish.LENGTH, TokenUsage(90, 900), "m"), "The language model's reply was cut off at its token limit."),
        (Completion("", Finish.FILTERED, TokenUsage(90), "m"), "The language model declined to answer."),
    ],
)  # fmt: skip
def test_where_the_model_fails_the_other_engine_writes_and_says_why(summarise, given, reason):
    summary = summarise(given)
    assert summary.provenance.engine is Engine.EMBEDDED
    assert summary.provenance.fallback == reason
    assert summary.usage.prompt_tokens == (90 if isinstance(given, Completion) else 0), "what was paid in vain is paid"
    assert not isinstance(given, ModelFailed) or summary.usage.model_calls == 0


def test_without_the_prompt_the_other_engine_writes(monkeypatch, summarise, model):
    monkeypatch.setattr("paperline.engines.language_model.summarising.summariser.PROMPT", "tldr/v999")
    summary = summarise()
    assert summary.provenance.engine is Engine.EMBEDDED
    assert "v999.md cannot be read" in summary.provenance.fallback
    assert model.history == []


def test_every_paper_is_asked_for_alone_and_in_order(model, summariser, otherwise):
    model.enqueue(reply(*RIGHT), ModelUnavailable("Gone."), reply(*RIGHT))
    made = summariser.summarise([SORT, FED, PaperText(SORT.title, SORT.abstract)], now=NOW)
    assert [summary.id for summary in made] == [SORT.paper_id, FED.paper_id, None]
    assert [summary.provenance.engine for summary in made] == [Engine.LLM, Engine.EMBEDDED, Engine.LLM]
    assert otherwise.asked == [FED]
    assert all(FED.title not in request.user for request in (model.history[0], model.history[2]))


def test_an_abstract_beyond_the_budget_is_shown_as_far_as_it_reaches(model, summarise):
    long = PaperText(
        SORT.title, " ".join(f"Sentence number {n} of this abstract tells of sorting." for n in range(900))
    )
    summary = summarise(ModelUnavailable("Gone."), paper=long, budget_tokens=200)
    assert sum(len(text.split()) for n, text in numbered(model.history[0]).items() if n) <= 200
    assert {span.field for part in summary.tldr.parts for span in part.evidence} <= set(Field)


def test_papers_are_asked_for_together(model, otherwise):
    """One finds the format that works; then four calls are under way at the same time, or the barrier breaks."""
    meeting = threading.Barrier(4, timeout=10)

    def met(request):
        meeting.wait()
        return reply(*RIGHT)(request)

    model.enqueue(reply(*RIGHT), *[met] * 8)
    writer = LanguageModelSummariser(Ladder(model, mended=lambda text: text), words, otherwise, at_once=4)
    papers = [replace(SORT, paper_id=f"x:{n}") for n in range(9)]
    made = list(chain.from_iterable(writer.each(papers, now=NOW)))
    assert {summary.id for summary in made} == {paper.paper_id for paper in papers}
    assert all(summary.provenance.fallback is None for summary in made)


def test_who_has_left_ends_the_whole(model, otherwise):
    """An error that is no failure of the model is passed on, and no further paper is asked for."""

    def left(_):
        raise Abandoned("Nobody waits.")

    model.enqueue(reply(*RIGHT), left, reply(*RIGHT))
    writer = LanguageModelSummariser(Ladder(model, mended=lambda text: text), words, otherwise)
    with pytest.raises(Abandoned):
        writer.summarise([SORT, SORT, SORT], now=NOW)
    assert len(model.history) == 2
