"""Keys: made, listed, revoked, and recognised when somebody comes with one."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from paperline.domain.errors import KeyNotFound
from paperline.domain.keys import ApiKey, KeyScope, KeyState, Rate, clean_name, digest_of, read_token, token_of
from paperline.ports import Records

_ID_BYTES = 6
_SECRET_BYTES = 32
_NO_ID = "-"  # stands in no token, so that no key is stored under it
_NO_DIGEST = digest_of(_NO_ID)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made; `token` is told this once and stored nowhere."""

    key: ApiKey
    token: str


@dataclass(frozen=True, slots=True)
class ManageKeys:
    """The keys of one store. Nothing is held in memory, so that what changes counts at once in every process."""

    records: Records

    def create(
        self, scope: KeyScope, *, now: datetime, name: str = "", budget_usd: float | None = None,
        rate: Rate | None = None, expires_at: datetime | None = None,
    ) -> NewKey:  # fmt: skip
        """A new key is stored. Raises BadInput for a name that is too long."""
        key_id, secret = secrets.token_hex(_ID_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
        key = ApiKey(key_id, digest_of(secret), clean_name(name), scope, now, budget_usd, rate, expires_at)
        with self.records.writing() as unit:
            unit.keys.put(key)
        return NewKey(key, token_of(key_id, secret))

    def listed(self) -> list[ApiKey]:
        """Every key, newest first, those that are revoked or expired too."""
        with self.records.reading() as unit:
            return unit.keys.listed()

    def revoke(self, key_id: str, *, now: datetime) -> ApiKey:
        """The key is of no use from now on; one that was revoked before stays so. Raises KeyNotFound."""
        with self.records.writing() as unit:
            unit.keys.revoke(key_id, now)
            key = unit.keys.get(key_id)
        if key is None:
            raise KeyNotFound(f"There is no key {key_id[:40]!r}. `paperline keys list` tells the ids.")
        return key

    def any_usable(self, now: datetime) -> bool:
        """True where at least one key is neither revoked nor expired."""
        return any(key.state(now) is KeyState.USABLE for key in self.listed())

    def recognise(self, token: str, now: datetime) -> ApiKey | None:
        """The key, None where it is not known, wrong, revoked or expired.

        All four cost the same: one look-up, one digest and one comparison in constant time, whatever was sent.
        """
        key_id, secret = read_token(token) or (_NO_ID, _NO_ID)
        with self.records.reading() as unit:
            stored = unit.keys.get(key_id)
        right = hmac.compare_digest(digest_of(secret), stored.digest if stored else _NO_DIGEST)
        return stored if right and stored is not None and stored.state(now) is KeyState.USABLE else None
