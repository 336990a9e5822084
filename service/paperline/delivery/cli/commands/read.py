"""`paperline days` and `paperline show`: what is stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.output import Output
from paperline.delivery.cli.session import opened
from paperline.domain.scopes import parse_day

if TYPE_CHECKING:
    from paperline.domain.days import Day, DayPaper

SHOW_EXAMPLES = """Examples:

paperline show 2405.19715

paperline show arxiv:hep-ex:0307015 --json

paperline show 2025-12-11

paperline show 2025-12-11 --format bibtex > day.bib"""


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
    written: options.WrittenOption = options.WrittenChoice.TEXT,
    as_json: options.JsonOption = False,
) -> None:
    """Show a paper with its line, claims and abstract, or all lines of a day; also as a file for other tools."""
    as_json = as_json or written is options.WrittenChoice.JSON
    output = Output(as_json=as_json)
    with opened(output) as services:
        read = services.read
        found = read.day(parse_day(wanted)) if re.fullmatch(r"\d{4}-\d\d-\d\d", wanted) else read.paper(wanted)
    _print(output, found, written)


def _print(output: Output, found: Day | DayPaper, written: options.WrittenChoice) -> None:
    from paperline.delivery import documents
    from paperline.delivery.cli import render
    from paperline.delivery.exports.formats import Format, exported
    from paperline.delivery.exports.markdown import day_markdown, paper_markdown
    from paperline.domain.days import Day

    if output.as_json:
        output.document(
            documents.day_document(found) if isinstance(found, Day) else documents.day_paper_document(found)
        )
    elif written is options.WrittenChoice.TEXT:
        output.lines(*(render.day_lines(found) if isinstance(found, Day) else render.paper_lines(found)))
    elif written is options.WrittenChoice.MARKDOWN:
        output.file((day_markdown(found) if isinstance(found, Day) else paper_markdown(found)).encode())
    else:
        output.file(exported(found.papers if isinstance(found, Day) else [found], Format(written.value)))
