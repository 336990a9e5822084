"""`paperline ask` and `paperline search`: questions to the stored papers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from paperline.delivery.cli import options, through_server
from paperline.delivery.cli.output import EXIT_REFUSED, Output
from paperline.delivery.cli.session import opened
from paperline.domain.answers import AnswerStatus
from paperline.domain.scopes import Scope

if TYPE_CHECKING:
    from paperline.domain.filters import SearchFilters
    from paperline.pipeline.asking.search import SearchOrder, SearchPage

ASK_EXAMPLES = """Examples:

paperline ask "How can speculative decoding be sped up?"

paperline ask "Which papers release code?" --from 2025-12-08 --to 2025-12-12

paperline ask "What is known about graph transformers?" --all --json"""

SEARCH_EXAMPLES = """Examples:

paperline search "message passing"

paperline search diffusion --day 2025-12-11 --limit 5 --json

paperline search "graph transformers" --format csv > found.csv"""


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
    answer = None
    if through_server.is_of_archive(scope):
        answer = through_server.told_by_server(output, lambda server: server.ask(question, scope, engine=engine.value))
    if answer is None:
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
    category: options.CategoryOption = None,
    author: options.AuthorOption = None,
    has_code: options.HasCodeOption = None,
    source: options.OfSourceOption = None,
    newest: Annotated[
        bool, typer.Option("--newest", help="The newest first, of those that fit at least half as well as the best.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many papers at most.")] = 10,
    written: options.WrittenOption = options.WrittenChoice.TEXT,
    as_json: options.JsonOption = False,
) -> None:
    """Find papers by meaning and words, with the sentences that match; without a scope, over every stored day."""
    from paperline.domain.filters import SearchFilters
    from paperline.pipeline.asking.search import SearchOrder

    if written is options.WrittenChoice.MARKDOWN:
        raise typer.BadParameter("A search has no Markdown. Choose another format.")
    output = Output(as_json=as_json or written is options.WrittenChoice.JSON)
    scope = options.read_scope(day, first, last, everything) or Scope()
    filters = SearchFilters(category=category, author=author, has_code=has_code, source=source)
    order = SearchOrder.NEWEST if newest else SearchOrder.RELEVANCE
    page = _page_of_server(output, query, scope, filters, limit, order) if through_server.is_of_archive(scope) else None
    if page is None:
        with opened(output) as services, output.reading_words():
            page = services.search.run(query, scope=scope, filters=filters, limit=limit, order=order)
    _print_page(output, page, written)


def _page_of_server(
    output: Output, query: str, scope: Scope, filters: SearchFilters, limit: int, order: SearchOrder
) -> SearchPage | None:
    from paperline.pipeline.asking.search import SearchHit, SearchPage

    given = {name: value for name, value in asdict(filters).items() if value is not None} | {"sort": order.value}
    told = through_server.told_by_server(output, lambda server: server.search(query, scope, limit=limit, **given))
    if told is None:
        return None
    hits = (SearchHit(hit.paper, hit.score, hit.evidence, hit.summary) for hit in told.hits)
    return SearchPage(tuple(hits), told.next_cursor, told.coverage)


def _print_page(output: Output, page: SearchPage, written: options.WrittenChoice) -> None:
    if output.as_json:
        from paperline.delivery.documents import search_document

        output.document(search_document(page))
    elif written is options.WrittenChoice.TEXT:
        from paperline.delivery.cli.render import search_lines

        output.lines(*search_lines(page))
    else:
        from paperline.delivery.exports.formats import Format, exported
        from paperline.domain.days import DayPaper

        output.file(exported((DayPaper(hit.paper, hit.summary) for hit in page.hits), Format(written.value)))
