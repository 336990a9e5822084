"""Filters of search: what a record must say."""

from __future__ import annotations

import pytest

from paperline.domain.filters import SearchFilters


def admits(filters: SearchFilters) -> bool:
    return filters.admit(
        categories=("cs.CL",), authors=("Émile Øster-Łukasz", "José  Straße"), code=None, sources={"hf"}
    )


@pytest.mark.parametrize("author", ["emile", "ÉMILE øster", "oster-lukasz", "Jose strasse", "José"])
def test_an_author_is_found_whatever_the_accents_and_the_case(author):
    """In the name that is asked and in the name that is stored."""
    assert admits(SearchFilters(author=author))


@pytest.mark.parametrize(
    ("filters", "met"),
    [
        (SearchFilters(), True),
        (SearchFilters(category="CS.cl", source="hf", has_code=False), True),
        (SearchFilters(category="cs"), False),
        (SearchFilters(source="arxiv"), False),
        (SearchFilters(has_code=True), False),
        (SearchFilters(author="Emil Oster"), False),
    ],
)
def test_every_filter_that_is_set_must_be_met(filters, met):
    assert admits(filters) is met
