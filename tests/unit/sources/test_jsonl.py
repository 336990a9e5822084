"""JSON Lines, one paper to a line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from paperline.adapters.sources.formats import parse
from paperline.domain.errors import BadSource, TooLarge

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def read(*lines: object, day: date | None = None):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return parse(text.encode(), format="jsonl", name="papers.jsonl", now=NOW, day=day)


def test_only_the_abstract_is_required():
    draft = read({"abstract": "We study caches."}).drafts[0]
    assert (draft.title, draft.id, draft.authors, draft.day, draft.record.source) == ("", None, (), None, "jsonl")


def test_every_field_finds_its_place():
    draft = read(
        {
            "day": "2025-06-02", "id": "2505.24864v2", "title": "T", "abstract": "A.", "authors": ["Ada", "Bob"],
            "published_at": "2025-05-30T17:59:01.000Z", "submitted_on_daily_at": "2025-06-03T03:18:21Z", "upvotes": 35,
            "num_comments": 1, "hf_ai_summary": "S.", "hf_ai_keywords": ["k"], "github_repo": "https://github.com/a/b",
            "categories": ["cs.AI", "cs.CL"], "primary_category": "cs.CL", "url": "https://example.org/p",
        }
    ).drafts[0]  # fmt: skip
    assert (draft.id, draft.record.source_version) == ("arxiv:2505.24864", 2)
    assert (draft.day, draft.published) == (date(2025, 6, 2), date(2025, 5, 30))
    assert draft.categories == ("cs.CL", "cs.AI")
    assert (draft.record.upvotes, draft.record.comments) == (35, 1)
    assert (draft.record.ai_summary, draft.record.ai_keywords) == ("S.", ("k",))
    assert draft.record.url == "https://example.org/p"
    assert draft.links.code == "https://github.com/a/b"
    assert draft.links.abstract == "https://arxiv.org/abs/2505.24864"


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        (["Ada Lovelace", "Bob"], ("Ada Lovelace", "Bob")),
        ([{"name": "Ada Lovelace"}, {"name": 3}, None, "Bob"], ("Ada Lovelace", "Bob")),
        ("Ada Lovelace, Bob and Cy", ("Ada Lovelace", "Bob", "Cy")),
        ("Lovelace, Ada; Roe, Bob", ("Lovelace, Ada", "Roe, Bob")),
        ({"name": "Ada"}, ()),
        (17, ()),
    ],
)
def test_authors_come_in_several_shapes(authors, names):
    draft = read({"abstract": "A.", "authors": authors}).drafts[0]
    assert (draft.authors, draft.author_count) == (names, len(names) or None)


def test_summary_stands_in_for_an_abstract_that_is_absent():
    assert read({"summary": "From arXiv."}).drafts[0].abstract == "From arXiv."
    assert read({"abstract": "Own.", "summary": "Other."}).drafts[0].abstract == "Own."


@pytest.mark.parametrize(
    ("written", "kept"),
    [("my/own id", "my:own id"), ("hep-ex/0307015v1", "arxiv:hep-ex:0307015"), (7, "7"), ("", None)],
)
def test_an_id_is_kept_as_given_but_for_its_slashes(written, kept):
    assert read({"id": written, "abstract": "A."}).drafts[0].id == kept


def test_the_papers_own_page_is_its_link_where_arxiv_does_not_know_it():
    draft = read({"id": "mine", "abstract": "A.", "url": "https://example.org/p", "pdf": "file:///etc/passwd"}).drafts[
        0
    ]
    assert (draft.links.abstract, draft.links.pdf, draft.record.url) == (
        "https://example.org/p",
        None,
        "https://example.org/p",
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://a.org/b",
        "https://",
        "https://a b.org",
        "https://[::1",
        'https://a"onclick',
        "\ud800",
    ],
)
def test_only_web_addresses_are_kept(url):
    draft = read({"abstract": "A.", "url": url, "github_repo": url, "project_page": url}).drafts[0]
    assert draft.links.code is draft.links.project is draft.links.abstract is draft.record.url is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "not valid JSON"),
        ("[1, 2]", "not a JSON object"),
        ("[" * 100_000, "nested too deeply"),
        ({"title": "T"}, "no abstract"),
        ({"abstract": " \n "}, "no abstract"),
        ({"abstract": 5}, "the abstract is not text"),
        ({"abstract": "A.", "day": "2026-02-30"}, "the day is not a date: “2026-02-30”"),
        ({"abstract": "A.", "id": ["x"]}, "the id is not a text"),
        ({"abstract": "A.", "id": "x" * 201}, "the id is not a text of at most 200 characters"),
    ],
)
def test_a_bad_line_is_rejected_with_its_number_and_the_rest_goes_on(line, reason):
    batch = read({"abstract": "First."}, "", line, {"abstract": "Last."})
    assert [draft.abstract for draft in batch.drafts] == ["First.", "Last."]
    assert [rejection.where for rejection in batch.rejected] == ["line 3"]
    assert reason in batch.rejected[0].reason


def test_a_line_separator_inside_a_string_ends_no_line():
    assert read('{"abstract": "One\u2028two."}').drafts[0].abstract == "One two."


def test_a_file_without_one_json_object_is_one_clear_error():
    with pytest.raises(BadSource, match=r"papers\.jsonl: no line holds a JSON object \(line 1: not valid JSON"):
        read("hello", "world")


def test_the_day_given_holds_for_every_line():
    batch = read({"abstract": "A.", "day": "2025-06-02"}, {"abstract": "B."}, day=date(2025, 12, 11))
    assert {draft.day for draft in batch.drafts} == {batch.day} == {date(2025, 12, 11)}


def test_more_records_than_the_limit_are_refused():
    with pytest.raises(TooLarge, match="more than 20,000 records"):
        read(*["{}"] * 20_001)


@pytest.mark.parametrize(
    ("name", "papers"), [("arxiv-daily/2026-06-01", 385), ("arxiv-daily/2026-06-02", 935), ("hf-daily/2025-12", 397)]
)
def test_real_dumps_are_read_whole(shared_data, name, papers):
    path = shared_data / f"{name}.jsonl.gz"
    batch = parse(path.read_bytes(), format="auto", name=path.name, now=NOW, day=None)
    assert (len(batch.drafts), batch.rejected) == (papers, ())
    assert all(draft.id and draft.day and draft.authors for draft in batch.drafts)
