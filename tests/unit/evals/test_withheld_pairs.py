"""Pairs of a question whose answer is there, and is not."""

from __future__ import annotations

from datetime import date

import pytest

from evals.asking.corpora import DayPaper, Days, days
from evals.asking.withheld.naming import is_resource, name_of
from evals.asking.withheld.pairs import pairs
from paperline.domain.papers import Paper
from paperline.domain.ranking.terms import terms

DAY = date(2025, 12, 11)
ABSTRACT = (
    "Robots forget what they saw. We introduce RoboMind, a policy that remembers. RoboMind keeps a small memory. "
    "On a long task, RoboMind runs 3.5x faster than a plain policy. It forgets little."
)


def paper(abstract, identity="arxiv:2512.00001", title="RoboMind: Policies That Remember"):
    return Paper(identity, 1, title, abstract)


def day_of(*papers):
    others = [Paper(f"arxiv:2512.9{n:04}", 1, f"Filters {n}", "Filters. They hold bits.") for n in range(8)]
    return Days(tuple(DayPaper(one, DAY, "") for one in (*papers, *others)), {})


def test_the_answering_sentence_is_deleted_and_nothing_else():
    (pair,) = pairs(day_of(paper(ABSTRACT)))
    assert pair.kind == "speed-up"
    assert pair.sentence.text == "On a long task, RoboMind runs 3.5x faster than a plain policy."
    assert pair.withheld.abstract == ABSTRACT.replace(pair.sentence.text + " ", "")
    assert pair.withheld.id != pair.paper.id
    assert "RoboMind" in pair.question


def test_an_answer_that_another_sentence_gives_too_makes_no_pair():
    assert not pairs(day_of(paper(ABSTRACT + " This speed-up of 3.5x holds on hardware.")))


def test_a_name_that_another_paper_of_the_day_uses_makes_no_pair():
    rival = paper("We beat RoboMind. It is easy. We are quick. We are small.", "arxiv:2512.00002", "Rival: A Policy")
    assert not pairs(day_of(paper(ABSTRACT), rival))


@pytest.mark.parametrize(
    ("title", "abstract", "name"),
    [
        ("RoboMind: Policies", "We present RoboMind.", "RoboMind"),
        ("Policies That Remember", "We propose Memory Policy Search (MPS). MPS is small.", "MPS"),
        ("Beyond Words: A Study", "Beyond Words is a study of signs.", None),
        ("A Study of Signs", "We study signs.", None),
    ],
)
def test_a_paper_is_called_by_the_name_that_it_gives(title, abstract, name):
    assert name_of(paper(abstract, title=title)) == name


def test_a_benchmark_is_told_from_a_method():
    assert is_resource("SignTest", paper("We present SignTest, a benchmark of signs.", title="SignTest: Signs"))
    assert not is_resource("SignNet", paper("SignNet wins on every benchmark.", title="SignNet: Signs"))


def test_real_days_give_enough_pairs_and_none_copies_its_sentence(shared_data):
    found = pairs(days(shared_data))
    assert len(found) >= 300
    assert len({pair.paper.id for pair in found}) == len(found)
    assert [pair.question for pair in found] == [pair.question for pair in pairs(days(shared_data))]
    for pair in found:
        assert pair.sentence.text in pair.paper.abstract
        assert pair.sentence.text not in pair.withheld.abstract
        own = set(terms(pair.sentence.text)) - set(terms(pair.name))
        assert len(own & set(terms(pair.question))) <= 0.4 * len(own) or not own
