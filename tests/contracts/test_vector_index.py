"""What every vector index promises, over every one, and how near Chroma comes to the exact one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from paperline.adapters.vector_index import ChromaVectorIndex, ExactVectorIndex
from paperline.domain.ranking.vectors import EncoderIdentity, Matrix, unit
from paperline.ports import IndexRow, VectorIndex

ENCODER = EncoderIdentity("hashing", "late", 32)

INDEXES: dict[str, Callable[[Path], VectorIndex]] = {
    "exact": lambda _: ExactVectorIndex(ENCODER),
    "chroma": lambda folder: ChromaVectorIndex(folder / "index", ENCODER),
}


@pytest.fixture(params=INDEXES)
def index(request, tmp_path) -> Iterator[VectorIndex]:
    """An empty index."""
    made = INDEXES[request.param](tmp_path)
    yield made
    made.close()


def towards(*weights: float) -> Matrix:
    """The unit vector with these first components."""
    vector = np.zeros(ENCODER.dimensions, np.float32)
    vector[: len(weights)] = weights
    return unit(vector)


def clustered(papers: int, seed: int) -> list[IndexRow]:
    """Passages around topics, as abstracts of one field lie: one to three a paper, close to each other."""
    rng = np.random.default_rng(seed)
    topics = unit(rng.normal(size=(12, ENCODER.dimensions)).astype(np.float32))
    rows = []
    for number in range(papers):
        paper = topics[rng.integers(12)] + 0.25 * unit(rng.normal(size=ENCODER.dimensions).astype(np.float32))
        for ordinal in range(rng.integers(1, 4)):
            near = paper + 0.15 * unit(rng.normal(size=ENCODER.dimensions).astype(np.float32))
            rows.append(IndexRow(f"arxiv:2512.{number:05d}", ordinal, unit(near)))
    return rows


class TestVectorIndex:
    def test_an_empty_index_answers_with_nothing(self, index):
        assert index.query(towards(1), 5) == []
        assert index.count() == 0
        index.remove(["unknown"])
        index.put([])

    def test_it_tells_which_papers_it_holds(self, index):
        index.put([IndexRow("arxiv:2512.00001", 0, towards(1)), IndexRow("arxiv:2512.00001", 1, towards(0, 1))])
        index.put([IndexRow("own:a#1", 0, towards(1, 1))])
        assert index.paper_ids() == {"arxiv:2512.00001", "own:a#1"}
        index.remove(["own:a#1"])
        assert index.paper_ids() == {"arxiv:2512.00001"}

    def test_papers_come_by_their_best_passage_with_its_cosine(self, index):
        rows = [("a", 0, towards(1, 1)), ("b", 0, towards(0, 1)), ("b", 1, towards(1)), ("c", 0, towards(-1))]
        index.put([IndexRow(*row) for row in rows])
        found = index.query(towards(1), 5)
        assert [paper_id for paper_id, _ in found] == ["b", "a", "c"]
        assert [score for _, score in found] == pytest.approx([1.0, 2**-0.5, -1.0], abs=1e-6)
        assert all(-1 <= score <= 1 for _, score in found)
        assert index.query(towards(1), 2) == found[:2]
        assert index.query(towards(1), 0) == []

    def test_ties_are_broken_by_id(self, index):
        index.put([IndexRow(paper_id, 0, towards(1)) for paper_id in ("c", "a", "b")])
        assert [paper_id for paper_id, _ in index.query(towards(1), 3)] == ["a", "b", "c"]

    def test_a_paper_of_many_passages_does_not_crowd_out_the_others(self, index):
        many = [IndexRow("long", ordinal, towards(1, ordinal / 1000)) for ordinal in range(60)]
        index.put([*many, IndexRow("short", 0, towards(1, 1)), IndexRow("other", 0, towards(0, 1))])
        assert [paper_id for paper_id, _ in index.query(towards(1), 3)] == ["long", "short", "other"]

    def test_a_row_put_again_replaces_the_earlier_one(self, index):
        index.put([IndexRow("a", 0, towards(1)), IndexRow("b", 0, towards(0, 1))])
        index.put([IndexRow("a", 0, towards(0, 0, 1)), IndexRow("a", 0, towards(0, 1))])
        assert index.count() == 2
        assert dict(index.query(towards(0, 1), 2)) == pytest.approx({"a": 1.0, "b": 1.0}, abs=1e-6)

    def test_removed_papers_are_gone_with_all_their_passages(self, index):
        """Also where one id begins like another."""
        index.put([IndexRow("a", 0, towards(1)), IndexRow("a", 1, towards(1)), IndexRow("a#0", 0, towards(1))])
        index.put([IndexRow("ab", 0, towards(1)), IndexRow("b", 0, towards(1))])
        index.remove(["a", "unknown", "b"])
        assert index.count() == 2
        assert [paper_id for paper_id, _ in index.query(towards(1), 9)] == ["a#0", "ab"]

    def test_a_reset_index_is_empty_and_can_be_filled_again(self, index):
        index.put([IndexRow("a", 0, towards(1))])
        index.reset()
        assert index.count() == 0
        index.put([IndexRow("b", 0, towards(1))])
        assert [paper_id for paper_id, _ in index.query(towards(1), 9)] == ["b"]

    def test_threads_may_share_an_index(self, index):
        """Readers and writers at once: nothing is lost and nobody fails."""
        failures: list[BaseException] = []

        def work(name: str) -> None:
            try:
                for number in range(5):
                    index.put([IndexRow(f"{name}{number}", 0, towards(1, number))])
                    assert index.query(towards(1), 3)
            except BaseException as error:  # noqa: BLE001 - reported by the test itself
                failures.append(error)

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        assert index.count() == 20


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Iterator[tuple[ChromaVectorIndex, ExactVectorIndex]]:
    """Both indexes with the same 500 papers, a tenth of them replaced and a tenth removed."""
    chroma = ChromaVectorIndex(tmp_path_factory.mktemp("oracle") / "index", ENCODER)
    exact = ExactVectorIndex(ENCODER)
    replaced = clustered(50, seed=2)
    for one in (chroma, exact):
        one.put(clustered(500, seed=1))
        one.remove([f"arxiv:2512.{number:05d}" for number in range(100)])
        one.put(replaced)
    yield chroma, exact
    chroma.close()


def test_chroma_holds_the_same_rows_as_the_exact_index(pair):
    chroma, exact = pair
    assert chroma.count() == exact.count() > 500


def test_chroma_finds_what_the_exact_index_finds(pair):
    """Recall at ten on clustered vectors; every score it gives is the true cosine."""
    chroma, exact = pair
    recalls = []
    for row in clustered(40, seed=3):
        truth = dict(exact.query(row.vector, 450))
        found = chroma.query(row.vector, 10)
        assert len(found) == 10
        assert [score for _, score in found] == pytest.approx([truth[paper_id] for paper_id, _ in found], abs=1e-5)
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        best = sorted(truth, key=lambda paper_id: (-truth[paper_id], paper_id))[:10]
        recalls.append(len({paper_id for paper_id, _ in found} & set(best)) / 10)
    assert np.mean(recalls) >= 0.97


def test_chroma_finds_the_same_after_it_was_closed_and_opened(pair):
    chroma, _ = pair
    question = clustered(1, seed=4)[0].vector
    before = chroma.query(question, 10)
    chroma.close()
    assert chroma.query(question, 10) == before
