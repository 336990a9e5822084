"""Reading what a condition says of a paper's data rather than of its text: authors, their number, dates."""

from __future__ import annotations

import re
from datetime import date

from paperline.domain.questions.conditions.values import (
    AuthorCount,
    Comparator,
    Condition,
    Not,
    Published,
    Upvotes,
    WrittenBy,
)
from paperline.domain.questions.day_words import month_days, month_number

NUMBERS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0,
    "twelve": 12.0, "twenty": 20.0, "hundred": 100.0,
}  # fmt: skip
_COMPARATORS = {
    "more than": Comparator.MORE, "over": Comparator.MORE, "above": Comparator.MORE, "greater than": Comparator.MORE,
    "higher than": Comparator.MORE, "exceeding": Comparator.MORE, "at least": Comparator.AT_LEAST, "up to": Comparator.AT_MOST,
    "at most": Comparator.AT_MOST, "no more than": Comparator.AT_MOST, "less than": Comparator.LESS, "fewer than": Comparator.LESS,
    "under": Comparator.LESS, "below": Comparator.LESS, "exactly": Comparator.EXACTLY, "only": Comparator.EXACTLY,
}  # fmt: skip
_NUMBER = rf"\d{{1,4}}|{'|'.join(NUMBERS)}"
_LINK = r"(?:(?:that |which |who )?(?:have|has|had|having|are|is|were|was|with|by|from|written by|authored by)\s+)?"
_AUTHORS = re.compile(
    rf"\b{_LINK}(?:(?P<comparator>no more than|more than|over|at least|fewer than|less than|under|at most|exactly|only|up to|above|below)\s+)?"
    rf"(?:(?P<number>{_NUMBER})(?P<more>\s+or\s+(?:more|fewer|less))?|an?\s+(?P<single>single|sole|lone)|(?P<bare>single|sole|lone))[\s-]+authors?\b(?:ed)?",
    re.IGNORECASE,
)
_VOTES = re.compile(
    r"\b(?:(?:that |which )?(?:have|has|had|got|get|gets|received|collected|earned|with)\s+)?(?:(?P<comparator>no more than|more than|over|at least|fewer than|less than|under|at most|exactly|only|up to|above|below)\s+)?"
    r"(?P<number>\d{1,5}|"
    rf"{'|'.join(NUMBERS)})(?P<more>\s+or\s+(?:more|fewer|less))?\s+(?:up-?votes?|votes?|likes?)\b",
    re.IGNORECASE,
)
_PERSON = r"[A-Z][\w'’.-]*(?:\s+(?:(?:van|von|de|der|den|la|le|di|da|bin|al)\s+)*[A-Z][\w'’.-]*){0,4}"
_WRITER = re.compile(
    rf"\b(?:(?:that |which )?(?:are |is |were |was )?(?:co-?)?(?:written|authored|published)\s+by|by(?: authors?)?|(?:did|does|has|have)\s+(?={_PERSON}\s+(?:write|author|publish|written)))\s+(?P<name>{_PERSON})(?:\s+(?:write|author|publish|written))?"
    rf"|\b(?P<own>{_PERSON})\s+(?:is|as)\s+(?:an?\s+)?(?:co-?)?author\b|\b(?:with|have|has)\s+(?P<with>{_PERSON})\s+as\s+(?:an?\s+)?(?:co-?)?author\b"
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
_DATED = re.compile(
    rf"""\b(?:(?:that|which)\s+)?(?:(?:are|is|were|was|have\ been|has\ been)\s+)?(?P<not>not\s+)?(?:first\s+)?(?:published|submitted|posted|dated|written|appeared|uploaded)\s+
    (?P<how>in|on|before|after|since|until|by|during|from|earlier\ than|later\ than)\s+(?:the\s+)?
    (?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)|(?P<month>{_MONTHS})\b\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+(?P<year>(?:19|20)\d\d))?|(?P<only>(?:19|20)\d\d))""",
    re.VERBOSE | re.IGNORECASE,
)


def comparator_of(words: str) -> Comparator:
    """What `more than`, `at least` and their like mean; a bare number means at least."""
    return _COMPARATORS.get(" ".join(words.lower().split()), Comparator.AT_LEAST)


def read_metadata(predicate: str) -> tuple[str, list[Condition]]:
    """The predicate without what it says of authors and dates, and that as conditions."""
    found: list[Condition] = []
    if match := _AUTHORS.search(predicate):
        found.append(_authors(match))
        predicate = predicate[: match.start()] + " " + predicate[match.end() :]
    if match := _VOTES.search(predicate):
        found.append(Upvotes(*_bound(match)))
        predicate = predicate[: match.start()] + " " + predicate[match.end() :]
    if match := _DATED.search(predicate):
        if dated := _published(match):
            found.append(Not(dated) if match["not"] else dated)
        predicate = predicate[: match.start()] + " " + predicate[match.end() :]
    if match := _WRITER.search(predicate):
        found.append(WrittenBy(match["name"] or match["own"] or match["with"]))
        predicate = predicate[: match.start()] + " " + predicate[match.end() :]
    return predicate, found


def _authors(match: re.Match[str]) -> AuthorCount:
    if match["single"] or match["bare"]:
        return AuthorCount(Comparator.EXACTLY, 1)
    return AuthorCount(*_bound(match))


def _bound(match: re.Match[str]) -> tuple[Comparator, int]:
    number = int(NUMBERS.get(match["number"].lower()) or float(match["number"]))
    if match["more"]:
        return Comparator.AT_LEAST if "more" in match["more"].lower() else Comparator.AT_MOST, number
    return comparator_of(match["comparator"]) if match["comparator"] else Comparator.EXACTLY, number


def _published(match: re.Match[str]) -> Published | None:
    how = match["how"].lower()
    try:
        first, last, month = _range(match)
    except ValueError:
        return None
    if month:
        return Published(month=month)
    if how in {"before", "earlier than"} and first:
        return Published(last=first.fromordinal(first.toordinal() - 1))
    if how in {"until", "by"}:
        return Published(last=last)
    if how in {"after", "later than"} and last:
        return Published(first=last.fromordinal(last.toordinal() + 1))
    return Published(first=first) if how == "since" else Published(first, last)


def _range(match: re.Match[str]) -> tuple[date | None, date | None, int | None]:
    if match["iso"]:
        day = date.fromisoformat(match["iso"])
        return day, day, None
    if match["only"]:
        return date(int(match["only"]), 1, 1), date(int(match["only"]), 12, 31), None
    month = month_number(match["month"]) or 1
    if not match["year"]:
        return None, None, month
    year = int(match["year"])
    if match["day"]:
        day = date(year, month, int(match["day"]))
        return day, day, None
    return *month_days(year, month), None
