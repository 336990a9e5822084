"""Absence: why a day has no papers, and what its reader can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Absence:
    """What is said in place of a list: in short, at length, and the command that would change it."""

    title: str
    message: str
    command: str | None


def reason_of(day: date, told: str | None, *, today: date | None = None) -> Absence:
    """Why there is nothing; `told` is the source's own reason, None where no source was asked."""
    weekend = day.weekday() >= _SATURDAY
    ask_again = f"paperline ingest hf:{day.isoformat()} --summarise"
    if today and day > today:
        return Absence("This day has not come yet", "Its papers cannot be listed before it begins (UTC).", None)
    if told:
        title = "No list at the weekend" if weekend else "No list on this day"
        return Absence(title, f"The source was asked, and said: {told}.".replace("..", "."), ask_again)
    if weekend:
        words = "arXiv announces nothing on Saturdays and Sundays, and daily lists are short or empty then."
        return Absence("A weekend, and nothing is stored", words, ask_again)
    return Absence("This day is not stored", "No source was asked for its list yet.", ask_again)
