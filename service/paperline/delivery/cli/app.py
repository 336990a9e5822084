"""The `paperline` command: its sub-commands, and how it ends."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from paperline.delivery.cli.commands import (
    ask,
    ingest,
    keys,
    prompts,
    read,
    reports,
    serve,
    spend,
    summarise,
    up,
    upkeep,
)  # fmt: skip
from paperline.delivery.cli.output import EXIT_FAILED, Output

_ENDED_BY_PIPE = 141  # what a shell reports for a program that wrote to a closed pipe
_ENDED_BY_CTRL_C = 130

app = typer.Typer(
    name="paperline",
    help="One line per paper: a day of abstracts as checked TL;DRs, claims and cited answers.",
    epilog="Exit codes: 0 done, 1 failed, 2 bad usage, 4 refused to answer. "
    "PAPERLINE_HOME is the data folder. Every command takes --json.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=up.EXAMPLES)(up.up)
app.command(epilog=ingest.EXAMPLES)(ingest.ingest)
app.command(epilog=summarise.EXAMPLES)(summarise.summarise)
app.command(epilog=ask.ASK_EXAMPLES)(ask.ask)
app.command(epilog=ask.SEARCH_EXAMPLES)(ask.search)
app.command()(read.days)
app.command(epilog=read.SHOW_EXAMPLES)(read.show)
app.command(epilog=reports.EXAMPLES)(reports.reports)
app.command(epilog=spend.EXAMPLES)(spend.spend)
app.command(epilog=serve.EXAMPLES)(serve.serve)
app.add_typer(keys.app, name="keys")
app.add_typer(prompts.app, name="prompts")
app.command()(upkeep.reindex)
app.command()(upkeep.doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"paperline {version('paperline')}")
        raise typer.Exit


@app.callback()
def paperline(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """One line per paper: a day of abstracts as checked TL;DRs, claims and cited answers."""


def main() -> None:
    """Run the command line: UTF-8 whatever the locale, and no traceback, whatever happens."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:
        _end_quietly(_ENDED_BY_PIPE)
    except KeyboardInterrupt:
        sys.exit(_ENDED_BY_CTRL_C)
    except Exception as error:
        if os.environ.get("PAPERLINE_TRACEBACK"):
            raise
        Output(as_json=False).error_line(
            f"This should not happen: {type(error).__name__}: {error}. PAPERLINE_TRACEBACK=1 shows where."
        )
        sys.exit(EXIT_FAILED)


def _end_quietly(code: int) -> None:
    """The reader has gone: what is still buffered goes nowhere, without a complaint at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
