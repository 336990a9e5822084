"""`paperline summarise`: stored papers, or any abstracts line by line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.commands.lines import summarise_lines
from paperline.delivery.cli.output import EXIT_FAILED, Output
from paperline.delivery.cli.progress import shown_progress
from paperline.delivery.cli.session import opened
from paperline.domain.scopes import Scope

if TYPE_CHECKING:
    from paperline.bootstrap import Services

EXAMPLES = """Examples:

paperline summarise

paperline summarise --day 2025-12-11

paperline summarise --paper 2405.19715 --json

paperline summarise --input papers.jsonl --output lines.jsonl

cat papers.jsonl | paperline summarise --input - > lines.jsonl"""

_INPUT_HELP = "JSON Lines of {id?, title?, abstract}; - for standard input. Nothing is stored."
_OUTPUT_HELP = "Where the lines {index, id, summary} or {index, id, problem} go, in order; - for standard output."


def summarise(
    day: options.DayOption = None,
    paper: Annotated[str | None, typer.Option("--paper", metavar="ID", help="Only this stored paper.")] = None,
    input_: Annotated[str | None, typer.Option("--input", metavar="FILE", help=_INPUT_HELP)] = None,
    output_: Annotated[str, typer.Option("--output", metavar="FILE", help=_OUTPUT_HELP)] = "-",
    engine: options.EngineOption = options.EngineChoice.AUTO,
    as_json: options.JsonOption = False,
) -> None:
    """Summarise the stored papers that have no summary yet (default: the latest day), or any abstracts with --input.

    With --input, one answer line per input line is written as soon as it is ready; a line that cannot be used
    becomes a problem line. Exit code 1 only where no line at all could be summarised.
    """
    if (day is not None) + (paper is not None) + (input_ is not None) > 1:
        raise typer.BadParameter("Give one of --day, --paper and --input.")
    if input_ is None and output_ != "-":
        raise typer.BadParameter("--output goes with --input.")
    output = Output(as_json=as_json)
    with opened(output) as services:
        if input_ is not None:
            _summarise_input(services, output, input_, output_, engine)
        elif paper is not None:
            _summarise_paper(services, output, paper, engine)
        else:
            _summarise_day(services, output, day, engine)


def _summarise_day(services: Services, output: Output, day: date | None, engine: options.EngineChoice) -> None:
    found = services.read.day(day).entry.date
    with shown_progress() as progress:
        done = services.summarise.run(Scope.of_day(found), now=options.now(), engine=engine.engine, progress=progress)
    if output.as_json:
        from paperline.delivery.documents import summarise_document

        output.document({"day": found.isoformat(), **summarise_document(done)})
    else:
        output.lines(f"{found}: {done.written} summarised, {done.unchanged} summarised before.")


def _summarise_paper(services: Services, output: Output, paper_id: str, engine: options.EngineChoice) -> None:
    found = services.read.paper(paper_id).paper.id
    services.summarise.run(Scope(papers=(found,)), now=options.now(), engine=engine.engine)
    with services.records.reading() as unit:
        summary = unit.summaries.get(found, engine.engine)
    if summary is None:
        raise AssertionError("a paper that was just summarised has a summary")
    if output.as_json:
        from paperline.delivery.documents import summary_document

        output.document(summary_document(summary))
    else:
        from paperline.delivery.cli.render import summary_lines

        output.lines(*summary_lines(summary))


def _summarise_input(
    services: Services, output: Output, source: str, target: str, engine: options.EngineChoice
) -> None:
    if source != "-" and target != "-" and Path(source).resolve() == Path(target).resolve():
        raise typer.BadParameter("--input and --output are the same file.")
    written, problems = summarise_lines(services, source, target, engine.engine)
    message = f"{written} summarised, {problems} could not be."
    if output.as_json and target != "-":
        output.document({"output": target, "written": written, "problems": problems})
    else:
        output.note(message)
    if problems and not written:
        raise typer.Exit(EXIT_FAILED)
