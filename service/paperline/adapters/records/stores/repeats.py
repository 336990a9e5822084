"""Replies in SQL: a key is taken in one transaction, so that of equal requests one is done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update

from paperline.adapters.records.schema import tables
from paperline.adapters.records.schema.encoding import from_json, to_json
from paperline.domain.repeats import KnownRequest, Reply, RequestKey

if TYPE_CHECKING:
    from sqlalchemy import Connection

_STORED = tables.repeats.c
_Headers = tuple[tuple[str, str], ...]


class SqlRepeatRecords:
    """Replies within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(
        self, key: RequestKey, fingerprint: str, token: str, now: datetime, until: datetime
    ) -> KnownRequest | None:
        """None where the key is new or expired, and belongs to this token's request until then; else what is known of it."""
        self._connection.execute(delete(tables.repeats).where(_is(key), _STORED.expires_at <= now))
        query = select(_STORED.fingerprint, _STORED.status, _STORED.headers, _STORED.body).where(_is(key))
        known = self._connection.execute(query).one_or_none()
        if known is None:
            taken = {
                "owner": key.owner,
                "key": key.key,
                "fingerprint": fingerprint,
                "token": token,
                "expires_at": until,
            }
            self._connection.execute(insert(tables.repeats).values(**taken))
            return None
        if known.status is None:
            return KnownRequest(known.fingerprint, None)
        return KnownRequest(known.fingerprint, Reply(known.status, from_json(_Headers, known.headers), known.body))

    def renew(self, key: RequestKey, token: str, until: datetime) -> bool:
        """The key belongs to the token's request until then; False where it no longer does."""
        renewed = update(tables.repeats).where(_in_flight(key, token)).values(expires_at=until)
        return self._connection.execute(renewed).rowcount > 0

    def save(self, key: RequestKey, token: str, reply: Reply, until: datetime) -> bool:
        """The key answers with the reply until then; False, and nothing changed, where it is not the token's."""
        values = {"status": reply.status, "headers": to_json(_Headers, reply.headers), "body": reply.body}
        saved = update(tables.repeats).where(_in_flight(key, token)).values(**values, expires_at=until)
        return self._connection.execute(saved).rowcount > 0

    def forget(self, key: RequestKey, token: str) -> None:
        """The key is free, where it is the token's and has no reply."""
        self._connection.execute(delete(tables.repeats).where(_in_flight(key, token)))

    def prune(self, keep: int, now: datetime) -> None:
        """Whatever expired, or lies beyond the `keep` that expire last, is gone."""
        last = select(_STORED.expires_at).where(_STORED.status.is_not(None)).order_by(_STORED.expires_at.desc())
        beyond = _STORED.expires_at < last.offset(keep - 1).limit(1).scalar_subquery()
        self._connection.execute(
            delete(tables.repeats).where(or_(_STORED.expires_at <= now, and_(_STORED.status.is_not(None), beyond)))
        )


def _is(key: RequestKey) -> ColumnElement[bool]:
    return and_(_STORED.owner == key.owner, _STORED.key == key.key)


def _in_flight(key: RequestKey, token: str) -> ColumnElement[bool]:
    return and_(_is(key), _STORED.token == token, _STORED.status.is_(None))
