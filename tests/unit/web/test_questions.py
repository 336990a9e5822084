"""The question box: whom it offers to ask, what its form carries, and the thread that follow-ups make."""

from __future__ import annotations

import json
from datetime import date
from html import unescape

import pytest

from paperline.delivery.web.asking.choices import choices_after, scope_choices, scope_words, week_to
from paperline.domain.scopes import Scope
from tests.builders import DAY
from tests.unit.web.documents import PageReader
from tests.unit.web.test_pages import QUESTION, ask


def offered(html):
    """The choices of a page's last box by their value, and which is chosen."""
    options = PageReader(html).attributes("option")
    return [option["value"] for option in options], next(o["value"] for o in options if "selected" in o)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope.of_day(DAY), "11 December 2025"),
        (Scope.between(date(2025, 12, 5), DAY), "5 to 11 December 2025"),
        (Scope.between(date(2025, 11, 30), DAY), "30 November to 11 December 2025"),
        (Scope.between(date(2024, 12, 31), DAY), "31 December 2024 to 11 December 2025"),
        (Scope(first=DAY), "11 December 2025 and later"),
        (Scope(last=DAY), "up to 11 December 2025"),
        (Scope(papers=("a",)), "one paper"),
        (Scope(papers=("a", "b")), "2 papers"),
        (Scope(), "every stored day"),
    ],
)
def test_scopes_are_said_as_readers_say_them(scope, words):
    assert scope_words(scope) == words


def test_a_week_before_the_first_day_of_the_calendar_begins_with_it():
    assert week_to(date(1, 1, 3)) == Scope.between(date(1, 1, 1), date(1, 1, 3))


def test_every_fixed_choice_carries_its_scope_as_the_api_wants_it():
    """A range has none until its days are filled in, nor has the latest day."""
    choices = scope_choices(day=DAY, papers=["p:1"], answered=["p:1", "p:2"])
    scopes = {choice.value: choice.scope and json.loads(choice.scope) for choice in choices.offered}
    assert scopes == {
        "papers": {"papers": ["p:1"]},
        "answer": {"papers": ["p:1", "p:2"]},
        "day": {"day": "2025-12-11"},
        "week": {"from": "2025-12-05", "to": "2025-12-11"},
        "range": None,
        "all": {"all": True},
    }
    assert choices.chosen == "papers"
    assert [choice.value for choice in scope_choices().offered] == ["latest", "range", "all"]


@pytest.mark.parametrize(
    ("scope", "chosen"),
    [
        (Scope.of_day(DAY), "day"),
        (Scope(papers=("p:1",)), "papers"),
        (Scope(), "all"),
        (Scope(first=DAY), "range"),
        (Scope(papers=tuple(f"p:{n}" for n in range(101))), "answer"),
    ],
)
def test_a_follow_up_is_asked_where_the_answer_was(scope, chosen):
    """Unless its papers are too many for a form."""
    assert choices_after(scope, ["p:9"], DAY).chosen == chosen


def test_pages_offer_what_they_show(site, store, paper, others):
    """A day itself, a paper itself, an answer its papers, a search its days."""
    store(paper, *others)
    assert offered(site.get("/").text)[1] == "day"
    assert offered(site.get("/papers/arxiv:2512.00001").text)[1] == "papers"
    assert offered(site.get("/search?q=sorting").text)[1] == "all"
    assert offered(site.get("/search?q=sorting&from=2025-12-01").text)[1] == "range"
    answer = site.get(ask(site, day=str(DAY)).headers["location"]).text
    assert "answer" in offered(answer)[0]


def test_one_paper_can_be_asked(site, store, paper, others):
    store(paper, *others)
    asked = ask(site, within="papers", papers=["2512.00001"], day=str(DAY))
    assert "Question to one paper" in site.get(asked.headers["location"]).text
    assert ask(site, within="papers", papers=["none"]).status_code == 404


def test_a_week_can_be_asked(site, store, paper):
    store(paper)
    assert "5 to 11 December 2025" in site.get(ask(site, within="week", day=str(DAY)).headers["location"]).text


def test_a_follow_up_knows_the_questions_before_it(site, store, paper, others):
    """`it` is the paper of the answer before; the thread stands above, and each of its answers has its own."""
    store(paper, *others)
    first = ask(site, day=str(DAY)).headers["location"]
    html = site.get(first).text
    after = next(field["value"] for field in PageReader(html).attributes("input") if field.get("name") == "after")
    second = ask(site, "What does it present?", day=str(DAY), within="day", after=after).headers["location"]
    assert second.endswith(f"?after={after}")
    page = PageReader(site.get(second).text)
    assert first in page.addresses()
    assert QUESTION in page.texts["nav"][1]
    history = next(form["data-history"] for form in page.attributes("form") if form.get("data-history"))
    assert [turn["question"] for turn in json.loads(unescape(history))] == [QUESTION, "What does it present?"]
    third = ask(site, "And what else?", after=f"{after}.{second.partition('?')[0].rpartition('/')[2]}")
    assert third.headers["location"].partition("after=")[2].startswith(after)


@pytest.mark.parametrize("after", ["none", "none.none", "...", "<b>", "a" * 5_000, ".".join(["x"] * 500)])
def test_a_thread_that_is_not_stored_is_passed_over(site, store, paper, after):
    store(paper)
    moved = ask(site, after=after)
    assert moved.status_code == 303
    assert "after=" not in moved.headers["location"]
    assert 'class="thread"' not in site.get(moved.headers["location"], params={"after": after}).text


def test_a_part_of_the_page_is_what_the_page_holds(site, store, paper, others):
    """What is shown in place is the stored answer's own article, under a lower heading where that is asked for."""
    store(paper, *others)
    address = ask(site, day=str(DAY)).headers["location"]
    whole, part = site.get(address).text, site.get(address, params={"heading": "1"}).text
    assert "<html" not in part
    assert part.strip() in whole
    assert PageReader(site.get(address, params={"heading": "2"}).text).texts.keys().isdisjoint({"h1", "title"})
    assert site.get(address, params={"heading": "7"}).status_code == 422


def test_examples_are_tried_before_they_are_offered(site, store, paper, others, services):
    """Each is answered from the day; none is stored, and a day that is not there has none."""
    store(paper, *others)
    questions = PageReader(site.get(f"/ask/examples?day={DAY}").text).texts.get("a", [])
    assert questions
    for question in questions:
        answer = site.get(ask(site, question, day=str(DAY)).headers["location"]).text
        assert 'class="refusal"' not in answer, question
    assert "<a" not in site.get("/ask/examples?day=2001-01-01").text
    assert site.get("/ask/examples?day=x").status_code == 422
