"""Serves days as bytes that were made once: JSON and its gzip, under strong validators, without the framework's way."""

from __future__ import annotations

import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from paperline.bootstrap import Services
from paperline.delivery.documents import day_document, day_lines_document, json_bytes
from paperline.domain.errors import PaperlineError

_PATH = re.compile(r"/v1/days/(?:latest|(\d{4}-\d{2}-\d{2}))")
_QUERIES = {b"": False, b"fields=tldr": True}
_MOST_DAYS = 64
_FRESH_SECONDS = 0.02  # so long what another process stores may go unseen
_Headers: TypeAlias = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Body:
    """One representation: its bytes, and the headers of a 200 and of a 304."""

    content: bytes
    headers: _Headers
    unchanged: _Headers
    tag: str

    @classmethod
    def of(cls, content: bytes, *, coding: str = "") -> _Body:
        """The headers are complete but for those that every response gets."""
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}{coding and "-" + coding}"'
        shared = [(b"etag", tag.encode()), (b"cache-control", b"no-cache"), (b"vary", b"Accept-Encoding")]
        own = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        coded = [(b"content-encoding", coding.encode())] if coding else []
        return cls(content, [*own, *coded, *shared], shared, tag)


@dataclass(frozen=True, slots=True)
class _Made:
    """A day's representations at a revision of the store, plain and compressed."""

    revision: int
    bodies: tuple[_Body, _Body]


class DayBytes:
    """Innermost but for the noting of routes: answers GET for days in the same bytes as their routes, which the rest goes to."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self._services = services
        self._made: OrderedDict[tuple[str, bool], _Made] = OrderedDict()
        self._lock = Lock()
        self._looked, self._written, self._revision = 0.0, -1, -1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the day, or pass on what is no such request or names no stored day."""
        wanted = _PATH.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        short = _QUERIES.get(scope["query_string"]) if wanted else None
        if wanted is None or short is None:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            made = await self._day(wanted[1], short=short)
        except (PaperlineError, ValueError):  # the route says what is wrong
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["route_template"] = "/v1/days/{date}" if wanted[1] else "/v1/days/latest"
        body = made.bodies[_takes_gzip(headers.get("accept-encoding", ""))]
        if _matches(headers.get("if-none-match", ""), [each.tag for each in made.bodies]):
            await send({"type": "http.response.start", "status": 304, "headers": list(body.unchanged)})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": list(body.headers)})
        await send({"type": "http.response.body", "body": body.content})

    async def _day(self, day: str | None, *, short: bool) -> _Made:
        key = (day or "", short)
        revision = await self._current()
        with self._lock:
            made = self._made.get(key)
            if made is not None and made.revision == revision:
                self._made.move_to_end(key)
                return made
        made = await run_in_threadpool(self._make, date.fromisoformat(day) if day else None, revision, short=short)
        with self._lock:
            self._made[key] = made
            while len(self._made) > _MOST_DAYS:
                self._made.popitem(last=False)
        return made

    async def _current(self) -> int:
        """The store's revision, looked up where this process has written since, or a moment has passed."""
        records = self._services.records
        if records.written != self._written or time.monotonic() - self._looked > _FRESH_SECONDS:
            written, looked = records.written, time.monotonic()
            self._revision = await run_in_threadpool(self._look_up)
            self._written, self._looked = written, looked
        return self._revision

    def _look_up(self) -> int:
        with self._services.records.reading() as unit:
            return unit.revision()

    def _make(self, day: date | None, revision: int, *, short: bool) -> _Made:
        found = self._services.read.day(day)
        content = json_bytes(day_lines_document(found) if short else day_document(found))
        return _Made(revision, (_Body.of(content), _Body.of(gzip.compress(content, 6, mtime=0), coding="gzip")))


def _takes_gzip(accepted: str) -> bool:
    for offer in accepted.lower().split(","):
        coding, _, rest = offer.partition(";")
        if coding.strip() in ("gzip", "*"):
            return rest.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _matches(if_none_match: str, tags: Sequence[str]) -> bool:
    """True where one of the listed tags is one of these; If-None-Match compares weakly (RFC 9110, 13.1.2)."""
    listed = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return "*" in listed or not listed.isdisjoint(tags)
