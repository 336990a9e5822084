"""`paperline summarise`: stored papers, or any abstracts line by line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.commands.batches import summarise_in_batch
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

paperline summarise --day 2025-12-11 --dry-run

paperline summarise --day 2025-12-11 --refresh

paperline summarise --batch --no-wait

paperline summarise --input papers.jsonl --output lines.jsonl

cat papers.jsonl | paperline summarise --input - > lines.jsonl"""

_INPUT_HELP = "JSON Lines of {id?, title?, abstract}; - for standard input. Nothing is stored."
_REFRESH_HELP = "Also write anew what an earlier model, prompt or weights wrote."
_DRY_RUN_HELP = "Only tell how many papers and tokens a language model would be sent, and what each model would cost."
_MODEL_HELP = "With --dry-run, the only model to tell of."
_BATCH_HELP = "Send the papers to the language model's overnight service, for less, and wait for it; again to go on."
_WAIT_HELP = "With --batch: wait until all replies are there, or only look once."
_OUTPUT_HELP = "Where the lines {index, id, summary} or {index, id, problem} go, in order; - for standard output."


def summarise(
    day: options.DayOption = None,
    paper: Annotated[str | None, typer.Option("--paper", metavar="ID", help="Only this stored paper.")] = None,
    input_: Annotated[str | None, typer.Option("--input", metavar="FILE", help=_INPUT_HELP)] = None,
    output_: Annotated[str, typer.Option("--output", metavar="FILE", help=_OUTPUT_HELP)] = "-",
    engine: options.EngineOption = options.EngineChoice.AUTO,
    refresh: Annotated[bool, typer.Option("--refresh", help=_REFRESH_HELP)] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_DRY_RUN_HELP)] = False,
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help=_MODEL_HELP)] = None,
    batch: Annotated[bool, typer.Option("--batch", help=_BATCH_HELP)] = False,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help=_WAIT_HELP)] = True,
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
    if model is not None and not dry_run:
        raise typer.BadParameter("--model goes with --dry-run; PAPERLINE_MODEL sets the model that is asked.")
    _refuse_with_input(input_, refresh or dry_run or batch)
    _refuse_with_batch(batch, dry_run or engine is options.EngineChoice.EMBEDDED)
    output = Output(as_json=as_json)
    with opened(output) as services:
        if dry_run:
            _estimate(services, output, _scope(services, day, paper), refresh, model)
        elif batch:
            summarise_in_batch(services, output, _scope(services, day, paper), refresh=refresh, wait=wait)
        elif input_ is not None:
            _summarise_input(services, output, input_, output_, engine)
        elif paper is not None:
            _summarise_paper(services, output, paper, engine, refresh)
        else:
            _summarise_day(services, output, day, engine, refresh)


def _refuse_with_input(input_: str | None, of_stored_papers: bool) -> None:
    if input_ is not None and of_stored_papers:
        raise typer.BadParameter(
            "--refresh, --dry-run and --batch go with stored papers; with --input nothing is stored."
        )


def _refuse_with_batch(batch: bool, without_model: bool) -> None:
    if batch and without_model:
        raise typer.BadParameter(
            "--batch asks a language model: it goes neither with --dry-run nor with --engine embedded."
        )


def _scope(services: Services, day: date | None, paper_id: str | None) -> Scope:
    if paper_id is not None:
        return Scope(papers=(services.read.paper(paper_id).paper.id,))
    return Scope.of_day(services.read.day(day).entry.date)


def _estimate(services: Services, output: Output, scope: Scope, refresh: bool, model: str | None) -> None:
    from paperline.delivery.cli.money import estimate_document, estimate_lines

    found = services.estimate.run(scope, refresh=refresh, model=model)
    if output.as_json:
        output.document(estimate_document(found))
    else:
        output.lines(*estimate_lines(found))


def _summarise_day(
    services: Services, output: Output, day: date | None, engine: options.EngineChoice, refresh: bool
) -> None:
    found = services.read.day(day).entry.date
    with shown_progress() as progress:
        done = services.summarise.run(
            Scope.of_day(found), now=options.now(), engine=engine.engine, progress=progress, refresh=refresh
        )
    if output.as_json:
        from paperline.delivery.documents import summarise_document

        output.document({"day": found.isoformat(), **summarise_document(done)})
    else:
        output.lines(f"{found}: {done.written} summarised, {done.unchanged} summarised before.")
        if done.stale:
            output.lines(
                f"{done.stale} of these were written with an earlier model or prompt; --refresh writes them anew."
            )


def _summarise_paper(
    services: Services, output: Output, paper_id: str, engine: options.EngineChoice, refresh: bool
) -> None:
    found = services.read.paper(paper_id).paper.id
    done = services.summarise.run(Scope(papers=(found,)), now=options.now(), engine=engine.engine, refresh=refresh)
    if done.stale:
        output.note("It was written with an earlier model or prompt; --refresh writes it anew.")
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
