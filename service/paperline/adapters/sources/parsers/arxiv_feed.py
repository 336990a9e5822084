"""arXiv's daily announcement feeds, RSS 2.0 and Atom, as rss.arxiv.org serves them."""

from __future__ import annotations

import re
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from paperline.adapters.sources.decoding import load_xml
from paperline.adapters.sources.parsers.arxiv_atom import categories, child_text, children, local_name, raw_text
from paperline.adapters.sources.parsers.authors import plain_name, split_names
from paperline.adapters.sources.parsers.drafting import Collector, Origin, Unusable, wording
from paperline.adapters.sources.parsers.fields import arxiv_links, date_of, github_url, is_withdrawn, url_of
from paperline.domain.errors import BadSource
from paperline.domain.papers import PaperDraft, SourceBatch, SourceRecord, parse_arxiv_id

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SOURCE = "arxiv"
NOTHING_TODAY = "no announcement today"
_HEAD = re.compile(
    r"\s*(?:arXiv:(?P<id>\S{1,40})\s{1,9})?Announce Type:\s{0,9}(?P<type>[\w-]{1,30})\s{1,9}(?:Abstract:\s{0,9})?"
)
_OLD_TITLE_TAIL = re.compile(r"\.? \(arXiv:\S{1,40} \[[^\]]{1,40}\](?: [A-Z]{1,12})?\)$")


def parse(text: str, origin: Origin) -> SourceBatch:
    """The announced papers of one day, replacements and cross-lists with their type and version.

    The day is the feed's own date. A feed without entries is a day without an announcement, not an error.
    """
    root = load_xml(text, origin.name)
    if local_name(root) == "feed":
        channel, entries = root, list(children(root, "entry"))
    elif local_name(root) == "rss" and (channels := list(children(root, "channel"))):
        channel, entries = channels[0], list(children(channels[0], "item"))
    else:
        raise BadSource(
            f"{origin.name}: the root element is <{local_name(root)}>, not <rss> or <feed> of an arXiv feed"
        )
    day = origin.day or _day(channel)
    found = Collector(SOURCE, origin)
    for number, entry in enumerate(entries, start=1):
        try:
            _add(entry, found, day)
        except Unusable as unusable:
            found.reject(f"entry {number}", str(unusable))
    return found.batch(day, empty_reason=NOTHING_TODAY)


def _day(channel: Element) -> date | None:
    for name in ("pubDate", "updated", "lastBuildDate"):
        written = child_text(channel, name) or ""
        if stated := date_of(written):
            return stated
        try:
            moment = parsedate_to_datetime(written)
            return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
        except (ValueError, OverflowError):  # absent or no date
            continue
    return None


def _add(entry: Element, found: Collector, day: date | None) -> None:
    described = raw_text(entry, "description", "summary") or ""
    head = _HEAD.match(described)
    title = _OLD_TITLE_TAIL.sub("", child_text(entry, "title") or "")
    words = wording(title, described[head.end() :] if head else described, mend=False)
    named = [child_text(entry, "guid", "id"), head["id"] if head else None, child_text(entry, "link")]
    known = [arxiv for name in named if name and (arxiv := parse_arxiv_id(name))]
    paper_id = known[0][0] if known else None
    version = next((version for _, version in known if version), None)
    authors = _authors(entry)
    links = arxiv_links(paper_id, code=github_url([words.abstract]))
    draft = PaperDraft(  # its dates are those of the announcement: when the paper was published is not said
        abstract=words.abstract, title=words.title, id=paper_id, authors=authors, author_count=len(authors) or None,
        day=day, categories=categories(entry), links=links, withdrawn=is_withdrawn(words.abstract),
        record=SourceRecord(
            source=SOURCE, url=links.abstract or url_of(child_text(entry, "link")), day=day, source_version=version,
            announce_type=child_text(entry, "announce_type") or (head["type"] if head else None),
            retrieved_at=found.origin.now,
        ),
        raw_title=words.raw_title, raw_abstract=words.raw_abstract, damage=words.damage,
    )  # fmt: skip
    found.add(draft, words.repairs)


def _authors(entry: Element) -> tuple[str, ...]:
    joined = ["".join(creator.itertext()) for creator in children(entry, "creator")]
    names = [name for text in joined for name in split_names(text)]
    names += [plain_name(child_text(author, "name") or "") for author in children(entry, "author")]
    return tuple(name for name in names if name)
