"""`paperline reports`: what readers found wrong with lines, to read or as cases for `python -m evals run reported`."""

from __future__ import annotations

from typing import Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.output import Output, writing
from paperline.delivery.cli.session import opened

EXAMPLES = """Examples:

paperline reports

paperline reports --json

paperline reports --output reported.jsonl"""

_OUTPUT_HELP = "Write the reports as JSON Lines, a case for the evals each; - for standard output."


def reports(
    output_: Annotated[str | None, typer.Option("--output", metavar="FILE", help=_OUTPUT_HELP)] = None,
    as_json: options.JsonOption = False,
) -> None:
    """List the lines that readers reported as bad, newest first, with what they said of them."""
    from paperline.delivery.documents import json_bytes, report_document

    output = Output(as_json=as_json)
    with opened(output) as services:
        found = services.report.listed()
        if output_ is not None:
            with writing(output_) as file:
                file.writelines(json_bytes(report_document(each)) + b"\n" for each in found)
    if as_json and output_ != "-":
        told = {"reports": [report_document(each) for each in found]}
        output.document(told if output_ is None else {"output": output_, "written": len(found)})
    elif output_ is not None:
        output.note(f"{len(found)} written.")
    else:
        from paperline.delivery.cli.render import report_lines

        output.lines(*report_lines(found))
        if not found:
            output.lines("No line was reported yet. The page of every paper has a form for it.")
