"""The arXiv query API's Atom: papers in the order of the query, which is no day's list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from paperline.adapters.sources.decoding import load_xml
from paperline.adapters.sources.parsers.authors import plain_name
from paperline.adapters.sources.parsers.drafting import Collector, Origin, Unusable, wording
from paperline.adapters.sources.parsers.fields import arxiv_links, date_of, github_url, is_withdrawn, text_of, url_of
from paperline.domain.errors import BadSource
from paperline.domain.papers import PaperDraft, SourceBatch, SourceRecord, parse_arxiv_id

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SOURCE = "arxiv"


def parse(text: str, origin: Origin) -> SourceBatch:
    """The entries of an answer; none has a day unless the caller gives one.

    arXiv reports an error as HTTP 200 with one entry titled "Error": that raises BadSource with arXiv's words.
    """
    root = load_xml(text, origin.name)
    if local_name(root) != "feed":
        raise BadSource(f"{origin.name}: the root element is <{local_name(root)}>, not the <feed> of an arXiv query")
    found = Collector(SOURCE, origin)
    for number, entry in enumerate(children(root, "entry"), start=1):
        if child_text(entry, "title") == "Error" and "/errors" in (child_text(entry, "id") or "/errors"):
            raise BadSource(
                f"{origin.name}: arXiv answered with an error: {child_text(entry, 'summary') or 'no reason given'}"
            )
        try:
            _add(entry, found)
        except Unusable as unusable:
            found.reject(f"entry {number}", str(unusable))
    return found.batch(origin.day, empty_reason="the query found no papers")


def _add(entry: Element, found: Collector) -> None:
    words = wording(raw_text(entry, "title"), raw_text(entry, "summary"), mend=False)
    arxiv = parse_arxiv_id(child_text(entry, "id") or "")
    paper_id, version = arxiv or (None, None)
    comment = child_text(entry, "comment")
    names = [plain_name(child_text(author, "name") or "") for author in children(entry, "author")]
    authors = tuple(name for name in names if name)
    links = arxiv_links(paper_id, code=github_url([words.abstract, comment]))
    draft = PaperDraft(
        abstract=words.abstract, title=words.title, id=paper_id, authors=authors, author_count=len(authors) or None,
        published=date_of(child_text(entry, "published")), day=found.origin.day, categories=categories(entry),
        links=links, withdrawn=is_withdrawn(words.abstract, comment),
        record=SourceRecord(
            source=SOURCE, url=links.abstract or url_of(child_text(entry, "id")), day=found.origin.day,
            source_version=version, retrieved_at=found.origin.now,
        ),
        raw_title=words.raw_title, raw_abstract=words.raw_abstract, damage=words.damage,
    )  # fmt: skip
    found.add(draft, words.repairs)


def local_name(element: Element) -> str:
    """The name of an element without its namespace; arXiv's feeds do not agree on those."""
    return element.tag.rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """The direct children with one of these local names, in their order."""
    return (child for child in element if local_name(child) in names)


def raw_text(element: Element, *names: str) -> str | None:
    """The text within the first child with one of these names, markup left out, spacing as it is."""
    first = next(children(element, *names), None)
    return None if first is None else "".join(first.itertext())


def child_text(element: Element, *names: str) -> str | None:
    """The text within the first child with one of these names, on one line."""
    return text_of(raw_text(element, *names))


def categories(element: Element) -> tuple[str, ...]:
    """The arXiv categories, the primary one first, each once."""
    primary = [child.get("term") for child in children(element, "primary_category")]
    others = [child.get("term") or child.text for child in children(element, "category")]
    return tuple(dict.fromkeys(term for value in (*primary, *others) if (term := text_of(value))))
