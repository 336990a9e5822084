"""The formats by name: their media types, the endings of their files, and what writes papers in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from paperline.delivery.exports.citations import bibtex, csl_json, ris
from paperline.delivery.exports.table import csv_table
from paperline.domain.days import DayPaper


class Format(StrEnum):
    """How a representation is written."""

    JSON = "json"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    CSL = "csl"
    RIS = "ris"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Written:
    """A format's media type, the Content-Type that carries it, and the ending of its files."""

    media_type: str
    content_type: str
    ending: str


WRITTEN = {
    Format.JSON: Written("application/json", "application/json", "json"),
    Format.MARKDOWN: Written("text/markdown", "text/markdown; charset=utf-8", "md"),
    Format.BIBTEX: Written("application/x-bibtex", "application/x-bibtex; charset=utf-8", "bib"),
    Format.CSL: Written("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json", "json"),
    Format.RIS: Written(
        "application/x-research-info-systems", "application/x-research-info-systems; charset=utf-8", "ris"
    ),
    Format.CSV: Written("text/csv", "text/csv; charset=utf-8; header=present", "csv"),
}
_LISTS: dict[Format, Callable[[Iterable[DayPaper]], str]] = {
    Format.BIBTEX: bibtex,
    Format.CSL: csl_json,
    Format.RIS: ris,
    Format.CSV: csv_table,
}
LIST_FORMATS: Sequence[Format] = tuple(_LISTS)


def exported(papers: Iterable[DayPaper], written: Format) -> bytes:
    """The papers as a file for other tools, in UTF-8; `written` is one of LIST_FORMATS."""
    return _LISTS[written](papers).encode("utf-8", "replace")
