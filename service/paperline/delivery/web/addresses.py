"""The page's addresses: of days, papers, answers, and of a piece of evidence in its abstract."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote, urlencode, urlsplit

from paperline.domain.text import Field, Span

_KEY = re.compile(r"([ta])(\d{1,7})-(\d{1,7})-([0-9a-f]{8})")
_MOST_KEYS = 20


def day_url(day: date) -> str:
    """The page of a day."""
    return f"/days/{day.isoformat()}"


def paper_url(paper_id: str) -> str:
    """The page of a paper."""
    return f"/papers/{quote(paper_id, safe=':')}"


def evidence_fragment_url(paper_id: str) -> str:
    """The abstract of a paper with its evidence marked, as a part of a page."""
    return f"{paper_url(paper_id)}/evidence"


def compare_url(paper_id: str, first: int, last: int) -> str:
    """The page of a paper, opened at what changed between two versions."""
    return f"{paper_url(paper_id)}?from={first}&to={last}#versions"


def export_url(paper_id: str, form: str) -> str:
    """A paper as a file for other tools, in the API's format of that name."""
    return f"/v1{paper_url(paper_id)}?format={form}"


def report_url(paper_id: str) -> str:
    """The page of a paper, opened at the form that reports its line."""
    return f"{paper_url(paper_id)}#report"


def reported_url(paper_id: str) -> str:
    """The page of a paper with thanks for a report of its line."""
    return f"{paper_url(paper_id)}?reported=yes"


def answer_url(answer_id: str, after: str = "") -> str:
    """The lasting page of an answer; `after` names the answers before it in its thread."""
    return f"/answers/{quote(answer_id, safe='')}" + (f"?after={quote(after, safe='')}" if after else "")


def markdown_url(answer_id: str) -> str:
    """An answer as Markdown."""
    return f"/v1/answers/{quote(answer_id, safe='')}?format=markdown"


def examples_url(day: date | None) -> str:
    """Questions that a day (None: the latest) answers."""
    return "/ask/examples" + (f"?day={day.isoformat()}" if day else "")


def search_url(**query: object) -> str:
    """The search page with these fields; those that are None or empty are left out."""
    return "/search?" + urlencode({name.rstrip("_"): str(value) for name, value in query.items() if value})


def evidence_url(paper_id: str, spans: Iterable[Span]) -> str:
    """The page of a paper with these spans marked, opened at the first of them."""
    keys = ",".join(_key(span) for span in list(spans)[:_MOST_KEYS])
    return f"{paper_url(paper_id)}?mark={keys}#evidence" if keys else paper_url(paper_id)


def read_evidence(keys: str, title: str, abstract: str) -> tuple[list[Span], bool]:
    """The spans that `evidence_url` named, and whether every one still stands in the text as it was cited."""
    spans: list[Span] = []
    wanted = keys.split(",")[:_MOST_KEYS] if keys else []
    for key in wanted:
        if not (found := _KEY.fullmatch(key)):
            continue
        field, text = (Field.TITLE, title) if found[1] == "t" else (Field.ABSTRACT, abstract)
        start, end = int(found[2]), int(found[3])
        span = Span(field, start, end, text[start:end])
        if span.text and len(span.text) == end - start and _key(span) == key:
            spans.append(span)
    return spans, len(spans) == len(wanted)


def safe_href(address: str | None) -> str | None:
    """The address if a browser may follow it: http or https with a host; anything else is no link."""
    if not address or re.search(r"[\x00-\x20\x7f\\]", address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def _key(span: Span) -> str:
    """A span's place and a digest of its text, which tells when the text has changed since."""
    digest = hashlib.sha256(span.text.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{span.field.value[0]}{span.start}-{span.end}-{digest}"
