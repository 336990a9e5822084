"""Lists over the network: which addresses are read, and that nothing remote can hurt or hang."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from datetime import UTC, date, datetime

import httpx2
import pytest

from paperline.adapters.sources import ArxivFeed, HuggingFaceList, UrlPaperSource
from paperline.adapters.sources.fetching import Fetcher, check_address
from paperline.adapters.sources.network import PinnedTransport, public_addresses
from paperline.domain.errors import BadSource, SourceUnavailable, UnknownFormat

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = date(2025, 12, 11)


def item(number: int, day: date = DAY) -> dict[str, object]:
    paper = {
        "id": f"2512.{number:05d}",
        "title": f"T{number}",
        "summary": "A.",
        "submittedOnDailyAt": f"{day}T01:00:00Z",
    }
    return {"paper": paper}


class Server:
    """Answers requests with a function and remembers them."""

    def __init__(self, answer):
        self.asked: list[httpx2.URL] = []
        self.transport = httpx2.MockTransport(self._handle)
        self._answer = answer

    def _handle(self, request):
        self.asked.append(request.url)
        return self._answer(request.url)


def always(status: int = 200, **response):
    return Server(lambda _: httpx2.Response(status, **response))


def test_a_day_is_read_page_by_page_until_one_is_short():
    pages = {"0": [item(n) for n in range(100)], "1": [item(99), item(100)]}
    server = Server(lambda url: httpx2.Response(200, json=pages[url.params["p"]]))
    batch = HuggingFaceList(DAY, transport=server.transport).read(NOW)
    assert [draft.title for draft in batch.drafts] == [f"T{n}" for n in range(101)]
    assert batch.day == DAY
    assert [url.params["limit"] for url in server.asked] == ["100", "100"]
    assert {url.params["date"] for url in server.asked} == {"2025-12-11"}


def test_without_a_day_the_newest_day_of_the_list_is_read_whole():
    mixed = [item(1), item(2, date(2025, 12, 12)), item(3)]
    server = Server(lambda url: httpx2.Response(200, json=mixed if "date" not in url.params else mixed[1:2]))
    batch = HuggingFaceList(transport=server.transport).read(NOW)
    assert (batch.day, [draft.title for draft in batch.drafts]) == (date(2025, 12, 12), ["T2"])


def test_a_day_that_is_not_open_yet_is_empty_with_its_reason():
    for server in (always(400, json={"error": "Invalid date"}), always(json=[])):
        batch = HuggingFaceList(DAY, transport=server.transport).read(NOW)
        assert (batch.drafts, batch.day, batch.empty_reason) == ((), DAY, "Hugging Face has no list for 2025-12-11")


@pytest.mark.parametrize(
    ("server", "message"),
    [
        (always(500), "answered with status 500"),
        (always(429), "asked too often"),
        (always(text="<!DOCTYPE html><html>"), "a web page"),
        (always(text="[{"), "not valid JSON"),
        (always(json={"papers": []}), "something else than a list"),
        (always(content=b"\xff\x00"), "not UTF-8"),
        (
            always(302, headers={"Location": "https://evil.example/x"}),
            "redirects to https://evil.example/x: host not allowed",
        ),
        (always(302, headers={"Location": "http://huggingface.co/x"}), "only plain https"),
        (always(302, headers={"Location": "https://huggingface.co/again"}), "more than 3 redirects"),
        (always(302), "status 302"),
    ],
)
def test_an_answer_that_is_no_list_is_a_source_that_is_unavailable(server, message):
    with pytest.raises(SourceUnavailable, match=message) as raised:
        HuggingFaceList(DAY, transport=server.transport).read(NOW)
    assert raised.value.retryable
    assert {url.host for url in server.asked} == {"huggingface.co"}


def test_the_arxiv_feed_is_one_request_for_all_categories():
    feed = "<feed><updated>2025-08-20T04:00:19+00:00</updated></feed>"
    server = always(text=feed)
    batch = ArxivFeed(("cs.CL", "cs.LG"), transport=server.transport).read(NOW)
    assert (batch.day, batch.empty_reason) == (date(2025, 8, 20), "no announcement today")
    assert [str(url) for url in server.asked] == ["https://rss.arxiv.org/atom/cs.CL+cs.LG"] == [batch.url]


@pytest.mark.parametrize("server", [always(text="Rate exceeded."), always(400), always(text="<feed"), always(503)])
def test_an_arxiv_that_throttles_or_breaks_is_unavailable(server):
    with pytest.raises(SourceUnavailable):
        ArxivFeed(("cs.CL",), transport=server.transport).read(NOW)


def test_a_document_at_an_address_is_read_like_a_file():
    url = "https://huggingface.co/datasets/x/2025-12-11.jsonl"
    batch = UrlPaperSource(url, transport=always(text='{"abstract": "A."}').transport).read(NOW)
    assert (batch.url, batch.day, len(batch.drafts)) == (url, DAY, 1)
    with pytest.raises(UnknownFormat):
        UrlPaperSource(url, transport=always(text="hello").transport).read(NOW)
    with pytest.raises(BadSource, match="not there"):
        UrlPaperSource(url, transport=always(404).transport).read(NOW)


@pytest.mark.parametrize(
    "url",
    [
        "http://huggingface.co/x", "file:///etc/passwd", "ftp://arxiv.org/x", "https://127.0.0.1/x", "https://localhost/x",
        "https://0x7f000001/x", "https://2130706433/x", "https://[::1]/x", "https://169.254.169.254/latest",
        "https://huggingface.co.evil.example/x", "https://huggingface.co@evil.example/x", "https://huggingface.co:8443/x",
        "https://user:pw@huggingface.co/x", "https://evil.example/huggingface.co", "https://huggingface.co./x",
        "https://xhuggingface.co/", "https://huggingface.co\\@evil.example/", "https://", "https://\ud800/", "://",
    ],
)  # fmt: skip
def test_only_https_addresses_of_the_known_hosts_are_asked(url):
    server = always(text="x")
    with pytest.raises(BadSource):
        UrlPaperSource(url, transport=server.transport).read(NOW)
    assert not server.asked


def test_the_known_hosts_are_allowed():
    for host in ("huggingface.co", "export.arxiv.org", "rss.arxiv.org", "arxiv.org"):
        check_address(f"https://{host}/x")
        check_address(f"https://{host.upper()}:443/x")


def test_an_endless_or_inflating_body_is_cut_off():
    def endless():
        while True:
            yield b"x" * 2**20

    bomb = gzip.compress(bytes(40 * 2**20))
    for server in (always(content=endless()), always(content=bomb, headers={"Content-Encoding": "gzip"})):
        with pytest.raises(SourceUnavailable, match="larger than 32 MB"):
            Fetcher(20, server.transport).get("https://huggingface.co/x")


def test_a_slow_drip_ends_at_the_total_deadline():
    def drip():
        for _ in range(10_000):
            time.sleep(0.01)
            yield b"x"

    with pytest.raises(SourceUnavailable, match=r"no complete answer within 0\.2 s"):
        Fetcher(0.2, always(content=drip()).transport).get("https://huggingface.co/x")


def test_a_name_lookup_that_hangs_does_not_outlast_the_deadline():
    hanging = threading.Event()

    def never(_):
        hanging.wait(10)
        return httpx2.Response(200)

    try:
        with pytest.raises(SourceUnavailable, match=r"within 0\.1 s"):
            HuggingFaceList(DAY, timeout_seconds=0.1, transport=httpx2.MockTransport(never)).read(NOW)
    finally:
        hanging.set()


def test_without_a_network_the_source_is_unavailable(monkeypatch):
    def unreachable(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", unreachable)
    with pytest.raises(SourceUnavailable, match=r"cannot be fetched .*Name or service not known"):
        HuggingFaceList(DAY, timeout_seconds=5).read(NOW)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:127.0.0.1"]
)
def test_a_host_that_resolves_to_a_private_address_is_not_connected_to(monkeypatch, address):
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, 443)) for found in ("93.184.215.14", address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(OSError, match="not a public address"):
        public_addresses("huggingface.co", 443)


def test_the_address_that_was_checked_is_the_one_connected_to():
    asked = []

    def resolve(host, port):
        asked.append((host, port))
        return ["127.0.0.1"]

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        accepted = []

        def serve():
            connection, _ = listener.accept()
            with connection:
                accepted.append(connection.recv(1_000))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")

        thread = threading.Thread(target=serve)
        thread.start()
        with httpx2.Client(transport=PinnedTransport(resolve)) as client:
            assert client.get(f"http://name.invalid:{port}/x").json() == []
        thread.join()
    assert asked == [("name.invalid", port)]
    assert b"Host: name.invalid" in accepted[0].replace(b"host:", b"Host:")


def test_a_whole_list_stays_json_serialisable():
    batch = HuggingFaceList(DAY, transport=always(json=[item(1)]).transport).read(NOW)
    assert json.dumps([draft.title for draft in batch.drafts]) == '["T1"]'
