"""Papers from a file, from standard input, from a body, and what a word on the command line names."""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, date, datetime

import pytest

from paperline.adapters.sources import (
    ArxivFeed,
    BytesPaperSource,
    FilePaperSource,
    HuggingFaceList,
    SampleDay,
    UrlPaperSource,
    open_source,
)
from paperline.adapters.sources.decoding import MAX_INPUT_BYTES
from paperline.domain.errors import BadSource, TooLarge

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LINE = b'{"abstract": "We study caches."}\n'


def test_a_file_is_read_under_its_path(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_bytes(LINE)
    source = FilePaperSource(str(path))
    assert source.name == str(path)
    assert source.read(NOW).drafts[0].abstract == "We study caches."


def test_standard_input_is_read_under_a_dash(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINE)))
    source = FilePaperSource("-")
    assert (source.name, len(source.read(NOW).drafts)) == ("standard input", 1)


def test_a_body_is_read_under_the_name_it_is_given():
    assert len(BytesPaperSource(LINE, day=date(2025, 12, 11)).read(NOW).drafts) == 1
    with pytest.raises(BadSource, match="the request's body: empty"):
        BytesPaperSource(b"").read(NOW)


def test_a_path_that_cannot_be_read_is_named_with_what_to_do(tmp_path):
    with pytest.raises(BadSource, match=r"gone\.txt: no such file; give a file"):
        FilePaperSource(tmp_path / "gone.txt").read(NOW)
    with pytest.raises(BadSource, match="a folder; give a file in it"):
        FilePaperSource(tmp_path).read(NOW)
    with pytest.raises(BadSource, match="cannot be read"):
        FilePaperSource("a\x00b").read(NOW)
    with pytest.raises(BadSource, match="cannot be read"):
        FilePaperSource("x" * 5_000).read(NOW)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_of_someone_else_is_named(tmp_path):
    path = tmp_path / "locked.jsonl"
    path.touch(mode=0o000)
    with pytest.raises(BadSource, match="may not be read by this user"):
        FilePaperSource(path).read(NOW)


def test_a_file_beyond_the_limit_is_not_read_whole(tmp_path):
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as file:
        file.truncate(MAX_INPUT_BYTES * 4)
    with pytest.raises(TooLarge, match=r"huge\.jsonl: larger than 32 MB"):
        FilePaperSource(path).read(NOW)


def test_the_sample_day_says_that_it_is_one():
    batch = SampleDay().read(NOW)
    assert (batch.source, len(batch.drafts), batch.rejected, batch.repairs) == ("sample", 12, (), 0)
    assert {draft.record.source for draft in batch.drafts} == {"sample"}
    assert all(draft.id.startswith("sample:") and not draft.damage for draft in batch.drafts)
    assert "a sample written for Paperline" in batch.notes[0]


@pytest.mark.parametrize(
    ("spec", "source"),
    [
        ("hf", HuggingFaceList(date(2025, 1, 1), 3)),
        ("hf:2025-12-11", HuggingFaceList(date(2025, 12, 11), 3)),
        ("arxiv:cs.CL+cs.LG", ArxivFeed(("cs.CL", "cs.LG"), 3)),
        ("https://huggingface.co/x.json", UrlPaperSource("https://huggingface.co/x.json", "hf", date(2025, 1, 1), 3)),
        ("-", FilePaperSource("-", "hf", date(2025, 1, 1))),
        ("./hf", FilePaperSource("./hf", "hf", date(2025, 1, 1))),
    ],
)
def test_a_word_names_its_source(spec, source):
    assert open_source(spec, format="hf", day=date(2025, 1, 1), timeout_seconds=3) == source


@pytest.mark.parametrize(
    "spec", ["hf:2026-02-30", "hf:today", "arxiv:", "arxiv:cs.CL+", "arxiv:cs.CL/../x", "arxiv:cs.CL?x=1"]
)
def test_a_list_that_cannot_exist_is_refused_at_once(spec):
    with pytest.raises(BadSource, match=r"write (hf:YYYY-MM-DD|arxiv:cs\.CL\+cs\.LG)"):
        open_source(spec)
