"""The bundled sample day: a dozen abstracts that `make run` falls back to."""

from __future__ import annotations

import json
import re

from tests.packaging.project_files import ROOT

LINES = (ROOT / "service/paperline/adapters/sources/sample.jsonl").read_text(encoding="utf-8").splitlines()
PAPERS = [json.loads(line) for line in LINES]


def test_the_sample_holds_a_dozen_papers_each_known_by_an_id_of_its_own():
    assert len(PAPERS) == 12
    assert len({paper["id"] for paper in PAPERS}) == 12


def test_every_paper_is_labelled_as_a_sample():
    assert all(paper["id"].startswith("sample:") and paper["authors"] == ["Paperline sample"] for paper in PAPERS)


def test_abstracts_are_of_a_real_abstracts_length_and_state_a_number():
    for paper in PAPERS:
        assert 90 <= len(paper["abstract"].split()) <= 190, paper["id"]
        assert re.search(r"\d", paper["abstract"]), paper["id"]


def test_titles_are_a_name_and_what_it_does():
    assert all(re.fullmatch(r"[^:]{3,40}: .{20,80}", paper["title"]) for paper in PAPERS)
