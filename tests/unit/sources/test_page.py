"""The text capture of a daily-papers page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from paperline.adapters.sources.formats import parse
from paperline.domain.errors import BadSource, UnknownFormat

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
BANNER = "Get trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\n"
PROSE = "We study how caches behave under load, and we report what was measured on three machines in one week. " * 5


def paper(number: int, footer: str = "  • 3 authors\n\n·\n\nFeb 13, 2024\n\n") -> str:
    return f"Paper Number {number}: On Caches\n\nThis is abstract {number}. {PROSE}\n\n{footer}"


def read(text: str, day: date | None = None, kind: str = "page"):
    return parse(text.encode(), format=kind, name="page.txt", now=NOW, day=day)


def test_a_page_gives_its_papers_in_order_with_what_their_footers_say():
    batch = read(BANNER + "Dec 11\n\n" + paper(1) + paper(2, "• 12 authors\n·\nNov 14 7\n"))
    first, second = batch.drafts
    assert (first.title, first.author_count, first.published) == ("Paper Number 1: On Caches", 3, date(2024, 2, 13))
    assert (second.author_count, second.published, second.record.comments) == (12, date(2024, 11, 14), 7)
    assert first.abstract.startswith("This is abstract 1. We study")
    assert {draft.record.source for draft in batch.drafts} == {"hf-page"}
    assert first.id is None


def test_a_heading_without_a_year_takes_the_earliest_not_before_the_newest_full_date():
    batch = read("Dec 11\n\n" + paper(1) + paper(2, "• 1 author\n·\nDec 22, 2024\n"))
    assert batch.day == date(2025, 12, 11)
    assert len(batch.notes) == 1
    assert "Dec 11 has no year; taken as 2025-12-11" in batch.notes[0]


@pytest.mark.parametrize("heading", ["Dec 11, 2025", "December 11, 2025", "Thu, Dec 11, 2025", "Dec 11 2025"])
def test_a_heading_with_a_year_is_taken_as_it_stands(heading):
    batch = read(f"{BANNER}{heading}\n\n{paper(1)}")
    assert (batch.day, batch.notes) == (date(2025, 12, 11), ())


def test_the_day_given_wins_and_a_difference_is_reported():
    assert read("Dec 11\n\n" + paper(1), day=date(2025, 12, 11)).notes == ()
    batch = read("Dec 11\n\n" + paper(1), day=date(2025, 12, 9))
    assert batch.day == date(2025, 12, 9)
    assert "headed Dec 11, but the day given is 2025-12-09" in batch.notes[0]


def test_a_heading_on_a_leap_day_waits_for_a_leap_year():
    assert read("Feb 29\n\n" + paper(1, "• 1 authors\n·\nMar 5, 2024\n")).day == date(2028, 2, 29)


def test_without_any_full_date_the_heading_is_in_the_past_year():
    assert read("Dec 11\n\n" + paper(1, "• 2 authors\n")).day == date(2025, 12, 11)


def test_a_page_without_heading_says_that_its_day_is_not_known():
    batch = read(paper(1))
    assert batch.day is None
    assert "no heading date" in batch.notes[0]


def test_dates_that_do_not_exist_break_nothing():
    batch = read("Feb 31, 2025\n\n" + paper(1, "• 2 authors\n·\nFeb 30\n"))
    assert (batch.day, batch.drafts[0].published) == (None, None)


@pytest.mark.parametrize("lost", [{1}, {2}, {3}, {1, 2}, {2, 3}, {1, 2, 3}])
def test_papers_whose_footer_was_lost_are_still_told_apart(lost):
    text = "Dec 11\n\n" + "".join(paper(n, "") if n in lost else paper(n) for n in (1, 2, 3))
    batch = read(text)
    assert [draft.title for draft in batch.drafts] == [f"Paper Number {n}: On Caches" for n in (1, 2, 3)]
    assert [draft.author_count for draft in batch.drafts] == [None if n in lost else 3 for n in (1, 2, 3)]


@pytest.mark.parametrize("kept", ["• 3 authors\n", "·\n", "Feb 13, 2024 4\n", "• 3 authors · Feb 13, 2024\n"])
def test_any_line_of_a_footer_may_be_missing(kept):
    assert len(read("Dec 11\n\n" + paper(1, kept) + paper(2)).drafts) == 2


@pytest.mark.parametrize(
    "top",
    [
        BANNER + BANNER + "Dec 11\n\n",
        "new\n\nModels\n\nDatasets\n\n" + BANNER + "Dec 11\n\n",
        "Get trending papers in your email inbox!SubscribeDaily PapersbyAK and the research communityDec 11",
        "Get trending papers in your email inbox! Subscribe Daily Papers by AK and the research community Dec 11 ",
        BANNER + "Dec 11\n\n" + BANNER.strip(),
        BANNER + "Dec 11",
        "Dec 11\n\n" + BANNER,
    ],
)
def test_the_banner_is_left_out_wherever_it_stands_or_sticks(top):
    batch = read(top + paper(1) + paper(2) + BANNER)
    assert [draft.title for draft in batch.drafts] == ["Paper Number 1: On Caches", "Paper Number 2: On Caches"]
    assert (batch.day, batch.rejected) == (date(2024, 12, 11), ())


@pytest.mark.parametrize(
    "title", ["Subscribe and Publish: Queues", "Daily Papers Considered Harmful", "May 3 Agents Agree?"]
)
def test_a_title_that_begins_like_a_banner_stays_whole(title):
    batch = read(f"{BANNER}Dec 11\n\n{paper(1)}{title}\n\n{PROSE}\n\n• 2 authors\n")
    assert batch.drafts[1].title == title


def test_an_abstract_of_several_paragraphs_or_wrapped_lines_is_one_text():
    wrapped = "\n".join(PROSE[start : start + 95].strip() for start in range(0, 500, 95))
    batch = read(f"Dec 11\n\nA Title\n\nWe begin.\n\n{wrapped}\n\nWe end.\n\n• 2 authors\n\n{paper(2)}")
    assert [draft.title for draft in batch.drafts] == ["A Title", "Paper Number 2: On Caches"]
    assert batch.drafts[0].abstract.startswith("We begin. We study")
    assert batch.drafts[0].abstract.endswith("We end.")


def test_what_is_no_paper_is_rejected_with_its_line():
    batch = read("Dec 11\n\n" + paper(1) + "Previous\n\nNext\n\n" + "Only a Title\n\n• 4 authors\n")
    assert len(batch.drafts) == 1
    assert [(rejection.where, rejection.reason.split(":")[0]) for rejection in batch.rejected] == [
        ("line 13", "neither a footer nor a text long enough for an abstract"),
        ("line 17", "a title without an abstract"),
    ]


def test_a_repair_is_counted_listed_and_the_raw_text_kept():
    batch = read(f"Dec 11\n\nA Title\n\nGraphsx2013and treesx2013for kgeq2. {PROSE}\n\n• 2 authors\n")
    draft = batch.drafts[0]
    assert batch.repairs == 2
    assert draft.abstract.startswith("Graphs–and trees–for kgeq2.")
    assert draft.raw_abstract.startswith("Graphsx2013and treesx2013for")
    assert draft.raw_title is None
    assert draft.damage == ("x2013 → – (2×)", "lost TeX: kgeq2")


def test_a_number_alone_is_a_count_of_comments_below_a_footer_only():
    batch = read("Dec 11\n\n" + paper(1, "• 3 authors\n·\nFeb 13, 2024\n\n9\n\n"))
    assert batch.drafts[0].record.comments == 9


def test_text_that_is_no_page_is_refused_with_a_hint():
    with pytest.raises(BadSource, match=r"page\.txt: no paper found; expected a title"):
        read("Dec 11\n\n• 7 authors\n")
    with pytest.raises(UnknownFormat, match="none of the known formats"):
        read("Dear diary,\n\ntoday was quiet.\n", kind="auto")


def test_the_sample_page_holds_36_papers_33_with_author_counts(shared_data):
    batch = parse(
        (shared_data / "daily-papers-page.txt").read_bytes(),
        format="auto",
        name="daily-papers-page.txt",
        now=NOW,
        day=None,
    )
    assert (len(batch.drafts), batch.rejected, batch.repairs) == (36, (), 4)
    assert sum(draft.author_count is not None for draft in batch.drafts) == 33
    assert batch.day == date(2025, 12, 11)
    assert "coordinates–without" in batch.drafts[0].abstract
    assert sum(draft.published == date(2025, 11, 14) for draft in batch.drafts) == 2
    assert all(1_300 < len(draft.abstract) < 2_000 for draft in batch.drafts)
