"""Paging cursors over days: opaque, and refused where they were not made here."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import date

from paperline.domain.errors import BadCursor


def day_cursor(day: date) -> str:
    """The cursor after which the days before `day` follow."""
    stated = day.isoformat().encode()
    return base64.urlsafe_b64encode(stated + _checksum(stated)).decode().rstrip("=")


def read_day_cursor(cursor: str) -> date:
    """The day of a cursor that `day_cursor` made."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        stated, checksum = raw[:10], raw[10:]
        if checksum == _checksum(stated):
            return date.fromisoformat(stated.decode("ascii"))
    except (binascii.Error, ValueError):
        pass
    raise BadCursor(f"The cursor {cursor[:40]!r} was not issued here. Leave it out to start with the newest day.")


def _checksum(stated: bytes) -> bytes:
    return hashlib.sha256(b"paperline/days/1:" + stated).digest()[:8]
