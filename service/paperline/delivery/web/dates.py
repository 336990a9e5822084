"""Dates and moments as the page writes them."""

from __future__ import annotations

from datetime import date, datetime


def long_date(day: date) -> str:
    """`Thursday 11 December 2025`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def month_name(month: date) -> str:
    """`December 2025`."""
    return f"{month:%B %Y}"


def short_date(day: date) -> str:
    """`11 December 2025`."""
    return f"{day.day} {day:%B %Y}"


def minute(moment: datetime) -> str:
    """`2025-12-11 06:30 UTC`."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"
