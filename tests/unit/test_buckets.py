"""Token buckets and slots: what is let through, what is told of it, and what is remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperline.delivery.api.admission.buckets import Slots, TokenBuckets
from paperline.domain.keys import Rate


class Clock:
    """Stands still until it is set on."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_full_bucket_gives_its_count_at_once_and_refills_evenly(clock):
    buckets, rate = TokenBuckets("key", clock), Rate(3, 60)
    taken = [buckets.take("a", rate) for _ in range(5)]
    assert [each.within for each in taken] == [True, True, True, False, False]
    assert [each.remaining for each in taken] == [2, 1, 0, 0, 0]
    assert [each.full_in_seconds for each in taken] == [20, 40, 60, 60, 60]
    assert [each.wait_seconds for each in taken] == [0, 0, 0, 20, 20]
    clock.now += 19.9
    assert buckets.take("a", rate).wait_seconds == 1
    clock.now += 0.1
    assert buckets.take("a", rate).within
    assert not buckets.take("a", rate).within


def test_callers_do_not_share_a_bucket(clock):
    buckets = TokenBuckets("key", clock)
    assert [buckets.take(caller, Rate(1, 1)).within for caller in "aba"] == [True, True, False]


def test_a_standing_is_told_in_the_fields_of_the_draft(clock):
    told = TokenBuckets("address", clock).take("a", Rate(10, 60)).headers()
    assert told == [(b"ratelimit-policy", b'"address";q=10;w=60'), (b"ratelimit", b'"address";r=9;t=6')]


@given(
    count=st.integers(1, 50), seconds=st.sampled_from([1, 60, 3_600, 86_400]),
    pauses=st.lists(st.floats(0, 200_000, allow_nan=False), max_size=60),
)  # fmt: skip
def test_no_window_holds_more_than_a_full_bucket_and_what_was_refilled(count, seconds, pauses):
    """However requests are spread; who waits as long as told is let through."""
    clock = Clock()
    buckets, rate, let_in = TokenBuckets("key", clock), Rate(count, seconds), []
    for pause in pauses:
        clock.now += pause
        standing = buckets.take("a", rate)
        if standing.within:
            let_in.append(clock.now)
        else:
            clock.now += standing.wait_seconds
            assert buckets.take("a", rate).within
            let_in.append(clock.now)
        assert 0 <= standing.remaining < count
    for first, start in enumerate(let_in):
        for last, end in enumerate(let_in[first:], start=1):
            assert last <= count + (end - start) * count / seconds + 1e-6


def test_memory_is_bounded_under_many_callers(clock):
    """Those seen last are remembered; one whose bucket is empty and who comes on is not forgotten for others."""
    buckets, rate = TokenBuckets("address", clock), Rate(1, 3_600)
    buckets.take("persistent", rate)
    for number in range(50_000):
        buckets.take(f"address {number}", rate)
        if number % 1_000 == 0:
            assert not buckets.take("persistent", rate).within
    assert len(buckets) == 10_000


def test_slots_are_given_back_and_nobody_idle_is_remembered():
    slots = Slots(2)
    assert [slots.take("a"), slots.take("a"), slots.take("a"), slots.take("b")] == [True, True, False, True]
    slots.give_back("a")
    assert slots.take("a")
    for caller in "aab":
        slots.give_back(caller)
    assert len(slots) == 0
