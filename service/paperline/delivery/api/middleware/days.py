"""Serves days as bytes that were made once, each format and its gzip, under strong validators, without the framework's way."""

from __future__ import annotations

import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import NamedTuple, TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from paperline.bootstrap import Services
from paperline.delivery.api.problems import HttpProblem
from paperline.delivery.api.representations.contents import day_content, day_file
from paperline.delivery.api.representations.negotiation import PAPER_FORMATS, chosen_format, representation_headers
from paperline.delivery.exports.formats import Format
from paperline.delivery.web.day.page import day_page
from paperline.delivery.web.day.wanted import WantedPage
from paperline.domain.errors import PaperlineError

_DATE = r"\d{4}-\d{2}-\d{2}"
_PATH = re.compile(rf"/v1/days/(?:latest|(?P<day>{_DATE}))|/days/(?P<file>{_DATE})\.md|(?P<page>/(?:days/{_DATE})?)")
_FORMATS: dict[bytes, Format | None] = {b"": None, **{f"format={each}".encode(): each for each in PAPER_FORMATS}}
_SHORT = b"fields=tldr"
_NEGOTIATED = (b"accept", b"accept-encoding", b"if-none-match")
_SHORTLY = 500  # what is longer is read anew, so that nobody can fill the memory with what is remembered
_MOST_DAYS = 64
_MOST_BYTES = 64 * 1024 * 1024
_FRESH_SECONDS = 0.02  # so long what another process stores may go unseen
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_Headers: TypeAlias = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Body:
    """One representation: its bytes, and the headers of a 200 and of a 304."""

    content: bytes
    headers: _Headers
    unchanged: _Headers
    tag: str

    @classmethod
    def of(cls, content: bytes, told: dict[str, str], *, coding: str = "") -> _Body:
        """The headers are complete but for those that every response gets; `told` are the format's own."""
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}{coding and "-" + coding}"'
        shared = [(b"etag", tag.encode()), (b"cache-control", b"no-cache"), (b"vary", b"Accept, Accept-Encoding")]
        own = [(name.lower().encode(), value.encode()) for name, value in told.items() if name != "Vary"]
        own.append((b"content-length", str(len(content)).encode()))
        coded = [(b"content-encoding", coding.encode())] if coding else []
        return cls(content, [*own, *coded, *shared], shared, tag)


class _Wanted(NamedTuple):
    """What a request asks for: a day (None: the latest), its format, and whether in lines alone; `key` is all of it.

    `page` is what the address of a page chooses; None where data is asked for.
    """

    key: str
    day: str | None
    written: Format
    short: bool
    template: str
    page: WantedPage | None = None

    @classmethod
    def of(cls, day: str | None, written: Format, *, template: str, short: bool = False) -> _Wanted:
        """The key is made once, here."""
        return cls(f"{day} {written} {short}", day, written, short, template)

    @classmethod
    def of_page(cls, path: str, query: str) -> _Wanted:
        """The page at `/` or of a day; equal choices have one key, however they are written."""
        page, day = WantedPage.of(query), path.removeprefix("/days/")
        template = "/" if path == "/" else "/days/{day}"
        key = f"{path} page {page.query()} {page.ignored}"
        return cls(key, None if path == "/" else day, Format.JSON, False, template, page)


@dataclass(frozen=True, slots=True)
class _Made:
    """A day's representations at a revision of the store, plain and compressed."""

    revision: int
    bodies: tuple[_Body, _Body]

    @property
    def size(self) -> int:
        """Bytes of both."""
        return sum(len(body.content) for body in self.bodies)


class DayBytes:
    """Innermost but for the noting of routes: answers GET for days in the same bytes as their routes, which the rest goes to."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self._services = services
        self._made: OrderedDict[str, _Made] = OrderedDict()
        self._lock = Lock()
        self._looked, self._written, self._revision = 0.0, -1, -1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the day, or pass on what is no such request or names no stored day."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _may_be_day(scope["path"]):
            await self.app(scope, receive, send)
            return
        accept, encodings, if_none_match = _named(scope)
        read = _remembered if len(accept) + len(scope["path"]) + len(scope["query_string"]) < _SHORTLY else _wanted
        wanted = read(scope["path"], scope["query_string"], accept)
        if wanted is None:
            await self.app(scope, receive, send)
            return
        try:
            made = await self._day(wanted)
        except (PaperlineError, ValueError):  # the route says what is wrong
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["route_template"] = wanted.template
        body = made.bodies[_takes_gzip(encodings)]
        if _matches(if_none_match, [each.tag for each in made.bodies]):
            await send({"type": "http.response.start", "status": 304, "headers": list(body.unchanged)})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": list(body.headers)})
        await send({"type": "http.response.body", "body": body.content})

    async def _day(self, wanted: _Wanted) -> _Made:
        key = wanted.key
        revision = await self._current()
        with self._lock:
            made = self._made.get(key)
            if made is not None and made.revision == revision:
                self._made.move_to_end(key)
                return made
        made = await run_in_threadpool(self._make, wanted, revision)
        with self._lock:
            self._made[key] = made
            self._made.move_to_end(key)
            while len(self._made) > _MOST_DAYS or (len(self._made) > 1 and self._size() > _MOST_BYTES):
                self._made.popitem(last=False)
        return made

    def _size(self) -> int:
        return sum(made.size for made in self._made.values())

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

    def _make(self, wanted: _Wanted, revision: int) -> _Made:
        found = self._services.read.day(date.fromisoformat(wanted.day) if wanted.day else None)
        if wanted.page is None:
            content = day_content(found, wanted.written, short=wanted.short)
            told = representation_headers(wanted.written, day_file(found))
        else:
            content, told = day_page(self._services, found, wanted.page), _HTML
        compressed = gzip.compress(content, 6, mtime=0)
        return _Made(revision, (_Body.of(content, told), _Body.of(compressed, told, coding="gzip")))


def _may_be_day(path: str) -> bool:
    return path == "/" or "/days/" in path


def _named(scope: Scope) -> tuple[str, str, str]:
    """Accept, Accept-Encoding and If-None-Match, in one pass; the first of each, empty where there is none."""
    found = dict.fromkeys(_NEGOTIATED, "")
    for name, value in scope["headers"]:
        if name in found and not found[name]:
            found[name] = value.decode("latin-1")
    return found[b"accept"], found[b"accept-encoding"], found[b"if-none-match"]


def _wanted(path: str, query: bytes, accept: str) -> _Wanted | None:
    """What is asked for, as far as it is a day in a format that there is; the route says what is wrong with the rest."""
    named = _PATH.fullmatch(path)
    if named is None:
        return None
    if named["page"]:
        return _Wanted.of_page(path, query.decode("latin-1"))
    if named["file"]:
        return _Wanted.of(named["file"], Format.MARKDOWN, template="/days/{date}.md")
    if query != _SHORT and query not in _FORMATS:
        return None
    written = _FORMATS.get(query)
    if written is None:
        try:
            written = chosen_format(accept, PAPER_FORMATS)
        except HttpProblem:
            return None
    template = "/v1/days/{date}" if named["day"] else "/v1/days/latest"
    return _Wanted.of(named["day"], written, template=template, short=query == _SHORT and written is Format.JSON)


_remembered = lru_cache(maxsize=256)(_wanted)


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
