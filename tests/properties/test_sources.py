"""Whatever the bytes are, a source is read, rejected with a reason, or refused with a PaperlineError."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperline.adapters.sources.formats import FORMATS, parse
from paperline.adapters.sources.parsers.authors import split_names
from paperline.adapters.sources.repair import cleaned, mended, storable
from paperline.domain.errors import PaperlineError
from paperline.domain.papers import SourceBatch

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
KEYS = st.sampled_from(
    "paper data date id title abstract summary authors name hidden day published publishedAt submittedOnDailyAt "
    "upvotes numComments githubRepo url categories ai_keywords hf_ai_keywords comment author_count".split()
)
LOOSE_TEXT = st.text(st.characters(codec=None), max_size=40)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | LOOSE_TEXT
    | st.sampled_from(["2025-12-11", "2512.00001v2"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)
PAGE_LINES = st.sampled_from(
    "Dec 11|Feb 29|Dec 11, 2025|Daily Papers|byAK and the research communityDec 11Title|• 7 authors|·|Nov 14 3|"
    "Feb 30, 9999|12||new|A Title|x2013".split("|")
) | st.just("Long text of an abstract. " * 20)
MARKUP = st.sampled_from(
    "<feed>|</feed>|<rss>|</rss>|<channel>|</channel>|<entry>|</entry>|<item>|</item>|<title>T|</title>|</summary>|"
    "<summary>arXiv:1v2 Announce Type: new\nAbstract: A|<guid>oai:arXiv.org:2203.01250v3</guid>|<pubDate>x</pubDate>|"
    "<updated>2025</updated>|<!DOCTYPE a>|&amp;|&x;|<creator>A (B, \\'e|</creator>".split("|")
)


def read(raw: bytes, kind: str) -> SourceBatch | None:
    try:
        return parse(raw, format=kind, name="x", now=NOW, day=None)
    except PaperlineError as error:
        assert str(error).isprintable()  # noqa: PT017 - any other exception fails the test by itself
        return None


def check(batch: SourceBatch | None) -> None:
    """Drafts have clean, storable texts and rejections have a place and a reason."""
    if batch is None:
        return
    json.dumps([str(batch)], ensure_ascii=False).encode()
    for draft in batch.drafts:
        assert draft.abstract
        assert draft.abstract == " ".join(draft.abstract.split()) == cleaned(draft.abstract).text
        assert (draft.raw_abstract is None and draft.raw_title is None) or draft.damage
        for text in (draft.title, draft.abstract, draft.raw_title or "", draft.raw_abstract or "", *draft.authors):
            assert "\x00" not in text
            text.encode()
    assert all(rejection.where and rejection.reason for rejection in batch.rejected)


@pytest.mark.parametrize("kind", FORMATS)
@given(raw=st.binary(max_size=400) | LOOSE_TEXT.map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(kind, raw):
    check(read(raw, kind))


@pytest.mark.parametrize("kind", ["hf", "jsonl", "auto"])
@given(values=st.lists(VALUES, max_size=4), lines=st.booleans(), stringified=st.booleans())
def test_any_json_is_read_or_refused(kind, values, lines, stringified):
    if stringified:
        values = [str(value) for value in values]
    text = "\n".join(map(json.dumps, values)) if lines else json.dumps(values)
    check(read(text.encode(), kind))


@given(lines=st.lists(PAGE_LINES | LOOSE_TEXT, max_size=30))
def test_any_page_is_read_or_refused(lines):
    check(read("\n".join(lines).encode("utf-8", "replace"), "page"))


@pytest.mark.parametrize("kind", ["arxiv-atom", "arxiv-rss", "auto"])
@given(pieces=st.lists(MARKUP | LOOSE_TEXT, max_size=25))
def test_any_markup_is_read_or_refused(kind, pieces):
    check(read("".join(pieces).encode("utf-8", "replace"), kind))


@given(
    abstracts=st.lists(
        st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60), min_size=1, max_size=5
    )
)
def test_stringified_records_read_like_json_ones(abstracts):
    """Python's `str` of a record and its JSON give the same papers."""
    items = [{"paper": {"title": 'It\'s "T"', "summary": text, "upvotes": 3, "hidden": None}} for text in abstracts]
    plain, wrapped = (read(json.dumps(made).encode(), "hf") for made in (items, [str(item) for item in items]))
    assert plain == wrapped
    assert plain is not None


@given(text=LOOSE_TEXT)
def test_cleaning_and_mending_twice_change_nothing_more(text):
    once = mended(text)
    assert cleaned(once.text).text == once.text
    assert not cleaned(once.text).repairs
    storable(text).encode()


@given(text=st.text(st.sampled_from("\\'\"`^~=.cvuHkriaeoLAbn {}(),;<>andé"), max_size=60))
def test_any_names_are_split_into_plain_names(text):
    for name in split_names(text):
        assert name == name.strip()
        assert "," not in name or ";" in text
