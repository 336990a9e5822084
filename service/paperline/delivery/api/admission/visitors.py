"""Visitors: what a request shows of its sender before anything is believed."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from starlette.types import Scope

_FORWARDED = frozenset(
    {b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip"}
)
_MOST_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """The credentials as sent, and whether a proxy passed the request on; the address as the server knows it."""

    address: str
    authorization: str
    forwarded: bool

    @classmethod
    def of(cls, scope: Scope) -> Visitor:
        """Read from the request's headers in one pass."""
        authorization, forwarded = "", False
        for name, value in scope["headers"]:
            if name == b"authorization":
                authorization = value.decode("latin-1")
            elif name in _FORWARDED:
                forwarded = True
        client = scope.get("client")
        return cls(client[0] if client else "unknown", authorization, forwarded)

    @property
    def neighbourhood(self) -> str:
        """What one sender can hardly leave: an IPv4 address, or the /64 of an IPv6 one."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return self.address
        if not isinstance(address, IPv6Address):
            return str(address)
        return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))

    def token(self, *, of_page: bool) -> str | None:
        """The key that was sent: as a Bearer token, for a page also as the password of Basic; None where none was."""
        scheme, _, rest = self.authorization.partition(" ")
        if scheme.lower() == "bearer":
            return rest.strip()
        if scheme.lower() == "basic" and of_page:
            return _password(rest.strip())
        return None


def _password(encoded: str) -> str:
    """The password of Basic credentials; empty where they cannot be read."""
    try:
        return base64.b64decode(encoded[:_MOST_CHARACTERS], validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""
