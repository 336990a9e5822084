"""The text capture of a daily-papers page: its day, and its papers with whatever footers survived."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from paperline.adapters.sources.parsers.drafting import Collector, Origin, Unusable, shown, wording
from paperline.adapters.sources.parsers.fields import github_url, is_withdrawn
from paperline.adapters.sources.parsers.page_lines import FooterLine, TextLine, read_lines
from paperline.domain.errors import BadSource, TooLarge
from paperline.domain.papers import Links, PaperDraft, SourceBatch, SourceRecord

SOURCE = "hf-page"
_LONG = 300  # characters; no title on the pages seen has more than 150, no abstract fewer than 1,000
_SHORTEST_BARE_ABSTRACT = 100
_MOST_LINES = 200_000


@dataclass(slots=True)
class _Sheet:
    """One paper while its lines are gathered."""

    line: int
    title: str
    paragraphs: list[str] = field(default_factory=list)
    footed: bool = False
    authors: int | None = None
    dated: FooterLine | None = None
    comments: int | None = None

    def take(self, footer: FooterLine) -> None:
        """The footer's facts are the paper's; a number alone counts only below another footer line."""
        if footer.authors is None and footer.month is None and not self.footed:
            return
        self.footed = True
        self.authors = self.authors if footer.authors is None else footer.authors
        self.dated = footer if self.dated is None and footer.month else self.dated
        self.comments = self.comments if footer.comments is None else footer.comments


def parse(text: str, origin: Origin) -> SourceBatch:
    """The papers of a page in their order; the year of a heading without one is inferred and reported in `notes`."""
    if text.count("\n") > _MOST_LINES:
        raise TooLarge(f"{origin.name}: more than {_MOST_LINES:,} lines, which is no page; split it or name its format")
    lines = read_lines(text)
    heading = next((line for line in lines if isinstance(line, TextLine) or line.month), None)
    if isinstance(heading, FooterLine) and heading.authors is None:
        lines.remove(heading)
    else:
        heading = None
    sheets = _sheets(lines)
    if not sheets:
        raise BadSource(
            f"{origin.name}: no paper found; expected a title, an abstract and a footer such as “• 7 authors” each"
        )
    day, notes = _page_day(heading, sheets, origin)
    found = Collector(SOURCE, origin)
    for sheet in sheets:
        try:
            _add(sheet, found, day)
        except Unusable as unusable:
            found.reject(f"line {sheet.line}", f"{unusable}: {shown(sheet.title)}")
    return found.batch(day, notes=notes)


def _sheets(lines: list[TextLine | FooterLine]) -> list[_Sheet]:
    sheets: list[_Sheet] = []
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        if isinstance(line, FooterLine):
            if sheets:
                sheets[-1].take(line)
        elif not sheets or _begins_paper(sheets[-1], line.text, following):
            sheets.append(_Sheet(line.line, line.text))
        else:
            sheets[-1].paragraphs.append(line.text)
    return sheets


def _begins_paper(current: _Sheet, text: str, following: TextLine | FooterLine | None) -> bool:
    """Whether a text line is the next paper's title, or belongs to the current paper.

    After a footer it is a title. Without one (the footers of some papers are lost), a short line before a long one is.
    """
    if current.footed:
        return True
    ends_as_prose = text.endswith(".") and not text.endswith("..")
    before_long = isinstance(following, TextLine) and len(following.text) >= max(_LONG, 2 * len(text))
    if not current.paragraphs:
        lost_title = len(current.title) > _LONG and len(text) <= _LONG and not ends_as_prose
        return lost_title or (len(text) < _LONG // 2 and not ends_as_prose and before_long)
    return len(text) <= _LONG and not ends_as_prose


def _add(sheet: _Sheet, found: Collector, day: date | None) -> None:
    abstract = " ".join(sheet.paragraphs)
    if not abstract:
        raise Unusable("a title without an abstract" if len(sheet.title) <= _LONG else "an abstract without a title")
    if not sheet.footed and len(abstract) < _SHORTEST_BARE_ABSTRACT:
        raise Unusable("neither a footer nor a text long enough for an abstract")
    words = wording(sheet.title, abstract, mend=True)
    draft = PaperDraft(
        abstract=words.abstract, title=words.title, author_count=sheet.authors,
        published=_paper_date(sheet.dated, day or found.origin.now.date()), day=day,
        links=Links(code=github_url([words.abstract])), withdrawn=is_withdrawn(words.abstract),
        record=SourceRecord(source=SOURCE, day=day, comments=sheet.comments, retrieved_at=found.origin.now),
        raw_title=words.raw_title, raw_abstract=words.raw_abstract, damage=words.damage,
    )  # fmt: skip
    found.add(draft, words.repairs)


def _page_day(heading: FooterLine | None, sheets: list[_Sheet], origin: Origin) -> tuple[date | None, tuple[str, ...]]:
    """The page's day and how it was chosen, where that needs saying."""
    if heading is None or heading.month is None or heading.day is None:
        return origin.day, () if origin.day else ("the page has no heading date; its day is not known",)
    written = f"{_MONTH_NAMES[heading.month - 1]} {heading.day}"
    if origin.day:
        agrees = (origin.day.month, origin.day.day) == (heading.month, heading.day)
        note = f"the page is headed {written}, but the day given is {origin.day}: the day given is used"
        return origin.day, () if agrees else (note,)
    if heading.year:
        day = _date(heading.year, heading.month, heading.day)
        return day, () if day else (f"the heading {written}, {heading.year} is no date; the page's day is not known",)
    dated = [_date(sheet.dated.year, sheet.dated.month, sheet.dated.day) for sheet in sheets if sheet.dated]
    newest = max((full for full in dated if full), default=None)
    if newest:
        years, because = range(newest.year, newest.year + 9), f"the earliest not before the newest full date, {newest}"
        day = next((day for year in years if (day := _date(year, heading.month, heading.day)) and day >= newest), None)
    else:
        day, because = _latest(heading.month, heading.day, origin.now.date()), "the latest that is not in the future"
    if day is None:
        return None, (f"the heading {written} fits no year; the page's day is not known",)
    return day, (f"the heading {written} has no year; taken as {day}: {because}",)


def _paper_date(dated: FooterLine | None, page_day: date) -> date | None:
    """A paper's date; one without a year takes the latest that does not put it after the page's day."""
    if dated is None or dated.month is None or dated.day is None:
        return None
    if dated.year:
        return _date(dated.year, dated.month, dated.day)
    return _latest(dated.month, dated.day, page_day)


def _latest(month: int, day: int, limit: date) -> date | None:
    years = range(limit.year, limit.year - 9, -1)  # 29 February may be eight years away
    return next((found for year in years if (found := _date(year, month, day)) and found <= limit), None)


def _date(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month, day) if year and month and day else None
    except ValueError:
        return None


_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
