"""Ordered: several items worked on at once, their answers in the order of the items, each as soon as its turn comes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from queue import SimpleQueue
from typing import TypeVar

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")
_AHEAD = 4  # times those that are worked on


def in_order(work: Callable[[_Item], _Answer], items: Iterable[_Item], at_once: int = 2) -> Iterator[_Answer]:
    """One answer per item, in order; an error of the work or of the items is raised at its place.

    `at_once` items are worked on together, and four times as many are read ahead. They are read beside the work, so
    that an answer does not wait for the next item: a program may write one line and read one line. The work sees the
    context variables of the caller.
    """
    context = copy_context()
    turns: SimpleQueue[Future[_Answer] | None] = SimpleQueue()
    room = threading.Semaphore(_AHEAD * at_once)
    stopped = threading.Event()

    def feed() -> None:
        try:
            for item in items:
                room.acquire()
                if stopped.is_set():
                    return
                turns.put(pool.submit(context.copy().run, work, item))
        except BaseException as error:  # noqa: BLE001  (raised at its place, by whoever reads the answers)
            failed: Future[_Answer] = Future()
            failed.set_exception(error)
            turns.put(failed)
        finally:
            turns.put(None)

    with ThreadPoolExecutor(at_once) as pool:
        threading.Thread(target=feed, name="in-order", daemon=True).start()
        try:
            while (turn := turns.get()) is not None:
                yield turn.result()
                room.release()
        finally:
            stopped.set()
            room.release()
