"""Serves the page and the API until it is told to stop."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from types import FrameType
from typing import TYPE_CHECKING, TextIO

import typer

from paperline.delivery.cli.output import EXIT_FAILED, EXIT_USAGE, Output
from paperline.domain.errors import PaperlineError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from paperline.bootstrap import Services
    from paperline.settings import Settings

_GRACE_SECONDS = 5


def require_keys(services: Services, output: Output) -> None:
    """Where only holders of a key are served there is a key, or the operator is told what to do."""
    settings = services.settings
    if not settings.needs_keys or services.keys.any_usable(datetime.now(UTC)):
        return
    reason = (
        "PAPERLINE_ACCESS is `keys`" if settings.is_private else f"{settings.host} can be reached from other machines"
    )
    output.error_line(
        f"{reason}, so that only holders of a key are served, and there is none that is good. Make one with "
        "`paperline keys create --scope ask`, serve on 127.0.0.1, or add --allow-open where the network itself keeps "
        "others out (PAPERLINE_ACCESS=open says the same)."
    )
    raise typer.Exit(EXIT_USAGE)


def admitted_socket(services: Services, output: Output) -> socket.socket:
    """The socket to serve on, bound only where somebody may be served there."""
    require_keys(services, output)
    return bound_socket(services.settings.host, services.settings.port, output)


def bound_socket(host: str, port: int, output: Output) -> socket.socket:
    """A listening socket, taken before any long work; an address that cannot be had is one clear error."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = f"port {port} is in use. Stop what uses it, or choose another with --port (0 takes a free one)"
        else:
            reason = f"{error.strerror or error}"
        output.error_line(f"Cannot serve on {address(host, port)}: {reason}.")
        raise typer.Exit(EXIT_FAILED) from None


def warn_of_other_server(services: Services, output: Output) -> None:
    """Where another process serves the same data folder, that is said with what it means; this one serves all the same."""
    from paperline.pipeline.asking.retrieve import EXACT_PAPERS

    if owner := services.claim_serving():
        output.warning(
            f"{owner.capitalize()} already serves {services.settings.home}. Only one of the two can open the archive "
            f"index: the other answers questions to more than {EXACT_PAPERS:,} papers, but for lists and counts, by words "
            "only, and says so there, at /readyz and in `paperline doctor`."
        )


def address(host: str, port: int) -> str:
    """The address to open in a browser."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def serve_until_stopped(
    services: Services, settings: Settings, bound: socket.socket, when_ready: Callable[[str], None]
) -> None:
    """The page and the API are served on the socket; returns after SIGINT or SIGTERM, once open requests are done.

    `when_ready` is called with the address once the application has started.
    """
    import uvicorn

    from paperline.observability import tracing
    from paperline.observability.events import logging_in_background

    app = _traced_app(services)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                served_at = address(settings.host, bound.getsockname()[1])
                services.tell_address(served_at)
                when_ready(served_at)
                threading.Thread(target=_warm, args=(services,), name="warm").start()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.stopping.begin()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app, log_level="warning", timeout_graceful_shutdown=_GRACE_SECONDS, server_header=False, access_log=False
    )  # fmt: skip
    # uvicorn hands the signal that stopped it on to the former handler: by default that would end the process at once.
    former = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with suppress(KeyboardInterrupt), logging_in_background(json_lines=not sys.stderr.isatty()) as lines:
            _log_of_uvicorn(lines)
            Server(config).run(sockets=[bound])
    finally:
        signal.signal(signal.SIGTERM, former)
        bound.close()
        tracing.stop()


def _traced_app(services: Services) -> FastAPI:
    """The app; what it does is traced where the environment asks for it."""
    from paperline.delivery.api.app import create_app
    from paperline.observability import tracing

    if tracing.is_wanted():
        tracing.start()
    return create_app(services)


def _log_of_uvicorn(lines: TextIO) -> None:
    """What uvicorn logs by itself goes there too, so that it waits for no reader of the log either."""
    for handler in logging.getLogger("uvicorn").handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(lines)


def _warm(services: Services) -> None:
    """The first question does not wait for the encoder; one that cannot be loaded is told by /readyz and `doctor`."""
    with suppress(PaperlineError):
        services.warm()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
