"""`paperline keys`: who may use a server that other machines can reach."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.output import Output
from paperline.delivery.cli.session import opened
from paperline.domain.errors import BadInput
from paperline.domain.keys import KeyScope, Rate, clean_name, read_expiry, read_rate

CREATE_EXAMPLES = """Examples:

paperline keys create --scope ask --name laptop

paperline keys create --scope read --rate 60/minute --expires 30d --json"""

app = typer.Typer(
    help="Make, list and revoke the keys of a server that other machines can reach.", no_args_is_help=True
)


def _rate(text: str) -> Rate:
    try:
        return read_rate(text)
    except BadInput as error:
        raise typer.BadParameter(str(error)) from None


def _expiry(text: str) -> datetime:
    try:
        return read_expiry(text, options.now())
    except BadInput as error:
        raise typer.BadParameter(str(error)) from None


def _budget(usd: float | None) -> float | None:
    if usd is not None and not (isfinite(usd) and usd >= 0):
        raise typer.BadParameter("A budget is a number of US dollars, 0 or more.")
    return usd


def _name(text: str) -> str:
    try:
        return clean_name(text)
    except BadInput as error:
        raise typer.BadParameter(str(error)) from None


@app.command(epilog=CREATE_EXAMPLES)
def create(
    scope: Annotated[
        KeyScope, typer.Option("--scope", help="What its holder may do; each scope also covers those before it.")
    ],
    name: Annotated[str, typer.Option("--name", callback=_name, help="Whose it is or what for, in the list.")] = "",
    budget: Annotated[
        float | None,
        typer.Option("--budget", callback=_budget, metavar="USD", help="What a language model may cost a UTC day."),
    ] = None,
    rate: Annotated[
        Rate | None,
        typer.Option("--rate", parser=_rate, metavar="N/UNIT", help="Requests a minute, such as 60/minute."),
    ] = None,
    expires: Annotated[
        datetime | None,
        typer.Option("--expires", parser=_expiry, metavar="WHEN", help="30d, 12h, 8w or the last day it is good for."),
    ] = None,
    as_json: options.JsonOption = False,
) -> None:
    """Make a key and print it on standard output, this once: only a digest of it is stored."""
    from paperline.delivery.documents import key_document

    output = Output(as_json=as_json)
    now = options.now()
    with opened(output) as services:
        made = services.keys.create(scope, now=now, name=name, budget_usd=budget, rate=rate, expires_at=expires)
    if as_json:
        output.document({"key": made.token, **key_document(made.key, now)})
        return
    output.lines(made.token)
    output.note(f"This is all that is ever shown of the key {made.key.id}: keep it. Send it as Authorization: Bearer …")


@app.command("list")
def list_keys(as_json: options.JsonOption = False) -> None:
    """List every key, newest first: its id and what it is good for, never the key itself."""
    output = Output(as_json=as_json)
    with opened(output) as services:
        found = services.keys.listed()
    if as_json:
        from paperline.delivery.documents import key_document

        output.document({"keys": [key_document(key, options.now()) for key in found]})
        return
    from paperline.delivery.cli.render import key_lines

    output.lines(*key_lines(found, options.now()))
    if not found:
        output.lines("There are no keys. `paperline keys create --scope ask` makes one.")


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as listed.")],
    as_json: options.JsonOption = False,
) -> None:
    """Revoke a key: the next request that comes with it is refused, by a running server too."""
    output = Output(as_json=as_json)
    with opened(output) as services:
        key = services.keys.revoke(key_id, now=options.now())
    if as_json:
        from paperline.delivery.documents import key_document

        output.document(key_document(key, options.now()))
    else:
        output.lines(f"The key {key.id} is revoked.")
