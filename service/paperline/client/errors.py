"""What can go wrong between a client and the server.

ClientError
├── Unreachable       no answer came: the connection failed, broke or took too long
├── Unreadable        an answer came that is not one of Paperline's, or of a release that this client does not know
├── JobUnfinished     a job was waited for and is not finished; it goes on
└── Refused           the server answered with a problem (RFC 9457)
"""

from __future__ import annotations

from dataclasses import dataclass


class ClientError(Exception):
    """Whatever this package raises on purpose."""


class Unreachable(ClientError):
    """No answer came; `sent` is False where the request cannot have reached the server."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class Unreadable(ClientError):
    """The answer is not what Paperline answers."""


class JobUnfinished(ClientError):
    """The job goes on, longer than it was waited for."""


@dataclass(frozen=True, slots=True)
class OffendingField:
    """A dotted field of the request, where it stood (body, query, path) and what is wrong with it."""

    field: str
    location: str
    message: str


class Refused(ClientError):
    """The server's problem: `kind` is its type without the path, such as `paper-not-found`."""

    def __init__(
        self,
        *,
        status: int,
        kind: str,
        detail: str,
        request_id: str = "",
        errors: tuple[OffendingField, ...] = (),
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.request_id = request_id
        self.errors = errors
        self.retry_after_seconds = retry_after_seconds
