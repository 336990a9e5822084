"""Questions written without sight of the answerer, and answers judged by eye."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest

from evals.asking.cited import fingerprint, verdicts
from evals.asking.corpora import DayPaper, Days
from evals.asking.labels import fresh
from evals.asking.withheld.fresh import fresh_pairs
from evals.outcomes import NoData
from evals.solvers.asking import Reader, scope_of
from paperline.domain.papers import Paper

DAY = date(2025, 12, 11)
PAPER = Paper("arxiv:2512.00001", 1, "RoboMind: Policies", "Robots forget. RoboMind reaches 91% accuracy on LIBERO.")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PAPERLINE_EVALS_CACHE", str(tmp_path / "cache"))


def written(folder, starts):
    row = {"day": str(DAY), "half": "dev", "paper": "2512.00001", "question": "Q?", "starts": starts, "type": "number"}
    (folder / "fresh.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return Days((DayPaper(PAPER, DAY, ""),), {})


def test_each_paper_has_one_question_and_each_half_has_eighty():
    found = fresh()
    assert Counter(item.half for item in found) == {"dev": 80, "test": 80}
    assert len({item.paper for item in found}) == len(found)


def test_a_fresh_pair_is_its_abstract_with_and_without_the_sentence(tmp_path):
    days = written(tmp_path, "RoboMind reaches")
    (pair,) = fresh_pairs(days, "dev", tmp_path)
    assert pair.sentence.text == "RoboMind reaches 91% accuracy on LIBERO."
    assert pair.withheld.abstract == "Robots forget."
    assert not fresh_pairs(days, "test", tmp_path)


def test_a_label_that_fits_no_sentence_is_an_error(tmp_path):
    with pytest.raises(NoData, match="starts with"):
        fresh_pairs(written(tmp_path, "Nobody says"), "dev", tmp_path)


def test_an_answer_has_the_hash_of_what_it_says_and_where_it_stands():
    with Reader() as reader:
        reader.holds([PAPER])
        first, again, other = (
            reader.ask(question, scope_of([PAPER]))
            for question in ("What accuracy does RoboMind reach on LIBERO?",) * 2 + ("Who won the cup final?",)
        )
    assert fingerprint(first) == fingerprint(again) != fingerprint(other)


def test_verdicts_that_are_not_there_are_no_data(tmp_path):
    with pytest.raises(NoData, match="judged by eye"):
        verdicts(tmp_path)
