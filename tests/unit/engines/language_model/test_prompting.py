"""The request: random keys and delimiter, papers as data, within its budget of tokens."""

from __future__ import annotations

import json

import pytest

from paperline.domain.text import split_sentences
from paperline.engines.language_model.excerpts import MOST_PAPERS
from paperline.engines.language_model.prompting import BUDGET_TOKENS
from tests.builders import a_paper
from tests.unit.engines.language_model.asking import PAPERS, asked, keys, words

LONG = " ".join(f"Sentence {n} says that part {n} of the network has a use of its own in sorting." for n in range(12))


def cost(request) -> int:
    return words(request.system) + words(request.user) + words(json.dumps(request.schema))


def many(count: int):
    return [a_paper(id=f"x:{n:03}", title=f"Paper {n} on Sorting", abstract=LONG) for n in range(count)]


def test_every_sentence_of_a_small_scope_is_shown_under_a_key_of_six_digits():
    found = asked(PAPERS)
    assert [item.sentence.text for item in found.shown.values()] == [
        sentence.text for paper in PAPERS for sentence in split_sentences(paper.abstract)
    ]
    assert {key: item.sentence.text for key, item in found.shown.items()} == keys(found.request)


def test_keys_and_delimiter_are_drawn_anew_for_every_request():
    first, second = asked(PAPERS), asked(PAPERS)
    assert not set(first.shown) & set(second.shown)
    assert first.request.user.splitlines()[0] != second.request.user.splitlines()[0]


def test_what_stands_first_is_the_same_for_every_question_of_a_day():
    """Endpoints that keep the prompts they have read, as llama.cpp and vLLM do, read it once."""
    assert asked(PAPERS).request.system == asked(PAPERS[:1], "Who compares heaps?").request.system


def test_the_day_is_told():
    assert "Today is 2025-12-11 (UTC)." in asked(PAPERS).request.system


@pytest.mark.parametrize("budget", [600, 1_000, BUDGET_TOKENS])
def test_the_request_stays_within_its_budget_and_uses_it(budget):
    found = asked(many(30), budget_tokens=budget)
    assert budget - 60 < cost(found.request) <= budget


def test_ten_papers_are_shown_each_by_its_best_sentence_at_least():
    found = asked(many(30), budget_tokens=800)
    assert len({item.paper.id for item in found.shown.values()}) == MOST_PAPERS
    assert {item.sentence.ordinal for item in found.shown.values()} >= {0}


def test_neighbours_stand_in_one_line_and_a_cut_begins_another():
    found = asked(many(1), budget_tokens=420)
    lines = found.request.user.splitlines()
    assert any(line.count("[") > 1 for line in lines)


def test_nothing_is_asked_where_no_sentence_fits():
    assert asked(PAPERS, budget_tokens=200) is None


def test_the_schema_holds_nothing_that_servers_refuse():
    text = json.dumps(asked(PAPERS).request.schema)
    assert not any(word in text for word in ("maxLength", "pattern", "format", "$ref", "maxItems"))
