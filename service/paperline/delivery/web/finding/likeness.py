"""Why two papers are alike, in words that both have."""

from __future__ import annotations

from paperline.domain.ranking.terms import term_set
from paperline.domain.summaries import Summary

_MOST = 4


def shared_keywords(one: Summary | None, other: Summary | None) -> list[str]:
    """The keywords of the first whose words the second's keywords hold too, in their order."""
    if one is None or other is None:
        return []
    theirs = [term_set(keyword) for keyword in other.keywords]
    held = frozenset().union(*theirs)
    alike = [keyword for keyword in one.keywords if (own := term_set(keyword)) and own <= held]
    partly = [keyword for keyword in one.keywords if keyword not in alike and term_set(keyword) & held]
    return (alike or partly)[:_MOST]
