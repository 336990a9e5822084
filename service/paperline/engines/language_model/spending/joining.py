"""Joining: what many threads write to the records at once goes into one transaction, so that they wait for one disk write."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from paperline.ports import Records, UnitOfWork

_Result = TypeVar("_Result")


class JoinedWriting:
    """Whoever comes while a transaction is being written is in the next one, together with all who came by then."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._turn = threading.Lock()
        self._waiting_lock = threading.Lock()
        self._waiting: list[tuple[Callable[[UnitOfWork], Any], Future[Any]]] = []

    def run(self, work: Callable[[UnitOfWork], _Result]) -> _Result:
        """What the work returns, once it is stored; where the transaction fails, its error, and nothing of it is stored."""
        mine: Future[_Result] = Future()
        with self._waiting_lock:
            self._waiting.append((work, mine))
        with self._turn:
            if not mine.done():
                self._write_all()
        return mine.result()

    def _write_all(self) -> None:
        with self._waiting_lock:
            together, self._waiting = self._waiting, []
        try:
            with self._records.writing() as unit:
                results = [work(unit) for work, _ in together]
        except BaseException as error:
            for _, future in together:
                future.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        for (_, future), result in zip(together, results, strict=True):
            future.set_result(result)
