"""Which days a question is asked of; today is 2025-12-12, which has no papers."""

from __future__ import annotations

from datetime import date

import pytest

from paperline.domain.answers import RefusalReason
from paperline.domain.scopes import Scope
from tests.unit.asking.conftest import DAY, SORT

NOVEMBER = Scope.between(date(2025, 11, 1), date(2025, 11, 30))


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("How many papers are there?", Scope.of_day(DAY)),
        ("How many papers are there today?", Scope.of_day(DAY)),
        ("How many papers were there yesterday?", Scope.of_day(DAY)),
        ("How many papers came on Thursday?", Scope.of_day(DAY)),
        ("How many papers are there in November?", NOVEMBER),
        ("How many papers came in the last 7 days?", Scope.between(date(2025, 12, 6), date(2025, 12, 12))),
    ],
)
def test_words_of_time_choose_the_days_and_the_note_says_so(ask, question, scope):
    answer = ask(question, scope=None)
    assert answer.coverage.scope == scope
    assert answer.coverage.note
    assert answer.count == (1 if scope == NOVEMBER else 4)


def test_today_without_papers_is_the_latest_day_and_said(ask):
    assert "the latest day that has papers" in ask("What is new today?", scope=None).coverage.note


def test_an_empty_scope_is_refused_with_the_nearest_days(ask):
    refusal = ask("How many papers are there on 2020-01-01?", scope=None).refusal
    assert refusal.reason is RefusalReason.NOTHING_IN_SCOPE
    assert "2025-11-03" in refusal.message


def test_words_narrow_a_scope_that_holds_them(ask):
    answer = ask("How many papers are there in November?", scope=Scope())
    assert answer.coverage.scope == NOVEMBER
    assert "within the scope" in answer.coverage.note


def test_a_scope_that_was_given_wins_over_words_outside_it(ask):
    answer = ask("How many papers are there in November?", scope=Scope.of_day(DAY))
    assert answer.coverage.scope == Scope.of_day(DAY)
    assert "lies outside" in answer.coverage.note


def test_a_scope_of_papers_is_not_changed_by_words(ask):
    answer = ask("How many papers are there in November?", scope=Scope(papers=(SORT,)))
    assert answer.count == 1
    assert "was not read as days" in answer.coverage.note


def test_a_weekday_after_the_last_stored_day_is_the_one_before_it_and_said(ask):
    """Friday is today, of which nothing is stored."""
    coverage = ask("How many papers came on Friday?", scope=None).coverage
    assert coverage.scope == Scope.of_day(date(2025, 12, 5))
    assert "nothing later than 2025-12-11" in coverage.note


def test_upvotes_that_no_source_gave_are_not_stated_instead_of_off_topic(ask):
    """The papers may have votes; nobody told them."""
    refusal = ask("Which papers have more than 20 upvotes?").refusal
    assert refusal.reason is RefusalReason.NOT_STATED
    assert "The sources gave no upvotes" in refusal.message
