"""Writes papers as CSV, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from paperline.delivery.exports.references import web_address
from paperline.delivery.exports.single_line import single_line
from paperline.domain.days import DayPaper

COLUMNS = (
    "id", "title", "tldr", "authors", "author_count", "published", "days", "categories", "keywords", "abstract_url",
    "pdf_url", "code_url", "abstract",
)  # fmt: skip
_FORMULA_STARTS = tuple("=+-@＝＋－＠|%")  # spreadsheets take the full-width forms too


def csv_table(papers: Iterable[DayPaper]) -> str:
    """The papers as CSV with a header (RFC 4180): several values in a cell are divided by `; `."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for found in papers:
        writer.writerow(map(_cell, _values(found)))
    return written.getvalue()


def _values(found: DayPaper) -> tuple[str, ...]:
    paper, summary = found.paper, found.summary
    return (
        paper.id,
        paper.title,
        summary.tldr.text if summary else "",
        "; ".join(paper.authors),
        str(paper.author_count if paper.author_count is not None else ""),
        str(paper.published or ""),
        "; ".join(map(str, paper.days)),
        "; ".join(paper.categories),
        "; ".join(summary.keywords) if summary else "",
        web_address(paper.links.abstract) or "",
        web_address(paper.links.pdf) or "",
        web_address(paper.links.code) or "",
        paper.abstract,
    )


def _cell(value: str) -> str:
    """The value in one line; an apostrophe keeps a spreadsheet from reading a formula (OWASP, CSV injection)."""
    text = single_line(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
