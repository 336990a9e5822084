"""Ranking: exact, by id where scores tie, and whatever the order of ingestion."""

from __future__ import annotations

import numpy as np

from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.ranking.vectors import PaperVectors, unit
from tests.builders import a_paper


def vectors(paper_id: str, *rows: list[float]) -> PaperVectors:
    matrix = unit(np.array(rows, dtype=np.float32))
    abstract = a_paper().abstract
    spans = tuple((i, len(abstract)) for i in range(len(rows)))
    return PaperVectors(paper_id, 1, spans, matrix, spans, matrix, matrix[0])


def test_the_order_of_ingestion_does_not_matter_and_ties_go_by_id():
    papers = [a_paper(id=f"x:{n}") for n in range(4)]
    known = [vectors(paper.id, [1, 0]) for paper in papers]
    question = np.array([1, 0], dtype=np.float32)
    there = ScopeMatrix(papers, known).rank("sorting", question, detailed=2)
    back = ScopeMatrix(papers[::-1], known[::-1]).rank("sorting", question, detailed=2)
    assert there == back
    assert [found.paper.id for found in there] == ["x:0", "x:1", "x:2", "x:3"]
    assert [bool(found.sentences) for found in there] == [True, True, False, False]


def test_a_paper_without_vectors_is_found_by_its_words():
    papers = [a_paper(id="x:1", abstract="About heaps. And trees."), a_paper(id="x:2")]
    best = ScopeMatrix(papers, []).rank("heaps", None, detailed=2)[0]
    assert best.paper.id == "x:1"
    assert best.sentences[0].text == "About heaps."


def test_it_is_told_whether_any_paper_can_be_compared_by_meaning():
    papers = [a_paper(id="x:1"), a_paper(id="x:2")]
    assert not ScopeMatrix(papers, []).has_vectors
    assert ScopeMatrix(papers, [vectors("x:2", [1, 0])]).has_vectors
    assert ScopeMatrix([], []).has_vectors


def test_representatives_are_central_and_distinct():
    papers = [a_paper(id=f"x:{n}") for n in range(5)]
    rows = [[1, 0.1], [1, 0], [1, -0.1], [0, 1], [0.1, 1]]
    matrix = ScopeMatrix(papers, [vectors(paper.id, row) for paper, row in zip(papers, rows, strict=True)])
    first = [found.paper.id for found in matrix.central()[:2]]
    assert first[0] in {"x:0", "x:4", "x:3"} or first[0] == "x:1"
    assert len({paper_id in {"x:3", "x:4"} for paper_id in first}) == 2


def test_an_empty_scope_has_no_papers():
    assert ScopeMatrix([], []).rank("x", None, detailed=1) == []
    assert ScopeMatrix([], []).central() == []
