"""Keys: what their holders may do and until when; of a key's secret only the digest is known here."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from paperline.domain.errors import BadInput, BadScope
from paperline.domain.scopes import parse_day
from paperline.domain.text import is_well_formed, one_line

MOST_NAME_CHARACTERS = 80
_MOST_RATE = 1_000_000
_TOKEN = re.compile(r"paperline_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_RATE = re.compile(r"(\d{1,7})/(second|minute|hour|day)")
_LIFETIME = re.compile(r"(\d{1,5})([hdw])")
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_HOURS = {"h": 1, "d": 24, "w": 168}


class KeyScope(StrEnum):
    """What a key lets its holder do; each also covers those before it."""

    READ = "read"
    ASK = "ask"
    INGEST = "ingest"
    ADMIN = "admin"

    def covers(self, needed: KeyScope) -> bool:
        """True where this scope lets its holder do what needs the other."""
        order = list(KeyScope)
        return order.index(self) >= order.index(needed)


class KeyState(StrEnum):
    """Whether a key is of any use."""

    USABLE = "usable"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds, all at once or spread."""

    count: int
    seconds: int

    def __str__(self) -> str:
        unit = next((name for name, length in _SECONDS.items() if length == self.seconds), f"{self.seconds} seconds")
        return f"{self.count}/{unit}"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is stored: its public id, the SHA-256 of its secret in hexadecimal, and what it is good for."""

    id: str
    digest: str
    name: str
    scope: KeyScope
    created_at: datetime
    budget_usd: float | None = None
    rate: Rate | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> KeyState:
        """What may be done with it now; one that was revoked stays so after it would have expired."""
        if self.revoked_at is not None:
            return KeyState.REVOKED
        return KeyState.USABLE if self.expires_at is None or now < self.expires_at else KeyState.EXPIRED


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request comes from: the holder of a key, or somebody of whom none was asked."""

    key: ApiKey | None = None

    @property
    def owner(self) -> str | None:
        """The id under which what this caller asks is kept; None where no key was used."""
        return self.key.id if self.key else None

    def sees(self, owner: str | None) -> bool:
        """True for what was asked without a key, with this caller's own, and for an admin everything."""
        return owner is None or (self.key is not None and (self.key.scope is KeyScope.ADMIN or self.key.id == owner))


def digest_of(secret: str) -> str:
    """The digest under which a secret is stored.

    One round of SHA-256 suffices: a secret is 256 random bits, so there is nothing that guessing could find. What makes
    password hashes slow would only let strangers spend this machine's time.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(key_id: str, secret: str) -> str:
    """The key as its holder sends it."""
    return f"paperline_{key_id}_{secret}"


def read_token(token: str) -> tuple[str, str] | None:
    """The public id and the secret of a key, None for what cannot be one."""
    found = _TOKEN.fullmatch(token)
    return (found[1], found[2]) if found else None


def clean_name(text: str) -> str:
    """The name in one line without control characters; BadInput where it is too long or not text."""
    cleaned = one_line(text)
    if len(cleaned) > MOST_NAME_CHARACTERS or not is_well_formed(cleaned):
        raise BadInput(f"A key's name is text of at most {MOST_NAME_CHARACTERS} characters.")
    return cleaned


def read_rate(text: str) -> Rate:
    """The rate that `60/minute` means; BadInput says how rates are written."""
    found = _RATE.fullmatch(text.strip().lower())
    if not found or not 1 <= int(found[1]) <= _MOST_RATE:
        raise BadInput(
            f"{text[:40]!r} is not a rate. Write it as 60/minute: a number from 1 to {_MOST_RATE:,} and second, minute, "
            "hour or day."
        )
    return Rate(int(found[1]), _SECONDS[found[2]])


def read_expiry(text: str, now: datetime) -> datetime:
    """The moment that `30d`, `12h`, `8w` or a date (its end in UTC) means; BadInput for another or a past one."""
    if found := _LIFETIME.fullmatch(text.strip().lower()):
        moment = now + timedelta(hours=int(found[1]) * _HOURS[found[2]])
    else:
        try:
            moment = datetime.combine(parse_day(text) + timedelta(days=1), time(), UTC)
        except (BadScope, OverflowError):
            raise BadInput(f"{text[:40]!r} is no time of expiry. Write 30d, 12h, 8w or YYYY-MM-DD.") from None
    if moment <= now:
        raise BadInput(f"{text[:40]!r} has passed already. A key expires in the future.")
    return moment
