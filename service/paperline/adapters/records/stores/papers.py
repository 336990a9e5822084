"""Papers and their versions in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, insert, select, update

from paperline.adapters.records.schema import full_text
from paperline.adapters.records.schema.encoding import from_json, to_json
from paperline.adapters.records.schema.tables import aliases, day_lists, paper_versions, papers, reports
from paperline.adapters.records.scoping import batches, canonical, in_scope
from paperline.domain.filters import SearchFilters
from paperline.domain.papers import Links, Paper, PaperVersion, SourceRecord, normalised_title
from paperline.domain.scopes import Scope

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select, Update

    from paperline.adapters.records.revision import Revision

EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class _Record:
    """What filters ask of the stored record."""

    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    links: Links = field(default_factory=Links)
    sources: tuple[SourceRecord, ...] = ()


_COLUMNS = frozenset({"id", "version", "title", "abstract"})


class SqlPaperRecords:
    """Papers within one transaction."""

    def __init__(self, connection: Connection, revision: Revision, frequencies: full_text.Frequencies) -> None:
        self._connection = connection
        self._revision = revision
        self._frequencies = frequencies

    def get(self, paper_id: str) -> Paper | None:
        """The newest version of the paper with that id or alias; an id goes before an alias."""
        found = self.get_many([paper_id]) or self.get_many(list(canonical(self._connection, [paper_id]).values()))
        return found[0] if found else None

    def get_many(self, paper_ids: Sequence[str]) -> list[Paper]:
        """The papers with these canonical ids that exist, in the order asked."""
        found = {}
        for batch in batches(paper_ids):
            rows = self._connection.execute(_newest(papers.c.id.in_(batch)))
            found.update({paper.id: paper for paper in map(_paper, rows)})
        return [found[paper_id] for paper_id in paper_ids if paper_id in found]

    def find_by_title(self, normalised_title: str) -> Paper | None:
        """A paper of this normalised title, the lowest id of several; an empty title is no title."""
        if not normalised_title:
            return None
        query = _newest(papers.c.title_key == normalised_title).order_by(papers.c.id).limit(1)
        row = self._connection.execute(query).first()
        return _paper(row) if row else None

    def put(self, paper: Paper, now: datetime, *, raw_title: str | None, raw_abstract: str | None) -> None:
        """The paper is stored; earlier versions are kept, and what stood under an alias stands under its id."""
        self._revision.grow()
        self._take_over(paper)
        meta = to_json(Paper, paper, without=_COLUMNS)
        values = {"version": paper.version, "title_key": normalised_title(paper.title), "meta": meta}
        number = self._connection.scalar(select(papers.c.number).where(papers.c.id == paper.id))
        if number is None:
            inserted = insert(papers).values(id=paper.id, **values).returning(papers.c.number)
            number = self._connection.scalars(inserted).one()
        else:
            full_text.forget(self._connection, number)
            self._connection.execute(update(papers).where(papers.c.number == number).values(**values))
        self._add_version(paper, now, raw_title, raw_abstract)
        full_text.add(self._connection, number)
        self._put_aliases(paper)

    def versions(self, paper_id: str) -> list[PaperVersion]:
        """All stored versions of the paper with that id or alias, oldest first."""
        ids = [paper_id, *canonical(self._connection, [paper_id]).values()]
        table = paper_versions.c
        columns = (table.version, table.title, table.abstract, table.stored_at, table.raw_title, table.raw_abstract)
        return [
            PaperVersion(*row)
            for batch in batches(ids)
            for row in self._connection.execute(
                select(*columns).where(table.paper_id.in_(batch)).order_by(table.version)
            )
        ]

    def ids(self, scope: Scope) -> list[str]:
        """The canonical ids in a scope, each once, sorted."""
        found: set[str] = set()
        for condition in in_scope(scope):
            found.update(self._connection.scalars(select(papers.c.id).where(condition)))
        return sorted(found)

    def count(self, scope: Scope) -> int:
        """How many papers are in a scope of days."""
        (condition,) = in_scope(scope)
        return int(self._connection.scalar(select(func.count()).select_from(papers).where(condition)) or 0)

    def meeting(self, scope: Scope, filters: SearchFilters) -> list[str]:
        """The canonical ids in a scope whose record meets the filters, each once, sorted; no text is read."""
        found: set[str] = set()
        for condition in in_scope(scope):
            rows = self._connection.execute(select(papers.c.id, papers.c.meta).where(condition))
            found.update(paper_id for paper_id, meta in rows if _admitted(meta, filters))
        return sorted(found)

    def among(self, paper_ids: Sequence[str], scope: Scope) -> frozenset[str]:
        """Those of the canonical ids that are in a scope of days."""
        (condition,) = in_scope(scope)
        found: set[str] = set()
        for batch in batches(paper_ids):
            found.update(self._connection.scalars(select(papers.c.id).where(papers.c.id.in_(batch), condition)))
        return frozenset(found)

    def search_text(self, words: Sequence[str], limit: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Paper ids of a scope of days that hold any of the words, best BM25 first, ties by id."""
        revision = self._revision.number()

        def frequency(quoted: str) -> int:
            return self._frequencies.of(self._connection, quoted, revision)

        return full_text.search(self._connection, words, limit, scope, frequency)

    def _take_over(self, paper: Paper) -> None:
        """What is stored under an alias of the paper moves to its id: keys follow by ON UPDATE CASCADE."""
        for alias in paper.aliases:
            old = self._connection.scalar(select(papers.c.number).where(papers.c.id == alias))
            if old is None or alias == paper.id:
                continue
            if self._connection.scalar(select(papers.c.number).where(papers.c.id == paper.id)) is None:
                self._connection.execute(update(papers).where(papers.c.number == old).values(id=paper.id))
            else:
                self._absorb(alias, old, paper.id)

    def _absorb(self, alias: str, number: int, paper_id: str) -> None:
        """The alias's places in days and its aliases go to a paper stored before; that paper's wordings stay.

        Reports go with them where the wording that they are about is one of those, and end with it elsewhere.
        """
        places = day_lists.alias()
        taken = select(1).where(
            places.c.day == day_lists.c.day, places.c.source == day_lists.c.source, places.c.paper_id == paper_id
        )
        moved = update(day_lists).where(day_lists.c.paper_id == alias, ~taken.exists())
        self._connection.execute(moved.values(paper_id=paper_id))
        self._connection.execute(update(aliases).where(aliases.c.paper_id == alias).values(paper_id=paper_id))
        self._connection.execute(_reports_of_shared_wordings(alias, paper_id))
        full_text.forget(self._connection, number)
        self._connection.execute(delete(papers).where(papers.c.number == number))

    def _add_version(self, paper: Paper, now: datetime, raw_title: str | None, raw_abstract: str | None) -> None:
        table = paper_versions.c
        key = and_(table.paper_id == paper.id, table.version == paper.version)
        stored = self._connection.execute(select(table.title, table.abstract).where(key)).first()
        if stored is None:
            self._connection.execute(
                insert(paper_versions).values(
                    paper_id=paper.id, version=paper.version, title=paper.title, abstract=paper.abstract,
                    raw_title=raw_title, raw_abstract=raw_abstract, stored_at=now,
                )
            )  # fmt: skip
        elif stored != (paper.title, paper.abstract):
            msg = f"Version {paper.version} of {paper.id} has another wording stored; a new wording is a new version."
            raise ValueError(msg)

    def _put_aliases(self, paper: Paper) -> None:
        if paper.aliases:
            self._connection.execute(delete(aliases).where(aliases.c.alias.in_(paper.aliases)))
            rows = [{"alias": alias, "paper_id": paper.id} for alias in dict.fromkeys(paper.aliases)]
            self._connection.execute(insert(aliases), rows)


