"""Content negotiation (RFC 9110, 12.5.1): which of the formats that a path has a request wants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from fastapi import Header, Query
from starlette.datastructures import URL
from starlette.responses import Response

from paperline.delivery.api.problems import NOT_ACCEPTABLE, HttpProblem
from paperline.delivery.exports.formats import LIST_FORMATS, WRITTEN, Format

TEXT_FORMATS = (Format.JSON, Format.MARKDOWN)
PAPER_FORMATS = (Format.JSON, Format.MARKDOWN, *LIST_FORMATS)
SEARCH_FORMATS = (Format.JSON, *LIST_FORMATS)
Accept: TypeAlias = Annotated[str, Header(include_in_schema=False)]
BY_NAME = "The format by its name, for those who cannot send an Accept header."
TextFormat: TypeAlias = Annotated[Literal["json", "markdown"] | None, Query(alias="format", description=BY_NAME)]
PaperFormat: TypeAlias = Annotated[
    Literal["json", "markdown", "bibtex", "csl", "ris", "csv"] | None, Query(alias="format", description=BY_NAME)
]
_MOST_OFFERS = 100
_QUALITY = re.compile(r"[0-9](?:\.[0-9]{0,3})?")


def chosen_format(accept: str, offered: Sequence[Format], asked: str | None = None) -> Format:
    """The format that was asked for by name, else the best that Accept allows; where none fits, a 406 that lists them.

    Without a preference the first that is offered. An Accept that cannot be read counts as absent.
    """
    if asked:
        return Format(asked)
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    weights = [_weight(WRITTEN[each].media_type, ranges) for each in offered]
    if not any(weights):
        listed = ", ".join(WRITTEN[each].media_type for each in offered)
        raise HttpProblem(NOT_ACCEPTABLE, f"Nothing that is accepted is offered here. Offered: {listed}.")
    return offered[weights.index(max(weights))]


def written_response(
    content: bytes, written: Format, *, name: str = "", headers: dict[str, str] | None = None
) -> Response:
    """The content under its type; `name` is a file's, given where a browser should keep it rather than show it."""
    return Response(content, headers={**representation_headers(written, name), **(headers or {})})


def representation_headers(written: Format, name: str = "") -> dict[str, str]:
    """The headers by which one representation differs from the others of its path."""
    told = {"Content-Type": WRITTEN[written].content_type, "Vary": "Accept"}
    if name and written in LIST_FORMATS:
        told["Content-Disposition"] = f'attachment; filename="{name}.{WRITTEN[written].ending}"'
    return told


def next_link(address: URL, cursor: str) -> str:
    """The value of a Link header that leads to the page after this one."""
    following = address.include_query_params(cursor=cursor)
    return f'<{following.path}?{following.query}>; rel="next"'


def _ranges(accept: str) -> dict[str, float]:
    """The weight of each media range; parameters other than `q` are passed over."""
    found: dict[str, float] = {}
    for offer in accept.lower().split(",")[:_MOST_OFFERS]:
        kind, *parameters = (part.strip() for part in offer.split(";"))
        if "/" in kind:
            found[kind] = max(found.get(kind, 0.0), _quality(parameters))
    return found


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return min(float(value), 1.0) if _QUALITY.fullmatch(value.strip()) else 0.0
    return 1.0


def _weight(media_type: str, ranges: dict[str, float]) -> float:
    """The weight by the most specific range that covers the type (RFC 9110: specific before general)."""
    family = media_type.partition("/")[0]
    return next((ranges[each] for each in (media_type, f"{family}/*", "*/*") if each in ranges), 0.0)
