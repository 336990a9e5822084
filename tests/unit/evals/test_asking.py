"""Questions asked of the real services, and what is read from the answers."""

from __future__ import annotations

import json
from datetime import date

import pytest

from evals.asking.labels import answerable, conditions, refusals
from evals.asking.masking import masked
from evals.asking.predictions import predicted, states
from evals.outcomes import NoData
from evals.solvers import vectors
from evals.solvers.asking import Reader, cited_spans, scope_of
from evals.solvers.ranking import Corpus
from paperline.domain.papers import Paper
from paperline.domain.scopes import Scope

DAY = date(2025, 12, 11)
ROBOT = Paper("arxiv:2512.00001", 1, "RoboMind: Policies", "Robots forget. RoboMind reaches 91% accuracy on LIBERO.")
FILTER = Paper("arxiv:2512.00002", 1, "Bloom Filters", "We describe a bit array. It never forgets a member.")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PAPERLINE_EVALS_CACHE", str(tmp_path / "cache"))


def test_a_reader_answers_from_the_papers_of_a_scope_and_of_a_day():
    with Reader() as reader:
        reader.holds([ROBOT, FILTER], DAY)
        answer = reader.ask("What accuracy does RoboMind reach on LIBERO?", Scope.of_day(DAY))
        assert {paper for paper, _, _ in cited_spans(answer)} <= {ROBOT.id}
        assert answer.coverage.papers_in_scope == 2
        assert reader.retrieve("a bit array", scope_of([ROBOT])).papers_in_scope == 1


def test_a_prediction_says_where_the_answer_stands_and_whether_it_was_cited():
    with Reader() as reader:
        reader.holds([ROBOT, FILTER])
        scope = scope_of([ROBOT, FILTER])
        question = "What accuracy does RoboMind reach on LIBERO?"
        answer, retrieved = reader.ask(question, scope), reader.retrieve(question, scope)
    gold = (ROBOT.id, 15, len(ROBOT.abstract))
    there = predicted("a", "test", "score", answer, retrieved, [gold])
    absent = predicted("a", "test", "score", answer, retrieved, None)
    assert there.answerable
    assert not absent.answerable
    assert there.gold_cited == any(states(place, [gold]) for place in there.cited)
    assert absent.right is not absent.answered
    assert 0 <= there.probability <= 1


def test_half_of_a_sentence_counts_as_the_sentence_and_its_neighbour_does_not():
    gold = [("a", 100, 200)]
    assert states(("a", 100, 150), gold)
    assert states(("a", 0, 300), gold)
    assert not states(("a", 201, 260), gold)
    assert not states(("b", 100, 200), gold)


def test_vectors_are_made_once_and_come_back_the_same(monkeypatch):
    made = vectors.vectors_of([ROBOT, FILTER])
    monkeypatch.setattr(vectors, "embed_papers", lambda *_: pytest.fail("encoded twice"))
    kept = vectors.vectors_of([FILTER, ROBOT])
    assert [item.paper_id for item in kept] == [FILTER.id, ROBOT.id]
    assert (kept[1].sentences == made[0].sentences).all()
    assert kept[1].sentence_spans == made[0].sentence_spans


def test_a_corpus_ranks_by_words_vectors_and_both():
    corpus = Corpus([ROBOT, FILTER])
    scores = corpus.scores("a bit array with members")
    assert {corpus.best(values, 1)[0] for values in (scores.ours, scores.dense, scores.lexical)} == {FILTER.id}
    found = corpus.retrieved("accuracy on LIBERO", ROBOT.id)
    assert next(paper for paper in found.papers if paper.paper.id == ROBOT.id).sentences[0].ordinal == 1


def test_a_masked_summary_has_no_name_left():
    text = masked("RoboMind, a VLA policy, beats GPT-4o on LIBERO.", ROBOT)
    assert text == "it, a it policy, beats it on it."


def test_labels_are_read_with_canonical_ids(tmp_path):
    rows = {
        "refusals": {"day": "2025-12-11", "question": "Who won?", "kind": "off_topic", "paper": None},
        "answerable": {"day": "2025-12-11", "question": "Which?", "paper": "2512.00001", "starts": "We", "type": "name"},
        "lists": {
            "day": "2025-12-11", "question": "Which papers run?", "kind": "list", "tags": ["topic"],
            "matches": ["2512.00001"], "borderline": [],
        },
    }  # fmt: skip
    for name, row in rows.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert refusals(tmp_path)[0].kind == "off_topic"
    assert answerable(tmp_path)[0].paper == ROBOT.id
    assert conditions(tmp_path)[0].matches == {ROBOT.id}


def test_labels_that_are_not_there_are_said_to_be_missing(tmp_path):
    with pytest.raises(NoData, match=r"lists\.jsonl is not there"):
        conditions(tmp_path)
