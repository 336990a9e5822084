"""The lock that gives a vector index one owner: two processes on one Chroma folder corrupt it without an error."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from paperline.domain.errors import IndexUnavailable


class IndexLock:
    """An advisory lock beside the index folder; the system frees it when its process ends, however it ends."""

    def __init__(self, index: Path) -> None:
        self._index = index
        # Any thread may release what another acquired, so the state is the lock's own and not the thread's.
        self._lock = FileLock(index.with_name(f"{index.name}.lock"), timeout=0, thread_local=False)

    def acquire(self) -> None:
        """The index belongs to this process; IndexUnavailable where another holds it."""
        if self._lock.is_locked:
            return
        try:
            self._index.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            raise IndexUnavailable(
                f"The vector index {self._index} is held by another process, probably a running `paperline serve`. "
                "Ask through it, or stop it first."
            ) from error
        except OSError as error:
            raise IndexUnavailable(
                f"The vector index {self._index} cannot be locked: {error.strerror or error}. "
                "Make its folder writable, or set PAPERLINE_HOME to one that is."
            ) from error

    def release(self) -> None:
        """Another process may take the index."""
        self._lock.release()
