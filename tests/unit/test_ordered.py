"""Work that is done at once and answered in order."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from paperline.delivery.ordered import in_order
from paperline.domain.keys import Caller
from paperline.domain.spending import Account
from paperline.pipeline.access.callers import calling_as, current_caller
from paperline.ports import paying, paying_account
from tests.contracts.record_stores import a_key


def test_answers_keep_the_order_of_the_items() -> None:
    """Also where the first takes longest."""

    def slow_first(item: int) -> int:
        time.sleep(0.05 if item == 0 else 0)
        return item * 2

    assert list(in_order(slow_first, range(20))) == [item * 2 for item in range(20)]


def test_work_is_done_for_the_caller_of_whoever_reads_the_answers() -> None:
    """In threads that outlive no call, each in a context of its own."""
    with calling_as(Caller(a_key("mine"))):
        assert list(in_order(lambda _: current_caller().owner, range(4))) == ["mine"] * 4
    assert list(in_order(lambda _: current_caller().owner, range(4))) == [None] * 4


def test_an_answer_does_not_wait_for_the_next_item() -> None:
    """A program may write one line and read one line."""
    more = threading.Event()

    def one_then_wait() -> Iterator[str]:
        yield "first"
        assert more.wait(10)
        yield "second"

    answers = in_order(str.upper, one_then_wait())
    assert next(answers) == "FIRST"
    more.set()
    assert list(answers) == ["SECOND"]


def test_items_are_read_only_a_few_ahead() -> None:
    """Memory stays flat over any number of lines."""
    read = []

    def counted() -> Iterator[int]:
        for item in range(1_000):
            read.append(item)
            yield item

    answers = in_order(lambda item: item, counted())
    next(answers)
    time.sleep(0.05)
    assert len(read) <= 12
    answers.close()


def test_errors_come_at_their_place() -> None:
    """Of the work and of the items."""

    def broken() -> Iterator[int]:
        yield 1
        raise OSError("The disk is gone.")

    answers = in_order(lambda item: 1 // (item - 3), [1, 2, 3])
    assert [next(answers), next(answers)] == [-1, -1]
    with pytest.raises(ZeroDivisionError):
        next(answers)
    with pytest.raises(OSError, match="disk"):
        list(in_order(lambda item: item, broken()))


def test_the_work_sees_the_context_of_the_caller():
    """Whoever pays for it, for one."""
    with paying(Account("job")):
        answers = list(in_order(lambda _: paying_account(), range(5), 2))
    assert answers == [Account("job")] * 5
