"""Labelled papers as suites read them."""

from __future__ import annotations

import gzip
import json

import pytest

from evals.datasets import aclsum, detokenised, hf_daily, scitldr
from evals.outcomes import NoData


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("However , NER ( named entities ) fails .", "However, NER (named entities) fails."),
        ("within 1 - 5 points , 20 % less", "within 1-5 points, 20% less"),
        ('the so-called " gold " set', 'the so-called "gold" set'),
        ("the model 's input / output", "the model's input/output"),
    ],
)
def test_tokens_become_text_as_people_write_it(tokens, text):
    assert detokenised(tokens) == text


def write_days(folder, rows):
    folder.mkdir(parents=True)
    text = "\n".join(json.dumps(row) for row in rows)
    (folder / "2025-06.jsonl.gz").write_bytes(gzip.compress(text.encode()))


def test_a_paper_of_two_days_is_read_once_and_its_white_space_joined(tmp_path):
    row = {"day": "2025-06-01", "id": "1", "title": "A\n  title", "abstract": "We\nrun.", "hf_ai_summary": None}
    write_days(tmp_path / "hf-daily", [row, row | {"day": "2025-06-02"}])
    (paper,) = hf_daily(tmp_path).papers
    assert (paper.title, paper.abstract, paper.references) == ("A title", "We run.", {})


def test_the_order_is_drawn_and_always_the_same(tmp_path):
    rows = [{"day": "2025-06-01", "id": str(n), "title": "t", "abstract": "a"} for n in range(50)]
    write_days(tmp_path / "hf-daily", rows)
    first = [paper.id for paper in hf_daily(tmp_path).papers]
    assert first == [paper.id for paper in hf_daily(tmp_path).papers]
    assert first != sorted(first)
    assert [paper.id for paper in hf_daily(tmp_path).first(7).papers] == first[:7]


def test_data_that_are_not_there_are_said_to_be_missing(tmp_path):
    with pytest.raises(NoData, match=r"SciTLDR-A\.dev\.jsonl is not at"):
        scitldr(tmp_path)


def test_the_shared_sets_are_read_whole(shared_data):
    assert len(scitldr(shared_data).papers) == 619
    assert len(aclsum(shared_data).papers) == 150
    assert len(scitldr(shared_data / "scitldr").papers) == 619
