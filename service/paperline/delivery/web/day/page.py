"""A day's page as bytes: a function of what is stored and of the address, so that it can be kept."""

from __future__ import annotations

from paperline.bootstrap import Services
from paperline.delivery.web.day.absence import reason_of
from paperline.delivery.web.day.calendar import links_around
from paperline.delivery.web.day.choosing import month_of, shown_day
from paperline.delivery.web.day.wanted import WantedPage
from paperline.delivery.web.pages import is_sample, rendered
from paperline.domain.days import Day
from paperline.domain.themes import overview_of


def day_page(services: Services, day: Day, wanted: WantedPage) -> bytes:
    """The page of the day; whatever is chosen, it is told of the whole day how far its lines are written."""
    fallbacks = [found.summary.provenance.fallback for found in day.papers if found.summary]
    return rendered(
        "day.html",
        day=day,
        shown=shown_day(day, wanted),
        sample=any(is_sample(found.paper) for found in day.papers),
        written=sum(found.summary is not None for found in day.papers),
        fallbacks=[reason for reason in fallbacks if reason],
        absence=None if day.papers else reason_of(day.entry.date, day.entry.reason),
        overview=overview_of(day),
        links=links_around(services.records, day.entry.date, month_of(day.entry.date, wanted)),
    )
