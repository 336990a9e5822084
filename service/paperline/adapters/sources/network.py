"""A transport that connects to public addresses only: what was checked is what is connected to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.request import getproxies

import httpcore2
import httpx2

Resolve = Callable[[str, int], Sequence[str]]


def open_transport() -> httpx2.BaseTransport:
    """The way out: the environment's proxy where there is one (it resolves names itself), else public addresses."""
    if proxy := getproxies().get("https"):
        return httpx2.HTTPTransport(proxy=proxy)
    return PinnedTransport()


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host in the resolver's order. Raises OSError where one of them is not public."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise OSError(f"{host} resolves to {address}, which is not a public address")
    return list(dict.fromkeys(found))


class PinnedTransport(httpx2.BaseTransport):
    """Connects to the addresses that `resolve` gives and to no others; TLS still checks the host's name."""

    def __init__(self, resolve: Resolve = public_addresses) -> None:
        self._pool = httpcore2.ConnectionPool(httpx2.create_ssl_context(), network_backend=_PinnedBackend(resolve))

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        answer = self._pool.handle_request(
            httpcore2.Request(request.method, target, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _PinnedBackend(httpcore2.SyncBackend):
    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            addresses = self._resolve(host, port)
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        failure = f"{host} has no address"
        for address in addresses:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = str(error)
        raise httpcore2.ConnectError(failure)


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
