"""Hugging Face's daily list in all the shapes it was seen in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from paperline.adapters.sources.formats import parse
from paperline.domain.errors import BadSource

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PAPER = {
    "id": "2512.00001",
    "title": "Caches\n  Revisited",
    "summary": "We revisit\ncaches. Code is at https://github.com/ada/caches.",
    "authors": [
        {"name": "Ada Lovelace", "hidden": False},
        {"name": "A Ghost", "hidden": True},
        {"name": "Ren\\'e Roy"},
    ],
    "publishedAt": "2025-12-09T18:00:00.000Z",
    "submittedOnDailyAt": "2025-12-11T02:10:00.000Z",
    "upvotes": 0,
    "ai_summary": "A look at caches.",
    "ai_summary_model": "some/model",
    "ai_keywords": ["caches", "memory"],
    "githubRepo": "https://github.com/ada/official",
    "projectPage": "javascript:alert(1)",
}
ITEM = {"paper": PAPER, "numComments": 2, "publishedAt": "2025-12-08T20:00:00.000Z", "title": "Outer"}


def read(value: object, name: str = "list.json", day: date | None = None):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return parse(raw, format="hf", name=name, now=NOW, day=day)


def test_every_field_of_an_item_finds_its_place():
    draft = read([ITEM]).drafts[0]
    assert (draft.id, draft.title) == ("arxiv:2512.00001", "Caches Revisited")
    assert draft.authors == ("Ada Lovelace", "René Roy")
    assert (draft.published, draft.day) == (date(2025, 12, 9), date(2025, 12, 11))
    assert draft.links.abstract == "https://arxiv.org/abs/2512.00001"
    assert draft.links.pdf == "https://arxiv.org/pdf/2512.00001"
    assert draft.links.code == "https://github.com/ada/official"
    assert draft.links.project is None
    record = draft.record
    assert (record.source, record.url) == ("hf", "https://huggingface.co/papers/2512.00001")
    assert (record.upvotes, record.comments, record.ai_summary_model) == (0, 2, "some/model")
    assert (record.ai_summary, record.ai_keywords) == ("A look at caches.", ("caches", "memory"))
    assert record.retrieved_at == NOW


def test_hard_wraps_are_no_damage():
    batch = read([ITEM])
    assert (batch.repairs, batch.drafts[0].damage, batch.drafts[0].raw_abstract) == (0, (), None)


def test_without_optional_keys_a_paper_is_still_read_and_the_outer_date_is_not_its_day():
    batch = read(
        [{"paper": {"id": "2405.00001", "title": "T", "summary": "An abstract."}, "publishedAt": "2024-05-27"}]
    )
    draft = batch.drafts[0]
    assert (draft.day, batch.day) == (None, None)
    assert draft.record.upvotes is None
    assert draft.links.code is None


def test_a_single_github_address_in_the_abstract_is_the_code():
    draft = read([{"paper": {**PAPER, "githubRepo": None}}]).drafts[0]
    assert draft.links.code == "https://github.com/ada/caches"


def test_stringified_records_in_an_envelope_are_read_and_take_its_date():
    old = {
        "paper": {**PAPER, "title": 'It\'s "quoted" \\ with\ttab and é\u200b', "submittedOnDailyAt": None},
        "x": [True, -1.5],
    }
    batch = read({"status": "success", "date": "2025-01-10", "data": [str(old)]})
    assert batch.drafts[0].title == 'It\'s "quoted" \\ with tab and é'
    assert (batch.day, batch.drafts[0].day) == (date(2025, 1, 10), date(2025, 1, 10))


def test_an_old_answer_takes_the_one_date_in_the_files_name_and_says_so():
    item = {"paper": {**PAPER, "submittedOnDailyAt": None}}
    batch = read([item], name="/data/2024-05-27.json")
    assert (batch.day, batch.drafts[0].day) == (date(2024, 5, 27), date(2024, 5, 27))
    assert batch.notes == ("the day 2024-05-27 is taken from the file's name",)
    assert read([item], name="2024-02-30.json").day is None
    assert read([item], name="2024-02-01-to-2024-02-03.json").day is None


def test_a_list_of_several_days_has_no_day_of_its_own():
    other = {"paper": {**PAPER, "submittedOnDailyAt": "2025-12-12T01:00:00Z"}}
    batch = read([ITEM, other])
    assert batch.day is None
    assert [draft.day for draft in batch.drafts] == [date(2025, 12, 11), date(2025, 12, 12)]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (5, "not an object"),
        (None, "not an object"),
        ("__import__('os').system('true')", "neither an object nor a stringified one"),
        ("{'a': 1-1}", "neither an object nor a stringified one"),
        ("[" * 100_000, "neither an object nor a stringified one"),
        ({"paper": "gone"}, "neither an object nor a stringified one"),
        ({"paper": {**PAPER, "summary": None}}, "no abstract"),
        ({"paper": {**PAPER, "summary": "\u200b \u2060"}}, "no abstract"),
        ({"paper": {**PAPER, "summary": ["a"]}}, "the abstract is not text"),
        ({"paper": {**PAPER, "summary": "a" * 100_001}}, "the abstract is longer than 100000 characters"),
        ({"paper": {**PAPER, "title": {"a": 1}}}, "the title is not text"),
        ({"paper": {"id": "2512.00001", "summary": "An abstract."}}, "no title"),
    ],
)
def test_a_bad_item_is_rejected_with_its_place_and_the_rest_goes_on(item, reason):
    batch = read([item, ITEM])
    assert [(rejection.where, rejection.reason) for rejection in batch.rejected] == [("item 1", reason)]
    assert len(batch.drafts) == 1


def test_wrong_types_in_optional_fields_are_left_out():
    odd = dict.fromkeys(PAPER, 7.5) | {
        "title": 42,
        "summary": "An abstract.",
        "authors": {"name": "x"},
        "upvotes": True,
    }
    draft = read([{"paper": odd, "numComments": "2"}]).drafts[0]
    assert (draft.title, draft.id, draft.authors, draft.author_count) == ("42", None, (), None)
    assert (draft.record.upvotes, draft.record.comments, draft.record.ai_keywords) == (None, None, ())


def test_damage_is_repaired_here_too_and_the_raw_text_kept():
    batch = read([{"paper": {**PAPER, "summary": "Graphsx2013and\ud800 trees\x00."}}])
    draft = batch.drafts[0]
    assert draft.abstract == "Graphs–and\ufffd trees."
    assert draft.raw_abstract == "Graphsx2013and\\ud800 trees\\u0000."
    assert batch.repairs == 3


def test_an_empty_list_says_so():
    assert read([]).empty_reason == "the list is empty"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'{"error": "Not found"}', "answered with an error: Not found"),
        (b'{"papers": 3}', "no list of papers"),
        (b"[1, 2", "not valid JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" + b"9" * 5_000 + b"]", "a number that cannot be read"),
    ],
)
def test_what_is_no_list_is_one_clear_error(raw, message):
    with pytest.raises(BadSource, match=message):
        read(raw)


@pytest.mark.parametrize(
    ("name", "papers", "day"),
    [
        ("2024-05-27", 13, date(2024, 5, 27)),
        ("2024-10-25-one-record", 1, date(2024, 10, 25)),
        ("2024-12-11", 26, date(2024, 12, 11)),
        ("2025-01-10", 9, date(2025, 1, 10)),
        ("2026-06-12", 30, date(2026, 6, 12)),
        ("2026-08-17", 23, date(2026, 8, 17)),
        ("2026-08-18", 29, date(2026, 8, 18)),
    ],
)
def test_real_days_are_read_whole(shared_data, name, papers, day):
    path = shared_data / "hf-api" / f"{name}.json"
    batch = parse(path.read_bytes(), format="auto", name=path.name, now=NOW, day=None)
    assert (len(batch.drafts), batch.rejected, batch.day) == (papers, (), day)
    assert all(draft.id and draft.title and draft.authors and "\n" not in draft.abstract for draft in batch.drafts)
