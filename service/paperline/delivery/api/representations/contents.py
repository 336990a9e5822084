"""A stored value as the bytes of a response, in the format that was chosen."""

from __future__ import annotations

from paperline.delivery.documents import (
    answer_document,
    day_document,
    day_lines_document,
    day_paper_document,
    json_bytes,
    search_document,
)
from paperline.delivery.exports.formats import Format, exported
from paperline.delivery.exports.markdown import answer_markdown, day_markdown, paper_markdown
from paperline.domain.answers import Answer
from paperline.domain.days import Day, DayPaper
from paperline.pipeline.asking.search import SearchPage


def day_content(day: Day, written: Format, *, short: bool = False) -> bytes:
    """A day; `short` leaves of its papers, in JSON, the lines alone."""
    if written is Format.JSON:
        return json_bytes(day_lines_document(day) if short else day_document(day))
    return day_markdown(day).encode() if written is Format.MARKDOWN else exported(day.papers, written)


def day_file(day: Day) -> str:
    """The name of a day's file, without its ending."""
    return f"paperline-{day.entry.date.isoformat()}"


def paper_content(found: DayPaper, written: Format) -> bytes:
    """One paper."""
    if written is Format.JSON:
        return json_bytes(day_paper_document(found))
    return paper_markdown(found).encode() if written is Format.MARKDOWN else exported([found], written)


def answer_content(answer: Answer, written: Format) -> bytes:
    """An answer, as JSON or Markdown."""
    return answer_markdown(answer).encode() if written is Format.MARKDOWN else json_bytes(answer_document(answer))


def search_content(page: SearchPage, written: Format) -> bytes:
    """The hits of a page, best first."""
    if written is Format.JSON:
        return json_bytes(search_document(page))
    return exported((DayPaper(hit.paper, hit.summary) for hit in page.hits), written)
