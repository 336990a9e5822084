"""Keys in SQL, without their secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from paperline.adapters.records.schema import tables
from paperline.domain.keys import ApiKey, KeyScope, Rate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

_STORED = tables.keys.c
_BY_ID = select(tables.keys).where(_STORED.id == bindparam("key_id"))  # asked with every request: built once


class SqlKeyRecords:
    """Keys within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, key: ApiKey) -> None:
        """The new key is stored."""
        rate = key.rate
        self._connection.execute(
            insert(tables.keys).values(
                id=key.id, digest=key.digest, name=key.name, scope=key.scope.value, created_at=key.created_at,
                budget_usd=key.budget_usd, rate_count=rate and rate.count, rate_seconds=rate and rate.seconds,
                expires_at=key.expires_at, revoked_at=key.revoked_at,
            )
        )  # fmt: skip

    def get(self, key_id: str) -> ApiKey | None:
        """The key with that id; only ASCII is one."""
        if not key_id.isascii():
            return None
        row = self._connection.execute(_BY_ID, {"key_id": key_id}).one_or_none()
        return None if row is None else _key(row)

    def listed(self) -> list[ApiKey]:
        """Every key, newest first, then by id."""
        rows = self._connection.execute(select(tables.keys).order_by(_STORED.created_at.desc(), _STORED.id))
        return [_key(row) for row in rows]

    def revoke(self, key_id: str, now: datetime) -> None:
        """The key is revoked, at the moment it was first; nothing where there is none."""
        if key_id.isascii():
            first = (_STORED.id == key_id) & _STORED.revoked_at.is_(None)
            self._connection.execute(update(tables.keys).where(first).values(revoked_at=now))


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    rate = Rate(row.rate_count, row.rate_seconds) if row.rate_count is not None else None
    return ApiKey(
        row.id, row.digest, row.name, KeyScope(row.scope), row.created_at, row.budget_usd, rate, row.expires_at,
        row.revoked_at,
    )  # fmt: skip
