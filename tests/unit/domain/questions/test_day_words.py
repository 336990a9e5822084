"""Words of time, counted from Friday 2025-12-12."""

from __future__ import annotations

from datetime import date

import pytest

from paperline.domain.questions import named_days

TODAY = date(2025, 12, 12)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What is new today?", "2025-12-12", "2025-12-12"),
        ("What was listed yesterday?", "2025-12-11", "2025-12-11"),
        ("Which papers in the last 7 days use RL?", "2025-12-06", "2025-12-12"),
        ("What came in the past two weeks?", "2025-11-29", "2025-12-12"),
        ("What is in this week's papers this week?", "2025-12-08", "2025-12-14"),
        ("What came last week?", "2025-12-01", "2025-12-07"),
        ("What came last month?", "2025-11-01", "2025-11-30"),
        ("Which papers in December are about RL?", "2025-12-01", "2025-12-31"),
        ("Papers from March 2024?", "2024-03-01", "2024-03-31"),
        ("What is new on Dec 11?", "2025-12-11", "2025-12-11"),
        ("What is new on 24th of December?", "2024-12-24", "2024-12-24"),
        ("What is new on 2025-10-08?", "2025-10-08", "2025-10-08"),
        ("Which papers in 2024 use RL?", "2024-01-01", "2024-12-31"),
        ("What is new on Feb 29?", "2024-02-29", "2024-02-29"),
        ("How many papers since 2025-12-01?", "2025-12-01", "2025-12-12"),
        ("How many papers since yesterday?", "2025-12-11", "2025-12-12"),
        ("What came after November?", "2025-12-01", "2025-12-12"),
        ("What came before 2024-03-01?", "1900-01-01", "2024-02-29"),
        ("What came until March 2024?", "1900-01-01", "2024-03-31"),
        ("How many papers between 2024-12-01 and 2025-01-31?", "2024-12-01", "2025-01-31"),
        ("How many papers from 2025-12-01 to 2025-12-05?", "2025-12-01", "2025-12-05"),
        ("Papers from 2025-12-05 to 2025-12-01?", "2025-12-01", "2025-12-05"),
        ("Which papers from October to November use RL?", "2025-10-01", "2025-11-30"),
        ("Which papers between November and December use RL?", "2025-11-01", "2025-12-31"),
        ("Which papers from Nov 20 to Dec 20 use RL?", "2025-11-20", "2025-12-20"),
        ("Which papers from Nov 20 to Jan 5, 2024 use RL?", "2023-11-20", "2024-01-05"),
        ("What came on Monday?", "2025-12-08", "2025-12-08"),
        ("What came on Friday?", "2025-12-12", "2025-12-12"),
        ("What came last Friday?", "2025-12-05", "2025-12-05"),
        ("What do Wednesday's papers release?", "2025-12-10", "2025-12-10"),
        ("What comes this Sunday?", "2025-12-14", "2025-12-14"),
        ("How many papers since Tuesday?", "2025-12-09", "2025-12-12"),
        ("How many papers from Monday to Thursday?", "2025-12-08", "2025-12-11"),
        ("How many papers from Saturday to Thursday?", "2025-12-06", "2025-12-11"),
        ("How many papers between Thursday and Tuesday?", "2025-12-04", "2025-12-09"),
        ("What is new on 2025-12-11 and 2025-12-12?", "2025-12-11", "2025-12-11"),
    ],
)
def test_words_of_time_mean_days(question, first, last):
    found = named_days(question, TODAY)
    assert found is not None
    assert (str(found.first), str(found.last)) == (first, last)
    assert found.words not in found.rest


@pytest.mark.parametrize(
    "question",
    ["How may models be trained?", "Which papers were published in December?", "Which papers were published after 2025-12-01?", "What is new on Feb 31?", "What in 2024-13-45?", "last 99999999 days"],
)  # fmt: skip
def test_other_words_mean_no_days(question):
    """Also a paper's own date, which is a condition, and days that do not exist."""
    assert named_days(question, TODAY) is None


@pytest.mark.parametrize("question", ["What is Black Friday?", "Is Monday meant?", "What of Mondays?"])
def test_a_weekday_that_names_no_day_of_papers_is_no_time(question):
    """Without `on`, `last` or the like a weekday is a word of the question."""
    assert named_days(question, TODAY) is None


def test_a_weekday_of_no_week_moves_by_whole_weeks():
    """To the latest that is not after the last stored day."""
    found = named_days("What came on Monday?", TODAY)
    assert found is not None
    assert found.weeks_open
    assert found.not_after(date(2025, 11, 25)).first == date(2025, 11, 24)
    assert found.not_after(date(2025, 12, 31)) == found
