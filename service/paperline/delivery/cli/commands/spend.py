"""`paperline spend`: what calls to language models cost."""

from __future__ import annotations

from typing import Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.output import Output
from paperline.delivery.cli.session import opened
from paperline.domain.spending import SpendingBy

EXAMPLES = """Examples:

paperline spend

paperline spend --by model --from 2025-12-01 --to 2025-12-31

paperline spend --by run --json"""


def spend(
    first: options.FromOption = None,
    last: options.ToOption = None,
    by: Annotated[SpendingBy, typer.Option("--by", help="What the calls are added up by.")] = SpendingBy.DAY,
    as_json: options.JsonOption = False,
) -> None:
    """Tell what calls to language models cost, by UTC day unless told otherwise, and what today's budget has left."""
    options.read_scope(None, first, last, everything=False)
    output = Output(as_json=as_json)
    with opened(output) as services:
        found = services.spending.run(now=options.now(), by=by, first=first, last=last)
    if as_json:
        from paperline.delivery.cli.money import spending_document

        output.document(spending_document(found))
    else:
        from paperline.delivery.cli.money import spending_lines

        output.lines(*spending_lines(found))
