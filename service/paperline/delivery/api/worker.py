"""The worker: one thread that does the queued jobs, in the process that owns the data folder."""

from __future__ import annotations

import threading

from paperline.bootstrap import Services
from paperline.domain.errors import PaperlineError
from paperline.observability.events import log

_LOOK_SECONDS = 0.5
_TROUBLED_SECONDS = 5.0
_PATIENCE_SECONDS = 5.0


class JobWorker:
    """Works until it is stopped. Where another process owns the folder that one works; should it end, this one takes over."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Queued jobs are done from now on, and those that a dead process left are resumed."""
        self._thread.start()

    def wake(self) -> None:
        """A job was queued: it need not wait for the next look."""
        self._wake.set()

    def stop(self) -> None:
        """No other job is begun, and the running one is given up after its batch; does not wait for it."""
        self._stopping.set()
        self._wake.set()

    def join(self) -> None:
        """The thread has ended, or a few seconds are over: whatever it is at can be resumed."""
        self._thread.join(_PATIENCE_SECONDS)

    def _work(self) -> None:
        owning = False
        while not self._stopping.is_set():
            pause = _LOOK_SECONDS
            try:
                if not owning and self._services.claim_serving() is None:
                    self._services.work.free()
                    owning = True
                if owning and self._services.work.run_next(self._stopping.is_set):
                    continue
            except PaperlineError as error:
                log.warning("jobs_not_done", reason=str(error))
                pause = _TROUBLED_SECONDS
            except Exception:  # noqa: BLE001  (a worker that died would leave every later job waiting)
                log.exception("worker_failed")
                pause = _TROUBLED_SECONDS
            self._wake.wait(pause)
            self._wake.clear()
