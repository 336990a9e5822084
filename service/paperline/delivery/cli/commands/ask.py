"""`paperline ask` and `paperline search`: questions to the stored papers."""

from __future__ import annotations

from typing import Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.output import EXIT_REFUSED, Output
from paperline.delivery.cli.session import opened
from paperline.domain.answers import AnswerStatus
from paperline.domain.scopes import Scope

ASK_EXAMPLES = """Examples:

paperline ask "How can speculative decoding be sped up?"

paperline ask "Which papers release code?" --from 2025-12-08 --to 2025-12-12

paperline ask "What is known about graph transformers?" --all --json"""

SEARCH_EXAMPLES = """Examples:

paperline search "message passing"

paperline search diffusion --day 2025-12-11 --limit 5 --json"""


def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    day: options.DayOption = None,
    first: options.FromOption = None,
    last: options.ToOption = None,
    everything: options.AllOption = False,
    engine: options.EngineOption = options.EngineChoice.AUTO,
    as_json: options.JsonOption = False,
) -> None:
    """Answer a question from the stored papers, with citations; without a scope, from the latest day.

    Where the papers do not answer, it says so and what came nearest (exit code 4).
    """
    output = Output(as_json=as_json)
    scope = options.read_scope(day, first, last, everything)
    with opened(output) as services, output.reading_words():
        answer = services.ask.run(question, scope=scope, now=options.now(), engine=engine.engine)
    if as_json:
        from paperline.delivery.documents import answer_document

        output.document(answer_document(answer))
    else:
        from paperline.delivery.cli.render import answer_lines

        output.lines(*answer_lines(answer))
    if answer.status is AnswerStatus.REFUSED:
        raise typer.Exit(EXIT_REFUSED)


def search(
    query: Annotated[str, typer.Argument(help="Words or a description of what is sought.")],
    day: options.DayOption = None,
    first: options.FromOption = None,
    last: options.ToOption = None,
    everything: options.AllOption = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many papers at most.")] = 10,
    as_json: options.JsonOption = False,
) -> None:
    """Find papers by meaning and words, with the sentences that match; without a scope, over every stored day."""
    from paperline.pipeline.asking.search import SearchFilters

    output = Output(as_json=as_json)
    scope = options.read_scope(day, first, last, everything) or Scope()
    with opened(output) as services, output.reading_words():
        page = services.search.run(query, scope=scope, filters=SearchFilters(), limit=limit)
    if as_json:
        from paperline.delivery.documents import search_document

        output.document(search_document(page))
    else:
        from paperline.delivery.cli.render import search_lines

        output.lines(*search_lines(page))
