"""Records: what a paper's authors, their number and its date say of a condition, and where they are not known."""

from __future__ import annotations

from collections.abc import Sequence

from paperline.domain.papers import Paper
from paperline.domain.questions.conditions.values import (
    AuthorCount,
    Condition,
    Every,
    Everything,
    Not,
    Published,
    Some,
    Upvotes,
    WrittenBy,
)


def by_record(condition: AuthorCount | Upvotes | Published | WrittenBy, paper: Paper) -> bool:
    """Whether the paper meets it; not, where the record does not tell."""
    match condition:
        case AuthorCount(comparator, number):
            return paper.author_count is not None and comparator.holds(paper.author_count, number)
        case Upvotes(comparator, number):
            votes = _votes(paper)
            return votes is not None and comparator.holds(votes, number)
        case WrittenBy(name):
            wanted = name.casefold().split()
            return any(all(word in author.casefold().split() for word in wanted) for author in paper.authors)
        case Published(first, last, month):
            day = paper.published
            return (
                day is not None
                and (first is None or day >= first)
                and (last is None or day <= last)
                and month in {None, day.month}
            )


def decided_by_record(condition: Condition, paper: Paper) -> bool:
    """Whether the paper's record alone proves that it meets the condition, or that it cannot."""
    return _proven(condition, paper) is not None


def _proven(condition: Condition, paper: Paper) -> bool | None:
    """What the record proves; None where the text must be read."""
    match condition:
        case Everything():
            return True
        case AuthorCount() | Upvotes() | Published() | WrittenBy():
            return by_record(condition, paper)
        case Not(of):
            proven = _proven(of, paper)
            return None if proven is None else not proven
        case Every(of):
            return _settled([_proven(item, paper) for item in of], by=False)
        case Some(of):
            return _settled([_proven(item, paper) for item in of], by=True)
        case _:
            return None


def _settled(proven: Sequence[bool | None], *, by: bool) -> bool | None:
    """One such part settles the whole; else all must be proven."""
    return by if by in proven else None if None in proven else not by


def unknown_to(condition: Condition, papers: Sequence[Paper]) -> int:
    """How many papers cannot be judged because what the condition asks of their record is not stored."""
    match condition:
        case AuthorCount():
            return sum(paper.author_count is None for paper in papers)
        case Upvotes():
            return sum(_votes(paper) is None for paper in papers)
        case Published():
            return sum(paper.published is None for paper in papers)
        case WrittenBy():
            return sum(not paper.authors for paper in papers)
        case Not(of):
            return unknown_to(of, papers)
        case Every(of) | Some(of):
            return max((unknown_to(item, papers) for item in of), default=0)
        case _:
            return 0


def unrecorded(condition: Condition, papers: Sequence[Paper]) -> str | None:
    """What to say where the condition asks of records, and of how many of the papers they are missing; None elsewhere."""
    if (name := _asked_of_record(condition)) is None:
        return None
    lacking = unknown_to(condition, papers)
    if lacking == len(papers):
        return f"The sources gave no {name} of the papers in scope."
    known = f"None of the papers whose {name} the sources gave matches"
    return f"{known}; of {lacking} they gave none." if lacking else f"No paper in scope has such {name}."


def _asked_of_record(condition: Condition) -> str | None:
    """The name of the part of the record that the condition as a whole, or one of its parts that must hold, asks for."""
    match condition:
        case AuthorCount():
            return "number of authors"
        case Upvotes():
            return "upvotes"
        case Published():
            return "date"
        case WrittenBy():
            return "authors"
        case Not(of):
            return _asked_of_record(of)
        case Every(of) | Some(of):
            return next((name for item in of if (name := _asked_of_record(item))), None)
        case _:
            return None


def _votes(paper: Paper) -> int | None:
    return max((record.upvotes for record in paper.sources if record.upvotes is not None), default=None)
