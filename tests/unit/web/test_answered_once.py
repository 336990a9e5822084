"""A form that is sent twice in a moment is answered once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from paperline.delivery.web.asking.once import AnsweredOnce


def test_a_second_click_waits_for_the_first_answer():
    """Whatever asks the same while it is made gets the same answer, made once."""
    once, begun, go = AnsweredOnce(), threading.Event(), threading.Event()
    made = []

    def ask():
        begun.set()
        go.wait(10)
        made.append("answer")
        return made[-1]

    with ThreadPoolExecutor(3) as clicks:
        first = clicks.submit(once.answer, ("me", "why?"), ask)
        begun.wait(10)
        others = [clicks.submit(once.answer, ("me", "why?"), ask) for _ in range(2)]
        go.set()
        assert {click.result(10) for click in (first, *others)} == {"answer"}
    assert len(made) == 1


def test_after_a_moment_and_for_others_it_is_asked_anew():
    """The same words by another caller, of other papers or later are another question."""
    now = [0.0]
    once, made = AnsweredOnce(lambda: now[0]), []

    def ask():
        made.append(len(made))
        return made[-1]

    assert [once.answer(("me", "why?"), ask) for _ in range(2)] == [0, 0]
    assert once.answer(("you", "why?"), ask) == 1
    now[0] = 6.0
    assert once.answer(("me", "why?"), ask) == 2


def test_an_error_is_the_seconds_too_and_nothing_piles_up():
    """A refused question is refused twice; of thousands only the last are kept."""
    once = AnsweredOnce()

    def fail():
        raise ValueError("no question")

    for _ in range(2):
        with pytest.raises(ValueError, match="no question"):
            once.answer("empty", fail)
    for number in range(2_000):
        once.answer(number, lambda number=number: number)
    assert len(once._asked) <= 257


def test_a_form_sent_twice_leads_to_one_answer(site, store, paper):
    """Both clicks lead to the same lasting page."""
    store(paper)
    sent = [site.post("/ask", data={"question": "What is it about?"}, follow_redirects=False) for _ in range(2)]
    assert sent[0].status_code == 303
    assert sent[0].headers["location"] == sent[1].headers["location"]
