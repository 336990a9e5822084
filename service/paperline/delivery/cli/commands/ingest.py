"""`paperline ingest`: sources into the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.output import EXIT_FAILED, Output, problem
from paperline.delivery.cli.progress import shown_progress
from paperline.delivery.cli.session import opened
from paperline.domain.errors import BadInput, BadSource, SourceUnavailable

if TYPE_CHECKING:
    from paperline.bootstrap import Services
    from paperline.domain.jobs import IngestResult
    from paperline.pipeline.summarise import SummariseResult
    from paperline.ports import PaperSource

EXAMPLES = """Examples:

paperline ingest hf

paperline ingest hf:2025-12-11 --summarise

paperline ingest page.txt --day 2025-12-11

paperline ingest arxiv:cs.CL+cs.LG

cat papers.jsonl | paperline ingest - --format jsonl --json"""

_REJECTIONS_SHOWN = 20
_OF_ONE_SOURCE = (BadInput, SourceUnavailable)


def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE", help="hf[:DATE], arxiv:cs.CL+cs.LG, a file, the address of an allowed host, or -."
        ),
    ],
    day: options.ListDayOption = None,
    format_: options.FormatOption = options.FormatChoice.AUTO,
    summarise: Annotated[bool, typer.Option("--summarise", help="Summarise what was ingested, too.")] = False,
    as_json: options.JsonOption = False,
) -> None:
    """Store and index the papers of one or more sources; doing it again changes nothing.

    A bad record is reported and left out. A source that cannot be read, or of which no record can be used, is an
    error (exit code 1), and the other sources go on.
    """
    output = Output(as_json=as_json)
    with opened(output) as services:
        with output.reading_words():
            readable = [services.source(spec, format=format_.value, day=day) for spec in sources]
        named = dict(zip(sources, readable, strict=True))
        done, written, problems = _run_all(services, output, named, day, summarise=summarise)
    for note in done.notes if done else ():
        output.note(note)
    if as_json:
        output.document(_document(done, written, problems))
    elif done:
        output.lines(*report(done, written))
    if problems:
        raise typer.Exit(EXIT_FAILED)


def ingest_source(services: Services, source: PaperSource, day: date | None) -> IngestResult:
    """The source is in the store and in the index."""
    with shown_progress() as progress:
        return services.ingest.run(source, now=options.now(), day=day, progress=progress)


def take_in_source(services: Services, source: PaperSource, day: date | None) -> tuple[IngestResult, SummariseResult]:
    """The source is in the store and in the index, and its papers have summaries."""
    with shown_progress() as progress:
        return services.take_in.run(source, now=options.now(), day=day, progress=progress)


def refuse_if_unusable(result: IngestResult, source: str) -> None:
    """Raises BadSource where the source held records and not one of them could be used."""
    if result.rejected and not result.ids:
        records = "its only record" if len(result.rejected) == 1 else f"none of its {len(result.rejected):,} records"
        fate = "was left out" if len(result.rejected) == 1 else "could be used"
        raise BadSource(f"{source}: {records} {fate} ({result.rejected[0].where}: {result.rejected[0].reason}).")


def report(result: IngestResult, written: SummariseResult | None = None) -> list[str]:
    """What ingesting did, for people."""
    day = f" for {result.day}" if result.day else ""
    lines = [f"{result.found} found{day}: {result.new} new, {result.updated} updated, {result.unchanged} unchanged."]
    if result.empty_reason:
        lines.append(result.empty_reason)
    if result.repairs:
        lines.append(f"{result.repairs} repairs of damaged text.")
    lines += [f"Left out, {each.where}: {each.reason}" for each in result.rejected[:_REJECTIONS_SHOWN]]
    if len(result.rejected) > _REJECTIONS_SHOWN:
        lines.append(f"{len(result.rejected)} records were left out in all; --json lists every one.")
    if written:
        lines.append(f"{written.written} summarised, {written.unchanged} summarised before.")
    return lines


def _run_all(
    services: Services, output: Output, sources: dict[str, PaperSource], day: date | None, *, summarise: bool
) -> tuple[IngestResult | None, SummariseResult | None, list[dict[str, object]]]:
    """All sources one after the other; an error that is about one source is kept and the rest goes on."""
    done: IngestResult | None = None
    written: SummariseResult | None = None
    problems: list[dict[str, object]] = []
    for spec, source in sources.items():
        try:
            if summarise:
                result, lines = take_in_source(services, source, day)
                written = written + lines if written else lines
            else:
                result = ingest_source(services, source, day)
            told = _placed(result, spec) if len(sources) > 1 else result
            done = _together(done, told) if done else told
            refuse_if_unusable(result, spec)
        except _OF_ONE_SOURCE as error:
            output.error_line(str(error))
            problems.append({"source": spec, "problem": problem(error)})
    return done, written, problems


def _placed(result: IngestResult, spec: str) -> IngestResult:
    return replace(result, rejected=tuple(replace(each, where=f"{spec}: {each.where}") for each in result.rejected))


def _together(first: IngestResult, second: IngestResult) -> IngestResult:
    days = tuple(sorted({*first.days, *second.days}))
    return replace(
        first,
        found=first.found + second.found,
        new=first.new + second.new,
        updated=first.updated + second.updated,
        unchanged=first.unchanged + second.unchanged,
        rejected=first.rejected + second.rejected,
        repairs=first.repairs + second.repairs,
        day=max(days, default=second.day or first.day),
        days=days,
        ids=tuple(dict.fromkeys(first.ids + second.ids)),
        embedded=first.embedded + second.embedded,
        notes=tuple(dict.fromkeys(first.notes + second.notes)),
        empty_reason=first.empty_reason or second.empty_reason,
    )


def _document(
    done: IngestResult | None, written: SummariseResult | None, problems: list[dict[str, object]]
) -> dict[str, object]:
    from paperline.delivery.documents import ingest_document, summarise_document

    if done is None:
        return {"problem": problems[0]["problem"], "problems": problems}
    document = ingest_document(done)
    if written:
        document["summarised"] = summarise_document(written)
    return {**document, "problems": problems} if problems else document
