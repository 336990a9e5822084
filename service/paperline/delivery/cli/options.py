"""The options that several commands share, read once into the domain's values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from paperline.domain.errors import BadScope
from paperline.domain.provenance import Engine
from paperline.domain.scopes import Scope, parse_day


class EngineChoice(StrEnum):
    """Who writes: the best that is configured, the built-in engine, or the language model."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    LLM = "llm"

    @property
    def engine(self) -> Engine | None:
        """The engine; None leaves the choice open."""
        return None if self is EngineChoice.AUTO else Engine(self.value)


class FormatChoice(StrEnum):
    """How a source is written."""

    AUTO = "auto"
    PAGE = "page"
    HF = "hf"
    ARXIV_ATOM = "arxiv-atom"
    ARXIV_RSS = "arxiv-rss"
    JSONL = "jsonl"


class WrittenChoice(StrEnum):
    """How papers are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    CSL = "csl"
    RIS = "ris"
    CSV = "csv"


def _read_day(text: str) -> date:
    try:
        return parse_day(text)
    except BadScope:
        raise typer.BadParameter(f"{text[:40]!r} is not a date. Write it as YYYY-MM-DD.") from None


def _day(*names: str, help: str) -> typer.models.OptionInfo:  # noqa: A002 (typer's own name for it)
    option: typer.models.OptionInfo = typer.Option(*names, parser=_read_day, metavar="YYYY-MM-DD", help=help)
    return option


JsonOption: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else there.")
]
DayOption: TypeAlias = Annotated[date | None, _day("--day", help="Only this day.")]
FromOption: TypeAlias = Annotated[date | None, _day("--from", help="From this day on.")]
ToOption: TypeAlias = Annotated[date | None, _day("--to", help="Up to this day, itself included.")]
AllOption: TypeAlias = Annotated[bool, typer.Option("--all", help="Every stored day.")]
CategoryOption: TypeAlias = Annotated[
    str | None, typer.Option("--category", help="Only papers of this category, such as cs.CL.")
]
AuthorOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--author", help="Only papers by whoever has this in the name; accents and case do not count."),
]
HasCodeOption: TypeAlias = Annotated[
    bool | None, typer.Option("--has-code/--no-code", help="Only papers whose source links code, or links none.")
]
OfSourceOption: TypeAlias = Annotated[str | None, typer.Option("--source", help="Only papers that this source gave.")]
EngineOption: TypeAlias = Annotated[EngineChoice, typer.Option("--engine", help="Who writes.")]
FormatOption: TypeAlias = Annotated[FormatChoice, typer.Option("--format", help="How the source is written.")]
WrittenOption: TypeAlias = Annotated[
    WrittenChoice, typer.Option("--format", help="How it is written; csl is CSL-JSON, --json the same as json.")
]
ListDayOption: TypeAlias = Annotated[
    date | None, _day("--day", help="The day the papers belong to, where the source should not say.")
]
HostOption: TypeAlias = Annotated[str | None, typer.Option("--host", help="Address to serve on (default: 127.0.0.1).")]
PortOption: TypeAlias = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, help="Port to serve on; 0 takes a free one (default: 8000).")
]
OpenOption: TypeAlias = Annotated[
    bool, typer.Option("--allow-open", help="Serve beyond this machine although anyone who reaches it may use it.")
]


def now() -> datetime:
    """The time of the command."""
    return datetime.now(UTC)


def read_scope(day: date | None, first: date | None, last: date | None, everything: bool) -> Scope | None:
    """The scope that the options name, None where they name none; options that contradict each other are refused."""
    if (day is not None) + (first is not None or last is not None) + everything > 1:
        raise typer.BadParameter("Give one of --day, --from/--to and --all.")
    if day is not None:
        return Scope.of_day(day)
    if first is not None and last is not None and last < first:
        raise typer.BadParameter(f"The range ends ({last}) before it starts ({first}). Swap the two days.")
    if first is not None or last is not None:
        return Scope(first=first, last=last)
    return Scope() if everything else None
