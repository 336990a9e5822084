"""`paperline up`: from nothing to a page with a day in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from paperline.delivery.cli import options, serving
from paperline.delivery.cli.commands.ingest import refuse_if_unusable, report, take_in_source
from paperline.delivery.cli.commands.serve import announce, served_settings
from paperline.delivery.cli.output import Output
from paperline.delivery.cli.progress import shown_progress
from paperline.delivery.cli.session import opened
from paperline.domain.errors import BadInput, SourceUnavailable
from paperline.domain.scopes import Scope

if TYPE_CHECKING:
    from paperline.bootstrap import Services
    from paperline.domain.jobs import IngestResult

EXAMPLES = """Examples:

paperline up

paperline up page.txt

paperline up hf:2025-12-11 --port 9000"""


def up(
    source: Annotated[
        str | None, typer.Argument(help="What to read first (default: today's Hugging Face list, else a sample).")
    ] = None,
    day: options.ListDayOption = None,
    format_: options.FormatOption = options.FormatChoice.AUTO,
    host: options.HostOption = None,
    port: options.PortOption = None,
    allow_open: options.OpenOption = False,
    as_json: options.JsonOption = False,
) -> None:
    """Ingest, summarise and serve: one command from nothing to a page with a day in it."""
    output = Output(as_json=as_json)
    settings = served_settings(output, host, port, allow_open=allow_open)
    with (
        opened(output, settings) as services,
        serving.admitted_socket(services, output) as bound,
    ):
        serving.warn_of_other_server(services, output)
        if source:
            result: IngestResult | None = _read(services, output, source, day, format_)
        else:
            result = _live_or_stored(services, output, day)
        shown = _prepared(services, output, result)

        def ready(address: str) -> None:
            latest = _latest(services)
            if shown and shown != latest:
                output.note(f"The day {shown} is at {address}/days/{shown}; the first page shows {latest}.")
            announce(output, address, day=shown and shown.isoformat())

        serving.serve_until_stopped(services, settings, bound, ready)


def _read(
    services: Services, output: Output, spec: str, day: date | None, format_: options.FormatChoice
) -> IngestResult:
    """The source is stored; one that names nothing is bad usage, one without a usable record an error."""
    with output.reading_words():
        source = services.source(spec, format=format_.value, day=day)
    result, _ = take_in_source(services, source, day)
    refuse_if_unusable(result, spec)
    return result


def _prepared(services: Services, output: Output, result: IngestResult | None) -> date | None:
    """Everything of the result, or of the day that is stored, is summarised; returns the day to look at."""
    if result:
        for line in (*report(result), *result.notes):
            output.note(line)
    shown = (result.day if result and result.ids else None) or _latest(services)
    scope = Scope(papers=result.ids) if result and result.ids else Scope.of_day(shown) if shown else None
    if scope:
        with shown_progress() as progress:
            services.summarise.run(scope, now=options.now(), progress=progress)
    return shown


def _live_or_stored(services: Services, output: Output, day: date | None) -> IngestResult | None:
    """The live list; where it cannot be had, what is stored (None), and where nothing is, the sample day."""
    output.note("Asking Hugging Face for " + (f"the papers of {day} …" if day else "today's papers …"))
    try:
        source = services.source("hf", day=day, timeout_seconds=services.settings.live_timeout_seconds)
        live, _ = take_in_source(services, source, day)
    except (SourceUnavailable, BadInput) as error:
        reason = str(error).rstrip(".")
    else:
        if live.ids:
            return live
        reason = live.empty_reason or "The live list is empty"
    if stored := _latest(services):
        output.warning(f"{reason}. Keeping what is stored; the latest day is {stored}.")
        return None
    output.warning(f"{reason}. Loading the bundled sample day instead: written for demonstration, not today's papers.")
    return take_in_source(services, services.sample_source(), day)[0]


def _latest(services: Services) -> date | None:
    with services.records.reading() as unit:
        return unit.days.latest()
