"""Gets documents over HTTPS from the few hosts that Paperline reads, within limits on time and size."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

import httpx2

from paperline.adapters.sources.decoding import MAX_INPUT_BYTES
from paperline.adapters.sources.network import open_transport
from paperline.adapters.sources.repair import cleaned
from paperline.domain.errors import BadSource, PaperlineError, SourceUnavailable

ALLOWED_HOSTS = frozenset({"huggingface.co", "export.arxiv.org", "rss.arxiv.org", "arxiv.org"})
_MOST_REDIRECTS = 3
_HEADERS = {
    "User-Agent": "paperline (a daily reader of abstracts)",
    "Accept": "application/json, application/atom+xml, */*",
    "Accept-Encoding": "gzip",  # other encodings are not needed, and none is decoded beyond the limit
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response: its status and its decoded body."""

    status: int
    body: bytes


class Fetcher:
    """Gets documents one after another, all of them before one deadline that starts now.

    Only https on the usual port of the allowed hosts is read, also after redirects. `transport` replaces the network.
    """

    def __init__(self, timeout_seconds: float, transport: httpx2.BaseTransport | None = None) -> None:
        self._timeout_seconds = timeout_seconds
        self._deadline = time.monotonic() + timeout_seconds
        self._transport = transport

    def get(self, url: str) -> Fetched:
        """The document at that address, or the body that came with a status of 400 or 404.

        Raises BadSource for an address that is not allowed and SourceUnavailable for everything that goes wrong on
        the way: no network, no answer in time, throttling, a web page in place of a document, more than 32 MB.
        """
        check_address(url)
        answers: queue.Queue[Fetched | Exception] = queue.Queue()

        def work() -> None:
            try:
                answers.put(self._follow(url))
            except Exception as error:  # noqa: BLE001 - handed to the waiting thread, which translates it
                answers.put(error)

        # A name lookup has no timeout of its own: the deadline is kept by leaving the thread behind.
        threading.Thread(target=work, name="paperline-fetch", daemon=True).start()
        try:
            answer = answers.get(timeout=max(0.0, self._remaining()))
        except queue.Empty:
            raise self._late(url) from None
        if isinstance(answer, PaperlineError):
            raise answer
        if isinstance(answer, httpx2.TimeoutException):
            raise self._late(url) from answer
        if isinstance(answer, Exception):
            why = cleaned(str(answer)[:200]).text or type(answer).__name__
            raise SourceUnavailable(f"{url}: cannot be fetched ({why}); check the network and try again") from answer
        return answer

    def _remaining(self) -> float:
        return self._deadline - time.monotonic()

    def _late(self, url: str) -> SourceUnavailable:
        return SourceUnavailable(f"{url}: no complete answer within {self._timeout_seconds:g} s; try again later")

    def _follow(self, url: str) -> Fetched:
        transport = self._transport or open_transport()
        with httpx2.Client(transport=transport, headers=_HEADERS, trust_env=False, follow_redirects=False) as client:
            for _ in range(_MOST_REDIRECTS + 1):
                with client.stream("GET", url, timeout=max(0.01, self._remaining())) as response:
                    if response.next_request is None:
                        return _usable(url, response.status_code, self._body(url, response.iter_bytes(2**16)))
                    target = str(response.next_request.url)
                try:
                    check_address(target)
                except BadSource as error:
                    raise SourceUnavailable(f"{url}: redirects to {error}") from error
                url = target
        raise SourceUnavailable(f"{url}: more than {_MOST_REDIRECTS} redirects")

    def _body(self, url: str, chunks: Iterable[bytes]) -> bytes:
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > MAX_INPUT_BYTES:
                raise SourceUnavailable(f"{url}: the answer is larger than {MAX_INPUT_BYTES // 2**20} MB")
            if self._remaining() < 0:
                raise self._late(url)
        return bytes(body)


def check_address(url: str) -> None:
    """Nothing, where the address is plain https on an allowed host; otherwise BadSource."""
    named = cleaned(url[:300]).text
    try:
        parts = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as error:
        raise BadSource(f"{named}: not a web address") from error
    if parts.scheme != "https" or parts.port not in {None, 443} or parts.userinfo:
        raise BadSource(f"{named}: only plain https addresses are read (no other scheme, port or password)")
    if parts.host not in ALLOWED_HOSTS:
        raise BadSource(f"{named}: host not allowed; papers are read from {', '.join(sorted(ALLOWED_HOSTS))}")


def _usable(url: str, status: int, body: bytes) -> Fetched:
    head = body[:500].lstrip().lower()
    if status == 429 or b"rate exceeded" in head:
        raise SourceUnavailable(f"{url}: asked too often; try again in some minutes")
    if status not in {200, 400, 404}:
        raise SourceUnavailable(f"{url}: answered with status {status}; try again later")
    if status == 200 and head.startswith((b"<!doctype html", b"<html")):
        raise SourceUnavailable(f"{url}: answered with a web page in place of a list of papers")
    return Fetched(status, body)
