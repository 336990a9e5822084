"""Papers as sources give them and as the store keeps them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

_NEW_ARXIV = re.compile(r"(\d{4}\.\d{4,5})(?:v(\d+))?")
_OLD_ARXIV = re.compile(r"([a-z-]+(?:\.[A-Z]{2})?)[/:](\d{7})(?:v(\d+))?")
_ARXIV_PREFIX = re.compile(r"^(?:oai:)?arxiv(?:\.org)?[:/]\s*(?:(?:abs|pdf)/)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that belong to a paper; http(s) only, None where the source gave none."""

    abstract: str | None = None
    pdf: str | None = None
    code: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What one source said about a paper on one day, kept as it was said."""

    source: str
    url: str | None = None
    day: date | None = None
    upvotes: int | None = None
    comments: int | None = None
    ai_summary: str | None = None
    ai_summary_model: str | None = None
    ai_keywords: tuple[str, ...] = ()
    source_version: int | None = None
    announce_type: str | None = None
    retrieved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper as one source gives it, before it meets the store.

    `title` and `abstract` are as shown (repaired); the `raw_` texts are kept where a repair changed them.
    """

    abstract: str
    title: str = ""
    id: str | None = None
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    published: date | None = None
    day: date | None = None
    categories: tuple[str, ...] = ()
    links: Links = field(default_factory=Links)
    withdrawn: bool = False
    record: SourceRecord = field(default_factory=lambda: SourceRecord(source="jsonl"))
    raw_title: str | None = None
    raw_abstract: str | None = None
    damage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored paper in its newest version."""

    id: str
    version: int
    title: str
    abstract: str
    aliases: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    published: date | None = None
    days: tuple[date, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    categories: tuple[str, ...] = ()
    links: Links = field(default_factory=Links)
    withdrawn: bool = False
    seen_before: tuple[date, ...] = ()
    damage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """One stored wording of a paper's title and abstract."""

    version: int
    title: str
    abstract: str
    stored_at: datetime
    raw_title: str | None = None
    raw_abstract: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that was left out: where it stood in the source, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceBatch:
    """All that one file or response held, in the source's order.

    `day` is the list's day where the source states one; `notes` are choices worth reporting (such as the year given
    to a heading without one); `empty_reason` is set where the source says that there is no list today.
    """

    source: str
    drafts: tuple[PaperDraft, ...]
    day: date | None = None
    url: str | None = None
    rejected: tuple[Rejection, ...] = ()
    repairs: int = 0
    notes: tuple[str, ...] = ()
    empty_reason: str | None = None


class Outcome(StrEnum):
    """What storing a draft did."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def parse_arxiv_id(text: str) -> tuple[str, int | None] | None:
    """The canonical id and the version of anything that names an arXiv paper, or None.

    Accepts bare ids, `arXiv:` prefixes, addresses and a trailing `vN`; the old style keeps its archive,
    its slash written as a colon: `hep-ex/0307015v1` → (`arxiv:hep-ex:0307015`, 1).
    """
    rest = re.sub(r"^https?://(?:www\.|export\.)?", "", text.strip())
    rest = _ARXIV_PREFIX.sub("", rest)
    rest = re.sub(r"\.pdf$", "", rest)
    if found := _NEW_ARXIV.fullmatch(rest):
        return f"arxiv:{found[1]}", int(found[2]) if found[2] else None
    if found := _OLD_ARXIV.fullmatch(rest):
        return f"arxiv:{found[1]}:{found[2]}", int(found[3]) if found[3] else None
    return None


def title_id(title: str) -> str:
    """The id of a paper known by its title only: `t:` and 12 hex digits, equal for equal normalised titles."""
    return "t:" + hashlib.sha256(normalised_title(title).encode()).hexdigest()[:12]


def normalised_title(title: str) -> str:
    """The title folded for comparison: NFKC, lower case, letters and digits only."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.findall(r"\w+", folded))


def canonical_id(text: str) -> str:
    """The stored form of an id as a caller writes it: arXiv ids canonical, others kept with slashes as colons."""
    if arxiv := parse_arxiv_id(text):
        return arxiv[0]
    return text.strip().replace("/", ":")


def draft_id(draft: PaperDraft) -> str:
    """The id a draft would be stored under; a draft without id and title is known by its abstract."""
    if draft.id:
        return canonical_id(draft.id)
    return title_id(draft.title or draft.abstract)


def merge(existing: Paper | None, draft: PaperDraft, day: date) -> tuple[Paper, Outcome]:
    """The paper after a source said `draft` about it on `day`, and what that changed.

    A changed title or abstract is a new version. Everything else is filled in, never emptied: a source that knows
    less takes nothing away. Saying the same again leaves the paper equal.
    """
    record = replace(draft.record, day=day)
    if existing is None:
        paper = Paper(
            id=draft_id(draft), version=1, title=draft.title, abstract=draft.abstract, authors=draft.authors,
            author_count=draft.author_count if draft.author_count is not None else len(draft.authors) or None,
            published=draft.published, days=(day,), sources=(record,), categories=draft.categories,
            links=draft.links, withdrawn=draft.withdrawn, damage=draft.damage,
        )  # fmt: skip
        return paper, Outcome.NEW
    same_title = normalised_title(draft.title) in ("", normalised_title(existing.title))
    new_wording = not same_title or draft.abstract != existing.abstract
    days = tuple(sorted({*existing.days, day}))
    paper = replace(
        existing,
        id=_better_id(existing, draft),
        version=existing.version + new_wording,
        title=draft.title if new_wording and draft.title else existing.title,
        abstract=draft.abstract,
        authors=draft.authors or existing.authors,
        author_count=draft.author_count or len(draft.authors) or existing.author_count,
        published=existing.published or draft.published,
        days=days,
        seen_before=days[:-1],
        sources=_merge_records(existing.sources, record),
        categories=draft.categories or existing.categories,
        links=_merge_links(existing.links, draft.links),
        withdrawn=draft.withdrawn or (existing.withdrawn and not new_wording),
        damage=draft.damage if new_wording else existing.damage,
    )
    if paper.id != existing.id:
        paper = replace(paper, aliases=(*existing.aliases, existing.id))
    return paper, Outcome.UNCHANGED if _same_but_clock(paper, existing) else Outcome.UPDATED


def _better_id(existing: Paper, draft: PaperDraft) -> str:
    """An arXiv id replaces an id made from the title; nothing else replaces an id."""
    offered = draft_id(draft)
    return offered if existing.id.startswith("t:") and offered.startswith("arxiv:") else existing.id


def _merge_records(records: tuple[SourceRecord, ...], new: SourceRecord) -> tuple[SourceRecord, ...]:
    key = (new.source, new.day)
    kept = [new if (old.source, old.day) == key else old for old in records]
    return tuple(kept) if any((old.source, old.day) == key for old in records) else (*kept, new)


def _merge_links(old: Links, new: Links) -> Links:
    return Links(new.abstract or old.abstract, new.pdf or old.pdf, new.code or old.code, new.project or old.project)


def _same_but_clock(a: Paper, b: Paper) -> bool:
    def still(paper: Paper) -> Paper:
        return replace(paper, sources=tuple(replace(r, retrieved_at=None) for r in paper.sources))

    return still(a) == still(b)
