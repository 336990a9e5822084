"""`paperline serve`: what is stored, as a page and an API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperline.delivery.cli import options, serving
from paperline.delivery.cli.output import Output
from paperline.delivery.cli.session import opened, read_settings

if TYPE_CHECKING:
    from paperline.settings import Settings

EXAMPLES = """Examples:

paperline serve

paperline serve --port 9000

paperline serve --host 0.0.0.0   (to holders of a key; `paperline keys create` makes one)

paperline serve --host 0.0.0.0 --allow-open   (to everybody, where the network itself keeps others out)"""


def serve(
    host: options.HostOption = None,
    port: options.PortOption = None,
    allow_open: options.OpenOption = False,
    as_json: options.JsonOption = False,
) -> None:
    """Serve the stored days as a page and an API until Ctrl-C."""
    output = Output(as_json=as_json)
    settings = served_settings(output, host, port, allow_open=allow_open)
    with (
        opened(output, settings) as services,
        serving.admitted_socket(services, output) as bound,
    ):
        serving.warn_of_other_server(services, output)
        serving.serve_until_stopped(services, settings, bound, lambda address: announce(output, address))


def served_settings(output: Output, host: str | None, port: int | None, *, allow_open: bool) -> Settings:
    """The settings with what the command line says in place of what the environment does."""
    given = {"host": host, "port": port, "access": "open" if allow_open else None}
    return read_settings(output).model_copy(update={name: value for name, value in given.items() if value is not None})


def announce(output: Output, address: str, **more: object) -> None:
    """The address stands last on standard output."""
    if output.as_json:
        output.document({"address": address, **more})
    else:
        output.lines(f"Paperline is ready: {address}")
