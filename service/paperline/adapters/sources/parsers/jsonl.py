"""JSON Lines: one paper to a line, only its abstract required."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import StringIO

from paperline.adapters.sources.decoding import load_json
from paperline.adapters.sources.parsers.authors import authors_of
from paperline.adapters.sources.parsers.drafting import Collector, Origin, Unusable, shown, wording
from paperline.adapters.sources.parsers.fields import (
    arxiv_links,
    count_of,
    date_of,
    github_url,
    is_withdrawn,
    text_of,
    texts_of,
    url_of,
)
from paperline.domain.errors import BadInput, BadSource
from paperline.domain.papers import Links, PaperDraft, SourceBatch, SourceRecord, canonical_id, parse_arxiv_id

SOURCE = "jsonl"
_LONGEST_ID = 200


def parse(text: str, origin: Origin) -> SourceBatch:
    """The papers of the lines, empty lines skipped; each may name a day of its own.

    Raises BadSource where not one line holds a JSON object.
    """
    found = Collector(SOURCE, origin)
    objects = 0
    for number, line in enumerate(StringIO(text, newline="\n"), start=1):  # U+2028 may stand inside a string
        if not line.strip():
            continue
        try:
            record = _object(line)
            objects += 1
            _add(record, found)
        except Unusable as unusable:
            found.reject(f"line {number}", str(unusable))
    if not objects:
        first = f"{found.rejected[0].where}: {found.rejected[0].reason}" if found.rejected else "it is empty"
        raise BadSource(f"{origin.name}: no line holds a JSON object ({first}); expected one paper to a line")
    days = {draft.day for draft in found.drafts}
    return found.batch(origin.day or (days.pop() if len(days) == 1 else None))


def _object(line: str) -> Mapping[str, object]:
    try:
        value = load_json(line, "this line")
    except BadInput as error:
        raise Unusable(str(error).removeprefix("this line: ")) from error
    if not isinstance(value, dict):
        raise Unusable("not a JSON object")
    return value


def _add(fields: Mapping[str, object], found: Collector) -> None:
    abstract = fields.get("abstract")
    words = wording(
        fields.get("title"), fields.get("summary") if abstract is None else abstract, mend=True, title_needed=False
    )
    paper_id, version = _id(fields.get("id"))
    authors = authors_of(fields.get("authors"))
    comment = text_of(fields.get("comment"))
    day = found.origin.day or _day(fields)
    links, page = _links(fields, paper_id, (words.abstract, comment))
    draft = PaperDraft(
        abstract=words.abstract, title=words.title, id=paper_id, authors=authors,
        author_count=count_of(fields.get("author_count")) or len(authors) or None,
        published=date_of(fields.get("published")) or date_of(fields.get("published_at")), day=day,
        categories=_categories(fields), links=links, withdrawn=is_withdrawn(words.abstract, comment),
        record=SourceRecord(
            source=SOURCE, url=page, day=day, upvotes=count_of(fields.get("upvotes")),
            comments=count_of(fields.get("num_comments")), ai_summary=text_of(fields.get("hf_ai_summary")),
            ai_keywords=texts_of(fields.get("hf_ai_keywords")), source_version=version,
            retrieved_at=found.origin.now,
        ),
        raw_title=words.raw_title, raw_abstract=words.raw_abstract, damage=words.damage,
    )  # fmt: skip
    found.add(draft, words.repairs)


def _id(value: object) -> tuple[str | None, int | None]:
    if type(value) is int:
        value = str(value) if value < 10**_LONGEST_ID else None
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, None
    written = text_of(value)
    if written is None or len(written) > _LONGEST_ID:
        raise Unusable(f"the id is not a text of at most {_LONGEST_ID} characters")
    arxiv = parse_arxiv_id(written)
    return arxiv or (canonical_id(written), None)


def _day(fields: Mapping[str, object]) -> date | None:
    stated = fields.get("day")
    if stated is None or stated == "":
        return date_of(fields.get("submitted_on_daily_at"))
    if day := date_of(stated):
        return day
    raise Unusable(f"the day is not a date: {shown(str(stated))}; write YYYY-MM-DD")


def _links(
    fields: Mapping[str, object], paper_id: str | None, texts: tuple[str | None, ...]
) -> tuple[Links, str | None]:
    code = url_of(fields.get("github_repo")) or github_url(texts)
    links = arxiv_links(paper_id, code=code, project=url_of(fields.get("project_page")))
    page = url_of(fields.get("url")) or links.abstract
    if links.abstract is None:
        links = Links(page, url_of(fields.get("pdf")), links.code, links.project)
    return links, page


def _categories(fields: Mapping[str, object]) -> tuple[str, ...]:
    listed = fields.get("categories")
    words = texts_of(listed[:10_000].split() if isinstance(listed, str) else listed)
    primary = text_of(fields.get("primary_category"))
    return tuple(dict.fromkeys((*((primary,) if primary else ()), *words)))
