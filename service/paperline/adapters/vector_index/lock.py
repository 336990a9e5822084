"""The lock that gives a vector index one owner: two processes on one Chroma folder corrupt it without an error."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from paperline.domain.errors import IndexUnavailable


class OwnerLock:
    """An advisory lock beside a path; the system frees it when its process ends, however it ends.

    Beside it stand the owner's process number, for messages only, and the address it can be asked at, where it has
    told one: both may be those of a process that was killed, until the lock is seen to be held.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._owner = path.with_name(f"{path.name}.owner")
        self._address = path.with_name(f"{path.name}.address")
        # Any thread may release what another acquired, so the state is the lock's own and not the thread's.
        self._lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0, thread_local=False)

    def acquire(self) -> bool:
        """True where the path now belongs to this process, False where it belongs to another; OSError passes."""
        if self._lock.is_locked:
            return True
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout:
            return False
        with suppress(OSError):
            self._address.unlink(missing_ok=True)
            self._owner.write_text(f"{os.getpid()}\n", encoding="ascii")
        return True

    def release(self) -> None:
        """Another process may take the path."""
        if self._lock.is_locked:
            for told in (self._owner, self._address):
                with suppress(OSError):
                    told.unlink()
            self._lock.release()

    def other_owner(self) -> str | None:
        """The other process that holds the path, in words; None where none does, or where that cannot be told."""
        if self._lock.is_locked or not self.path.parent.is_dir():
            return None
        try:
            self._lock.acquire()
        except Timeout:
            return self.named_owner()
        except OSError:
            return None
        self._lock.release()
        return None

    def tell(self, address: str) -> None:
        """Other processes read at which address this one, the owner, can be asked."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._address.write_text(f"{address}\n", encoding="ascii")

    def other_address(self) -> str | None:
        """The address that the other process which holds the path told; None where none does or it told none."""
        if self.other_owner() is None:
            return None
        try:
            return self._address.read_text(encoding="ascii").strip() or None
        except (OSError, ValueError):
            return None

    def named_owner(self) -> str:
        """`process 123`, or `another process` where its number is not known."""
        try:
            return f"process {int(self._owner.read_text(encoding='ascii'))}"
        except (OSError, ValueError):
            return "another process"


def own(lock: OwnerLock) -> None:
    """The index beside the lock belongs to this process; IndexUnavailable where another holds it."""
    try:
        if lock.acquire():
            return
    except OSError as error:
        raise IndexUnavailable(
            f"The vector index {lock.path} cannot be locked: {error.strerror or error}. "
            "Make its folder writable, or set PAPERLINE_HOME to one that is."
        ) from error
    raise IndexUnavailable(
        f"The vector index {lock.path} is held by {lock.named_owner()}, probably a running `paperline serve`. "
        "Ask through it, or stop it first."
    )
