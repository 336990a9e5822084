"""Words of time in a question: which days `today`, `last 7 days` or `in December` mean, counted from a day (UTC)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTHS["sept"] = 9
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_WEEKDAY = "|".join(_WEEKDAYS)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "thirty": 30}
_WEEK = timedelta(days=7)
_LEAP_YEARS = 9  # 29 February comes back within eight years, also over 1900 and 2100
_YEAR = r"(?:19|20)\d\d"
_TIME = re.compile(
    rf"""\b(?:(?P<bound>since|after|from|between|before|until|till|up\ to)\s+)?(?:
    (?P<recent>(?:(?:in|over|from|during|within)\s+)?(?:the\s+)?(?:last|past)\s+(?P<count>\d{{1,3}}|{"|".join(_COUNTS)})\s+(?P<unit>days?|weeks?|months?))
    |(?:(?:in|over|from|during|on|of|for)\s+)?(?P<relative>today(?:['’]s)?|yesterday(?:['’]s)?
        |(?:this|last|previous|the\ past)\s+(?:week|month|year)|the\ (?:latest|newest|most\ recent)\ day)
    |(?:(?:on|from|of|for)\s+)?(?P<which>last|past|previous|this)\s+(?P<w1>{_WEEKDAY})(?:['’]s)?
    |(?(bound)|(?:on|from|of|for)\s+)(?P<w2>{_WEEKDAY})(?:['’]s)?
    |(?P<w3>{_WEEKDAY})['’]s
    |(?:on\s+|of\s+|from\s+)?(?P<iso>{_YEAR}-\d\d-\d\d)
    |(?:on\s+|of\s+|from\s+)?(?:the\s+)?(?:(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH}))\b\.?(?:,?\s+(?P<y1>{_YEAR}))?
    |(?(bound)|(?:in|during|of)\s+)(?:(?P<m3>{_MONTH})\b\.?(?:,?\s+(?P<y2>{_YEAR}))?|(?P<y3>{_YEAR}))
    )(?![\w-])""",
    re.VERBOSE | re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:(?P<both>and|&)|to|until|till|through|up\ to|[-–—])\s*(?:the\s+)?", re.IGNORECASE)
_EARLIEST = date(1900, 1, 1)  # the first day that a question can name
_OF_THE_PAPER = re.compile(
    r"\b(?:published|submitted|posted|dated|written|appeared|uploaded)\s*(?:first\s*)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NamedDays:
    """The days that words of a question mean, and the question without them.

    `years_open` where the words name no year, `weeks_open` where they name a weekday of no week: `first` and `last` are
    then the latest such days that are not to come.
    """

    words: str
    first: date
    last: date
    rest: str
    is_today: bool = False
    years_open: bool = False
    weeks_open: bool = False

    def a_year_earlier(self) -> NamedDays:
        """The same words, meant of the year before."""
        first, last = _moved(self.first), _moved(self.last)
        return NamedDays(self.words, first, last, self.rest, self.is_today, self.years_open)

    def not_after(self, day: date) -> NamedDays:
        """The same weekdays, so many whole weeks earlier that they begin on the day or before it."""
        back = timedelta(days=7 * max(0, -(-(self.first - day).days // 7)))
        return replace(self, first=self.first - back, last=self.last - back)


def named_days(question: str, today: date) -> NamedDays | None:
    """The first words of time that say which days are asked; None where there are none.

    `published in December` speaks of the papers' own dates, not of the days that listed them.
    """
    for found in _TIME.finditer(question):
        weekday = found["w1"] or found["w2"] or found["w3"]
        own_date = not (found["recent"] or found["relative"] or weekday) and _OF_THE_PAPER.search(
            question[: found.start()]
        )
        if own_date or (meant := _meant(found, today)) is None:
            continue
        first, last, years_open = meant
        bound, end = (found["bound"] or "").lower(), found.end()
        weeks_open = bool(weekday and not found["which"])
        if joined := _joined(question, found, today):
            if weeks_open and joined[0][1] < first:
                meant = first - _WEEK, last - _WEEK, False
            (first, last, years_open), end = _range(meant, joined[0], today), joined[1]
        elif bound in _OPEN_ENDS:
            first, last, years_open = *_OPEN_ENDS[bound](first, last, today), False
            weeks_open = False
        rest = " ".join((question[: found.start()] + " " + question[end:]).split())
        rest = re.sub(r"\s+([?.!,])", r"\1", rest)
        is_today = (found["relative"] or "").lower().startswith(("today", "the ")) and first == last == today
        return NamedDays(question[found.start() : end].strip(), first, last, rest, is_today, years_open, weeks_open)
    return None


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def month_number(name: str) -> int | None:
    """The number of a month by its English name or short name."""
    return _MONTHS.get(name.lower().rstrip("."))


def _joined(question: str, found: re.Match[str], today: date) -> tuple[tuple[date, date, bool], int] | None:
    """The days that end a range begun by `found`, and where their words end; None where none is named.

    `and` joins only after `between`: elsewhere it may join two questions.
    """
    joint = _JOINED.match(question, found.end())
    if joint is None or (joint["both"] and (found["bound"] or "").lower() != "between"):
        return None
    other = _TIME.match(question, joint.end())
    shift = 0
    if other is None:  # a bare month, year or weekday counts here: the joint says that it is a time
        other = _TIME.match("of " + question[joint.end() :])
        shift = joint.end() - len("of ")
    meant = _meant(other, today) if other else None
    return (meant, other.end() + shift) if other and meant else None


def _range(begin: tuple[date, date, bool], end: tuple[date, date, bool], today: date) -> tuple[date, date, bool]:
    """From the first day of one to the last day of the other; a year that only the end has holds for the beginning."""
    (first, _, first_open), (_, last, last_open) = begin, end
    if first_open and not last_open:
        first = _day_in(last.year, first)
        first = first if first <= last else _day_in(last.year - 1, first)
    elif last < first and last_open:
        last = _day_in(last.year + 1, last)
    return min(first, last), max(first, last), first_open and last_open and last <= today


def _after(_first: date, last: date, today: date) -> tuple[date, date]:
    begin = last + timedelta(days=1)
    return begin, max(begin, today)


_OPEN_ENDS: Mapping[str, Callable[[date, date, date], tuple[date, date]]] = {
    "since": lambda first, _last, today: (first, max(first, today)),
    "after": _after,
    "before": lambda first, _last, _today: (_EARLIEST, max(_EARLIEST, first - timedelta(days=1))),
    "until": lambda _first, last, _today: (_EARLIEST, last),
    "till": lambda _first, last, _today: (_EARLIEST, last),
    "up to": lambda _first, last, _today: (_EARLIEST, last),
}


def _meant(found: re.Match[str], today: date) -> tuple[date, date, bool] | None:
    try:
        if found["recent"]:
            return _recent(found["count"], found["unit"], today)
        if found["relative"]:
            return _relative(found["relative"].lower(), today)
        if weekday := found["w1"] or found["w2"] or found["w3"]:
            return _weekday(_WEEKDAYS[weekday.lower()], (found["which"] or "").lower(), today)
        if found["iso"]:
            day = date.fromisoformat(found["iso"])
            return day, day, False
        if month := found["m1"] or found["m2"]:
            return _one_day(month, int(found["d1"] or found["d2"]), found["y1"], today)
        if found["m3"]:
            return _one_month(_MONTHS[found["m3"].lower()], found["y2"], today)
        year = int(found["y3"])
        return date(year, 1, 1), date(year, 12, 31), False
    except (ValueError, OverflowError):
        return None


def _recent(count: str, unit: str, today: date) -> tuple[date, date, bool]:
    number = _COUNTS.get(count.lower()) or int(count)
    days = number * {"d": 1, "w": 7, "m": 30}[unit[0].lower()]
    return today - timedelta(days=max(days, 1) - 1), today, False


def _weekday(number: int, which: str, today: date) -> tuple[date, date, bool]:
    """The latest such day that is not to come; `last` means one before today, `this` the one of the calendar week."""
    if which == "this":
        day = today + timedelta(days=number - today.weekday())
    else:
        back = (today.weekday() - number) % 7
        day = today - timedelta(days=back or 7 * bool(which))
    return day, day, False


def _relative(words: str, today: date) -> tuple[date, date, bool]:
    if words.startswith("yesterday"):
        day = today - timedelta(days=1)
        return day, day, False
    if words.startswith(("today", "the latest", "the newest", "the most")):
        return today, today, False
    back = not words.startswith("this")
    if words.endswith("week"):
        first = today - timedelta(days=today.weekday() + 7 * back)
        return first, first + timedelta(days=6), False
    if words.endswith("month"):
        year, month = (
            (today.year - (today.month == 1), (today.month - 2) % 12 + 1) if back else (today.year, today.month)
        )
        return *month_days(year, month), False
    return date(today.year - back, 1, 1), date(today.year - back, 12, 31), False


def _one_day(month: str, day: int, year: str | None, today: date) -> tuple[date, date, bool] | None:
    number = _MONTHS[month.lower()]
    meant: date | None
    if year:
        meant = date(int(year), number, day)
    else:
        candidates = (_day_or_none(today.year - back, number, day) for back in range(_LEAP_YEARS))
        meant = next((past for past in candidates if past and past <= today), None)
    return (meant, meant, year is None) if meant else None


def _one_month(month: int, year: str | None, today: date) -> tuple[date, date, bool]:
    if year:
        return *month_days(int(year), month), False
    return *month_days(today.year - (month > today.month), month), True


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moved(day: date) -> date:
    return _day_in(day.year - 1, day)


def _day_in(year: int, day: date) -> date:
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)
