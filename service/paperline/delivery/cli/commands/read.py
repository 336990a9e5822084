"""`paperline days` and `paperline show`: what is stored."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.output import Output
from paperline.delivery.cli.session import opened
from paperline.domain.scopes import parse_day

SHOW_EXAMPLES = """Examples:

paperline show 2405.19715

paperline show arxiv:hep-ex:0307015 --json

paperline show 2025-12-11"""


def days(
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many days at most.")] = 30,
    as_json: options.JsonOption = False,
) -> None:
    """List the stored days, newest first."""
    output = Output(as_json=as_json)
    with opened(output) as services, services.records.reading() as unit:
        entries = unit.days.listed(None, limit)
    if as_json:
        from paperline.delivery.documents import day_entry_document

        output.document({"days": [day_entry_document(entry) for entry in entries]})
        return
    from paperline.delivery.cli.render import day_entry_line

    output.lines(*map(day_entry_line, entries))
    if not entries:
        output.lines("No day is stored yet. Run `paperline ingest hf` or `paperline up`.")


def show(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A paper's id, or a day as YYYY-MM-DD.")],
    as_json: options.JsonOption = False,
) -> None:
    """Show a paper with its line, claims and abstract, or all lines of a day."""
    from paperline.delivery import documents
    from paperline.delivery.cli import render

    output = Output(as_json=as_json)
    with opened(output) as services:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", wanted):
            day = services.read.day(parse_day(wanted))
            document, lines = documents.day_document(day), render.day_lines(day)
        else:
            paper = services.read.paper(wanted)
            document, lines = documents.day_paper_document(paper), render.paper_lines(paper)
    if as_json:
        output.document(document)
    else:
        output.lines(*lines)
