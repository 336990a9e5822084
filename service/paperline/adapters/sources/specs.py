"""Which source a word on the command line names."""

from __future__ import annotations

from datetime import date

from paperline.adapters.sources.files import FilePaperSource
from paperline.adapters.sources.parsers.drafting import shown
from paperline.adapters.sources.remote import DEFAULT_TIMEOUT_SECONDS, ArxivFeed, HuggingFaceList, UrlPaperSource
from paperline.domain.errors import BadSource
from paperline.ports import PaperSource


def open_source(
    spec: str,
    *,
    format: str = "auto",  # noqa: A002 - the public word
    day: date | None = None,
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
) -> PaperSource:
    """The source that `hf[:DATE]`, `arxiv:cs.CL+cs.LG`, an https address, a path or `-` names; nothing is read yet.

    Raises BadSource for a list that cannot exist, such as `hf:2026-02-30`. A file called `hf` is `./hf`.
    """
    if spec == "hf" or spec.startswith("hf:"):
        return HuggingFaceList(_day(spec) or day, timeout_seconds)
    if spec.startswith("arxiv:"):
        return ArxivFeed(tuple(spec.removeprefix("arxiv:").split("+")), timeout_seconds)
    if "://" in spec:
        return UrlPaperSource(spec, format, day, timeout_seconds)
    return FilePaperSource(spec, format, day)


def _day(spec: str) -> date | None:
    written = spec.partition(":")[2]
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadSource(f"{shown(spec)}: not a day; write hf:YYYY-MM-DD") from None
