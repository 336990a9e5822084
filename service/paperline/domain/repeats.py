"""A reply: what was answered to a request that its sender may send again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestKey:
    """The name that a sender gave a request, and who the sender is; one sender's keys say nothing to another."""

    owner: str
    key: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it was sent: its status, the headers that matter, its body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class KnownRequest:
    """What is known of a key: which request it named, and its reply, None while it is being answered."""

    fingerprint: str
    reply: Reply | None
