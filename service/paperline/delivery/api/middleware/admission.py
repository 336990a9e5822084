"""Admits requests: by the key where one is needed, by its scope, and within the limits of those who are not at home."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paperline.bootstrap import Services
from paperline.delivery.api.admission.buckets import Slots, Standing, TokenBuckets
from paperline.delivery.api.admission.rules import needed_scope
from paperline.delivery.api.admission.visitors import Visitor
from paperline.delivery.api.handlers import retry_headers
from paperline.delivery.api.problems import (
    KEY_NEEDED,
    KEY_REFUSED,
    RATE_EXCEEDED,
    SCOPE_MISSING,
    TOO_MANY_AT_ONCE,
    HttpProblem,
    ProblemType,
    kind_of,
    problem_response,
)
from paperline.domain.errors import PaperlineError
from paperline.domain.keys import ApiKey, Caller, KeyScope
from paperline.pipeline.access.callers import calling_as

_REALM = 'realm="Paperline"'


class Admission:
    """Before a body is read or a day served: 401, 403 or 429, or the caller is known to all that follows.

    A request from this machine to a server that is bound to it needs no key and is not counted. One that a proxy passed
    on does not come from this machine, so that it needs a key unless the server is open.
    """

    def __init__(self, app: ASGIApp, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self._settings = services.settings
        self._keys = services.keys
        self._addresses = TokenBuckets("address", clock)
        self._holders = TokenBuckets("key", clock)
        self._slots = Slots(services.settings.concurrency)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on for the caller, or answer with the problem."""
        needed = needed_scope(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if needed is None:
            await self.app(scope, receive, send)
            return
        visitor = Visitor.of(scope)
        token = visitor.token(of_page=_is_page(scope) and self._needs_key(visitor))
        if token is None and not self._is_remote(visitor):
            await self.app(scope, receive, send)
            return
        standings: list[Standing] = []
        send = _telling(send, standings)
        try:
            caller = await self._caller(scope, visitor, token, needed, standings)
            slot = caller.owner or visitor.neighbourhood
            if not self._slots.take(slot):
                raise _too_many(self._slots.most)
        except HttpProblem as refused:
            response = problem_response(scope, refused.kind, refused.detail, headers=refused.headers)
            await response(scope, receive, send)
            return
        try:
            with calling_as(caller):
                await self.app(scope, receive, send)
        finally:
            self._slots.give_back(slot)

    async def _caller(
        self, scope: Scope, visitor: Visitor, token: str | None, needed: KeyScope, standings: list[Standing]
    ) -> Caller:
        """Whom the request comes from; the limits that were counted are added to the standings, whatever comes of it."""
        if self._is_remote(visitor):
            standings.append(self._addresses.take(visitor.neighbourhood, self._settings.address_rate))
            _require_within(standings[-1])
        if token is None:
            if self._needs_key(visitor):
                raise _unknown(scope, KEY_NEEDED)
            return Caller()
        key = await run_in_threadpool(self._recognised, token)
        if key is None:
            raise _unknown(scope, KEY_REFUSED)
        scope.setdefault("state", {})["key_id"] = key.id  # also in the log of what it is refused
        standings.append(self._holders.take(key.id, key.rate or self._settings.key_rate))
        _require_within(standings[-1])
        if not key.scope.covers(needed):
            raise _scope_missing(key, needed)
        return Caller(key)

    def _recognised(self, token: str) -> ApiKey | None:
        try:
            return self._keys.recognise(token, datetime.now(UTC))
        except PaperlineError as error:
            raise HttpProblem(kind_of(error), str(error), headers=retry_headers(error)) from error

    def _is_remote(self, visitor: Visitor) -> bool:
        return visitor.forwarded or self._settings.needs_keys or not self._settings.is_private

    def _needs_key(self, visitor: Visitor) -> bool:
        return self._settings.needs_keys or (visitor.forwarded and self._settings.access == "auto")


def _telling(send: Send, standings: Sequence[Standing]) -> Send:
    """The `send` that also tells where the caller stands."""

    async def send_with_standings(message: Message) -> None:
        if message["type"] == "http.response.start" and standings:
            told = [pair for standing in standings for pair in standing.headers()]
            message = {**message, "headers": [*message.get("headers", ()), *told]}
        await send(message)

    return send_with_standings


def _require_within(standing: Standing) -> None:
    if not standing.within:
        raise HttpProblem(
            RATE_EXCEEDED,
            f"At most {standing.rate} from one {standing.name}. Try again in {standing.wait_seconds} seconds.",
            headers={"Retry-After": str(standing.wait_seconds)},
        )


def _too_many(most: int) -> HttpProblem:
    detail = f"At most {most} requests of one caller are worked on at the same time. Try again once one is answered."
    return HttpProblem(TOO_MANY_AT_ONCE, detail, headers={"Retry-After": "1"})


def _unknown(scope: Scope, kind: ProblemType) -> HttpProblem:
    """A page asks a browser for the key as the password of any user; whatever else asks is told to send it as Bearer."""
    challenge, detail = f"Bearer {_REALM}", kind.meaning
    if _is_page(scope) and "text/html" in Headers(scope=scope).get("accept", ""):
        challenge = f'Basic {_REALM}, charset="UTF-8"'
        detail = "Load the page again and give a good key as the password; the name does not matter."
    elif kind is KEY_REFUSED:
        challenge += ', error="invalid_token"'
    return HttpProblem(kind, detail, headers={"WWW-Authenticate": challenge})


def _scope_missing(key: ApiKey, needed: KeyScope) -> HttpProblem:
    detail = f"The key has the scope {key.scope}; this request needs {needed}."
    challenge = f'Bearer {_REALM}, error="insufficient_scope", scope="{needed}"'
    return HttpProblem(SCOPE_MISSING, detail, headers={"WWW-Authenticate": challenge})


def _is_page(scope: Scope) -> bool:
    return not scope["path"].startswith("/v1/")
