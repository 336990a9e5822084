"""What papers say stays text in Markdown, as a CommonMark reader with GitHub's additions sees it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from paperline.delivery.exports.markdown import answer_markdown, day_markdown, paper_markdown
from paperline.delivery.exports.markdown_text import link, text
from paperline.delivery.exports.single_line import single_line
from paperline.domain.answers import AnswerStatus, Match, Refusal, RefusalReason
from paperline.domain.days import Day, DayEntry, DaySource, DayStatus
from paperline.domain.papers import Links
from tests.builders import DAY, NOW
from tests.unit.exports.hostile import an_answer, found

READERS = [MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False})]
# Text that is more often markup than chance would have it.
MARKUP = st.lists(st.sampled_from([*"\\`*_{}[]()<>#+-.!|~$&;:=\"'1a \n\t", "http://a.b", "&lt;", "<b>"])).map("".join)


def inline_tokens(reader: MarkdownIt, written: str) -> Iterator[Token]:
    for token in reader.parse(written):
        yield from token.children or ()


def kinds(reader: MarkdownIt, written: str) -> set[str]:
    return {token.type for token in reader.parse(written)} | {token.type for token in inline_tokens(reader, written)}


def shown(reader: MarkdownIt, written: str) -> str:
    return "".join(token.content for token in inline_tokens(reader, written))


def a_day_of(words: str) -> str:
    entry = DayEntry(DAY, DayStatus.COMPLETE, words, (DaySource("jsonl", NOW, 1),), 1)
    return day_markdown(Day(entry, (found(words),)))


@pytest.mark.parametrize("reader", READERS, ids=["commonmark", "gfm"])
def test_hazard_07_text_is_shown_as_it_is(reader, hostile):
    """One paragraph of text: no tag, no link, no image, no list, nothing lost."""
    written = text(hostile)
    assert kinds(reader, written) <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}
    assert shown(reader, written) == single_line(hostile)


@given(MARKUP | st.text())
def test_hazard_07_any_text_is_shown_as_it_is(hostile):
    """Also at the start of a list's item, in bold and in a heading."""
    allowed = {"text", "text_special"}
    for reader in READERS:
        if single_line(hostile):
            assert kinds(reader, text(hostile)) <= allowed | {"paragraph_open", "inline", "paragraph_close"}
        for before, after in (("- ", ""), ("**", "**"), ("# ", ""), ("[", "](</x>)"), ("> ", "")):
            plain = kinds(reader, f"{before}a{after}")
            assert kinds(reader, f"{before}a {text(hostile)}{after}") <= plain | allowed
        assert shown(reader, f"a {text(hostile)}").strip() == f"a {single_line(hostile)}".strip()


@pytest.mark.parametrize("reader", READERS, ids=["commonmark", "gfm"])
def test_hazard_07_documents_hold_only_their_own_markup(reader, hostile):
    """A day, a paper and an answer of hostile texts have the blocks and links of harmless ones."""
    for write in (
        a_day_of,
        lambda words: paper_markdown(found(words)),
        lambda words: answer_markdown(an_answer(words)),
    ):
        harmless, written = write("harmless"), write(hostile)
        assert kinds(reader, written) <= kinds(reader, harmless) | {"text_special"}
        blocks = [token.type for token in reader.parse(written)]
        assert blocks == [token.type for token in reader.parse(harmless)]
        links = [token.attrs["href"] for token in inline_tokens(reader, written) if token.type == "link_open"]
        assert set(links) <= {"/papers/arxiv:2512.00001"}


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://example.org/a(b)>c<d]e[f", "https://example.org/a(b)%3Ec%3Cd%5De%5Bf"),
        ("https://example.org/?a=1&copy;=2", "https://example.org/?a=1&copy;=2"),
        ("https://example.org/ü \\ x", "https://example.org/%C3%BC%20%5C%20x"),
    ],
)
def test_an_address_is_followed_as_it_was_given(address, href):
    """Nothing in it ends the link."""
    [opened] = [token for token in inline_tokens(READERS[0], link("x", address)) if token.type == "link_open"]
    assert opened.attrs["href"] == href


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", None])
def test_what_is_no_web_address_is_no_link(address):
    """The label stands alone."""
    assert "link_open" not in kinds(READERS[0], link("x", address))


def test_a_paper_tells_its_line_its_claims_with_their_evidence_and_its_links():
    """In the order of a reader's interest."""
    written = paper_markdown(found("SortNet sorts.", links=Links(pdf="https://example.org/x.pdf")))
    assert written.startswith("# SortNet sorts.\n\n**SortNet sorts.**\n")
    assert "- Result: SortNet sorts.\n\n  > “SortNet sorts.”" in written
    assert "[PDF](<https://example.org/x.pdf>)" in written
    assert "## Abstract\n\nSortNet sorts.\n" in written
    assert "Summary by embedded/1, 2025-12-11, of version 1" in written


def test_a_refusal_tells_why_and_what_came_nearest():
    """And no sentence."""
    answered = an_answer("Why?")
    near = Match("arxiv:2512.00002", "Nearby", (), 0.4)
    refused = type(answered)(
        **{name: getattr(answered, name) for name in answered.__slots__}
        | {"status": AnswerStatus.REFUSED, "sentences": (), "text": "",
           "refusal": Refusal(RefusalReason.NOT_STATED, "No sentence states it.", (near,))}
    )  # fmt: skip
    written = answer_markdown(refused)
    assert "**The papers do not say.** No sentence states it." in written
    assert "- [Nearby](</papers/arxiv:2512.00002>) (arxiv:2512.00002)" in written