def _reports_of_shared_wordings(alias: str, paper_id: str) -> Update:
    """Gives the alias's reports to the paper: those of a version that reads alike in both and has no such report yet."""
    ours, theirs, present = paper_versions.alias(), paper_versions.alias(), reports.alias()
    alike = select(1).where(
        theirs.c.paper_id == alias, theirs.c.version == reports.c.version,
        ours.c.paper_id == paper_id, ours.c.version == reports.c.version,
        ours.c.title == theirs.c.title, ours.c.abstract == theirs.c.abstract,
    )  # fmt: skip
    taken = select(1).where(
        present.c.paper_id == paper_id, present.c.version == reports.c.version, present.c.fault == reports.c.fault
    )
    moved = update(reports).where(reports.c.paper_id == alias, alike.exists(), ~taken.exists())
    return moved.values(paper_id=paper_id)


def _newest(condition: ColumnElement[bool]) -> Select[str, int, str, str, str]:
    versions = paper_versions.c
    joined = papers.join(paper_versions, and_(versions.paper_id == papers.c.id, versions.version == papers.c.version))
    columns = (papers.c.id, papers.c.version, versions.title, versions.abstract, papers.c.meta)
    return select(*columns).select_from(joined).where(condition)


def _paper(row: tuple[str, int, str, str, str]) -> Paper:
    paper_id, version, title, abstract, meta = row
    return from_json(Paper, meta, id=paper_id, version=version, title=title, abstract=abstract)


def _admitted(meta: str, filters: SearchFilters) -> bool:
    record = from_json(_Record, meta)
    return filters.admit(
        categories=record.categories, authors=record.authors, code=record.links.code,
        sources={item.source for item in record.sources},
    )  # fmt: skip
