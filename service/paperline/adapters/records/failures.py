"""What the database says when it fails, as Paperline's own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from paperline.domain.errors import BadText, PaperlineError, PaperNotFound, StoreBusy, StoreUnavailable

_CANNOT_WRITE = "cannot be written: it is read-only, or belongs to another user"
_GRANT = "Make it writable, or set PAPERLINE_HOME to a folder that is."
_FREE = "Free some space, or set PAPERLINE_HOME to a folder on another disk."
_RESTORE = "Restore it from a backup, or set PAPERLINE_HOME to a new folder and ingest again."
_FACTS = {
    sqlite3.SQLITE_READONLY: (_CANNOT_WRITE, _GRANT),
    sqlite3.SQLITE_PERM: (_CANNOT_WRITE, _GRANT),
    sqlite3.SQLITE_AUTH: (_CANNOT_WRITE, _GRANT),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened: something is missing or may not be read", _GRANT),
    sqlite3.SQLITE_FULL: ("has no room left on its disk", _FREE),
    sqlite3.SQLITE_IOERR: ("cannot be read or written: the disk reports an error", _FREE),
    sqlite3.SQLITE_NOTADB: ("holds a paperline.db that is not a database", _RESTORE),
    sqlite3.SQLITE_CORRUPT: ("holds a damaged database", _RESTORE),
}
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Within, a failure of the database is StoreUnavailable or StoreBusy and names the folder."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        raise _fact(folder, error.orig if isinstance(error, DBAPIError) else error) from error
    except sqlite3.Error as error:
        raise _fact(folder, error) from error
    except UnicodeEncodeError as error:
        raise BadText(f"A text is not Unicode and cannot be stored: {error.reason} at {error.start}.") from error


def unwritable(folder: Path, error: OSError | None = None) -> StoreUnavailable:
    """The error for a data folder that cannot be made or written."""
    why = f" ({error.strerror})" if error and error.strerror else ""
    return StoreUnavailable(f"The data folder {folder} {_CANNOT_WRITE}{why}. {_GRANT}")


def _fact(folder: Path, cause: BaseException | None) -> PaperlineError:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in _BUSY or isinstance(cause, PoolTimeout):
        return StoreBusy(
            f"The data folder {folder} is locked: another process, or many requests at once, are using it. "
            "Try again in a moment, or stop the other process."
        )
    if code == sqlite3.SQLITE_CONSTRAINT and "FOREIGN KEY" in str(cause):
        return PaperNotFound(
            f"Something was to be stored for a paper or version that {folder} does not hold. Ingest it first."
        )
    fact, advice = _FACTS.get(code, (f"cannot be used: {cause}", "Run `paperline doctor`."))
    return StoreUnavailable(f"The data folder {folder} {fact}. {advice}")
