"""Records: what a paper's authors, their number and its date say of a condition, and where they are not known."""

from __future__ import annotations

from collections.abc import Sequence

from paperline.domain.papers import Paper
from paperline.domain.questions import AuthorCount, Condition, Every, Not, Published, Some, Upvotes, WrittenBy


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


def _votes(paper: Paper) -> int | None:
    return max((record.upvotes for record in paper.sources if record.upvotes is not None), default=None)
