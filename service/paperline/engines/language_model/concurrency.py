"""Concurrency: work that waits for a network, on many threads at once, its results as they come."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def as_they_come(
    work: Callable[[_Item], _Result], items: Iterable[_Item], *, most_at_once: int
) -> Iterator[list[_Result]]:
    """The results that are ready together, group by group; as many items as may be worked on are read, no more.

    The places of a group are filled before it is handed out: no call waits for what the caller does with it. What an
    item's work raises is raised here, after the results that were ready. Work that has not begun when the caller
    leaves never begins. The work sees the context variables of the caller.
    """
    waiting = iter(items)
    pool = ThreadPoolExecutor(most_at_once, thread_name_prefix="model-call")
    ready: set[Future[_Result]] = set()
    under_way: set[Future[_Result]] = set()
    try:
        while True:
            failed = next((error for future in ready if (error := future.exception())), None)
            if failed is None:
                for item in islice(waiting, most_at_once - len(under_way)):
                    under_way.add(pool.submit(contextvars.copy_context().run, work, item))
            if done := [future.result() for future in ready if future.exception() is None]:
                yield done
            if failed is not None:
                raise failed
            if not under_way:
                return
            ready, under_way = wait(under_way, return_when=FIRST_COMPLETED)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
