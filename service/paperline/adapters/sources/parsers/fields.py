"""Values that others wrote, read without trusting their types: what does not fit is None, never an exception."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from paperline.adapters.sources.repair import cleaned
from paperline.domain.papers import Links, parse_arxiv_id

_LONGEST_NUMBER = 2**31 - 1
_LONGEST_URL = 2_000
_LONGEST_TEXT = 10_000
_MOST_ITEMS = 200
_UNSAFE_IN_URL = re.compile(r"[\s<>\"'`\\{}|^\x00-\x1f\x7f]")
_GITHUB = re.compile(r"(?:https?://)?(?:www\.)?github\.com/([\w.-]{1,100})/([\w.-]{1,100})", re.IGNORECASE)
_WITHDRAWN_ABSTRACT = re.compile(
    r"(?:this|the) (?:paper|article|submission|manuscript|preprint|work) (?:has been |is |was |is being )withdrawn\b",
    re.IGNORECASE,
)
_WITHDRAWN_COMMENT = re.compile(
    r"(?:(?:this|the|our) )?(?:[\w.-]{1,20} ){0,3}?(?:(?:has|have) been |is |are |was |being )*withdrawn\b",
    re.IGNORECASE,
)


def text_of(value: object) -> str | None:
    """A non-empty text on one line without invisible characters, cut at 10,000 characters."""
    return cleaned(value[:_LONGEST_TEXT]).text or None if isinstance(value, str) else None


def texts_of(value: object) -> tuple[str, ...]:
    """The texts of a list, each once, in its order; at most 200."""
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(text for item in value[:_MOST_ITEMS] if (text := text_of(item))))


def count_of(value: object) -> int | None:
    """A whole number that is not negative; neither True nor 3.0 is one."""
    return value if type(value) is int and 0 <= value <= _LONGEST_NUMBER else None


def date_of(value: object) -> date | None:
    """The UTC date of an ISO 8601 date or time."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None


def url_of(value: object) -> str | None:
    """An http or https address, or None."""
    if not isinstance(value, str) or len(value) > _LONGEST_URL:
        return None
    address = value.strip()
    try:
        parts = urlsplit(address)
        safe = parts.scheme in {"http", "https"} and bool(parts.hostname) and not _UNSAFE_IN_URL.search(address)
        return address.encode("utf-8").decode() if safe else None
    except ValueError:  # a broken IPv6 host or a lone surrogate
        return None


def arxiv_links(paper_id: str | None, *, code: str | None = None, project: str | None = None) -> Links:
    """The addresses of a paper; those on arXiv where its id is an arXiv id."""
    if not paper_id or not paper_id.startswith("arxiv:") or parse_arxiv_id(paper_id) is None:
        return Links(code=code, project=project)
    number = paper_id.removeprefix("arxiv:").replace(":", "/")
    return Links(f"https://arxiv.org/abs/{number}", f"https://arxiv.org/pdf/{number}", code, project)


def github_url(texts: Iterable[str | None]) -> str | None:
    """The GitHub repository that the texts name, where they name exactly one."""
    found = {
        f"https://github.com/{owner}/{repository.rstrip('.').removesuffix('.git')}"
        for text in texts
        for owner, repository in _GITHUB.findall(text or "")
        if repository.strip(".")
    }
    return found.pop() if len(found) == 1 else None


def is_withdrawn(abstract: str, comment: str | None = None) -> bool:
    """Whether the abstract or the author's comment opens by saying that the paper is withdrawn."""
    return bool(_WITHDRAWN_ABSTRACT.match(abstract) or _WITHDRAWN_COMMENT.match(comment or ""))
