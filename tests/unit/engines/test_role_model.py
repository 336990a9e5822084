"""The trained sentence roles and the file they come from."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
import zipfile
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperline.domain.text import Sentence, split_sentences
from paperline.engines.embedded import role_model
from paperline.engines.embedded.role_model import (
    WEIGHTS,
    SentenceRole,
    chain_marginals,
    likeliest_role,
    packaged_weights,
    role_probabilities,
)

RECORD = json.loads(WEIGHTS.with_suffix(".json").read_text())

# Written for these tests.
ABSTRACT = (
    "Large language models are increasingly used to operate web browsers. However, existing agents forget what they saw "
    "on earlier pages. In this paper, we propose PageDiary, a memory module that stores a short note for every visited "
    "page. The notes are retrieved with a small encoder and added to the prompt of the agent. Experiments on two "
    "benchmarks show that PageDiary improves the success rate by 12%. Results also indicate that it needs fewer steps."
)
ROLES = [
    {SentenceRole.BACKGROUND},
    {SentenceRole.BACKGROUND},
    {SentenceRole.OBJECTIVE, SentenceRole.METHOD},  # annotators were of two minds, too
    {SentenceRole.METHOD},
    {SentenceRole.RESULT},
    {SentenceRole.RESULT},
]


def sentences_of(*texts: str) -> list[Sentence]:
    return [Sentence(0, len(text), text) for text in texts]


def test_the_roles_of_a_typical_abstract_are_those_a_reader_would_give():
    found = role_probabilities(split_sentences(ABSTRACT), None)
    assert all(likeliest_role(row) in allowed for row, allowed in zip(found, ROLES, strict=True))


@pytest.mark.slow
def test_the_roles_are_the_same_with_the_products_own_vectors():
    from paperline.adapters.encoders.minilm import MiniLmEmbedder
    from paperline.domain.papers import Paper
    from paperline.pipeline.embed import embed_papers

    paper = Paper(id="t:1", version=1, title="PageDiary: notes for web agents", abstract=ABSTRACT)
    vectors = embed_papers([paper], MiniLmEmbedder())[0].sentences
    found = role_probabilities(split_sentences(ABSTRACT), vectors)
    assert all(likeliest_role(row) in allowed for row, allowed in zip(found, ROLES, strict=True))
    assert found != role_probabilities(split_sentences(ABSTRACT), None)


def test_a_publishers_notice_is_none_of_the_four_roles():
    found = role_probabilities(split_sentences(ABSTRACT + " © 2015 Elsevier Ltd. All rights reserved."), None)
    assert likeliest_role(found[-1]) is SentenceRole.OTHER


def test_neighbours_decide_about_a_sentence_that_could_be_anything():
    open_one = "It has three parts."
    before = sentences_of("Traffic forecasting is an important task.", open_one, "However, little is known about it.")
    after = sentences_of("We propose a new network.", open_one, "The parts are trained jointly.")
    alone = [role_probabilities(abstract, None)[1] for abstract in (before, after)]
    assert alone[0][SentenceRole.BACKGROUND] > alone[1][SentenceRole.BACKGROUND] + 0.2


@given(st.lists(st.text(max_size=80), max_size=14), st.integers(0, 2**32 - 1))
def test_every_sentence_of_any_text_has_probabilities_that_sum_to_one(texts, seed):
    vectors = np.random.default_rng(seed).normal(size=(len(texts), 384)).astype(np.float32)
    for given_vectors in (None, vectors):
        found = role_probabilities(sentences_of(*texts), given_vectors)
        assert len(found) == len(texts)
        for row in found:
            assert tuple(row) == tuple(SentenceRole)
            assert all(0 <= value <= 1 for value in row.values())
            assert sum(row.values()) == pytest.approx(1)


@pytest.mark.parametrize("shape", [(6, 16), (5, 384), (0, 384)])
def test_vectors_of_another_encoder_or_another_text_are_not_read(shape):
    sentences = split_sentences(ABSTRACT)
    vectors = np.ones(shape, dtype=np.float32)
    assert role_probabilities(sentences, vectors) == role_probabilities(sentences, None)


def test_half_a_character_and_no_text_are_no_errors():
    assert role_probabilities([], None) == []
    assert len(role_probabilities(sentences_of("\ud835 we show", ""), None)) == 2


def test_marginals_are_those_of_counting_every_sequence():
    rng = np.random.default_rng(7)
    scores, transitions = rng.normal(0, 3, (4, 3)), rng.normal(0, 2, (3, 3))
    counted = np.zeros((4, 3))
    for labels in product(range(3), repeat=4):
        total = sum(scores[i, label] for i, label in enumerate(labels))
        total += sum(transitions[a, b] for a, b in pairwise(labels))
        counted[np.arange(4), labels] += np.exp(total)
    assert chain_marginals(scores, transitions) == pytest.approx(counted / counted.sum(axis=1, keepdims=True))


def test_marginals_of_a_long_chain_with_extreme_scores_stay_finite():
    scores = np.random.default_rng(1).normal(0, 60, (500, 5))
    assert np.isfinite(chain_marginals(scores, np.zeros((5, 5)))).all()


def test_the_weights_are_plain_arrays_of_the_shapes_the_features_have():
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        shapes = {name: arrays[name].shape for name in arrays.files}
        assert all(arrays[name].dtype == np.float16 and np.isfinite(arrays[name]).all() for name in arrays.files)
    assert shapes == {
        "words": (role_model.BUCKETS, 5),
        "vectors_dense": (role_model.PLACE_SIZE + role_model.VECTOR_SIZE, 5),
        "vectors_transitions": (5, 5),
        "plain_dense": (role_model.PLACE_SIZE, 5),
        "plain_transitions": (5, 5),
    }
    with zipfile.ZipFile(WEIGHTS) as packed:
        assert all(name.endswith(".npy") for name in packed.namelist())


def test_the_weights_are_small_and_load_in_milliseconds():
    assert WEIGHTS.stat().st_size <= 300_000
    took = []
    for _ in range(5):
        started = time.perf_counter()
        role_model.read_weights(WEIGHTS)
        took.append(time.perf_counter() - started)
    assert min(took) < 0.1


def test_the_weights_are_read_when_first_needed_and_once():
    code = (
        "from paperline.engines.embedded import role_model as m\n"
        "assert m.packaged_weights.cache_info().currsize == 0\n"
        "assert m.packaged_weights() is m.packaged_weights()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_record_is_of_these_weights_and_of_these_roles():
    assert RECORD["weights_sha256"] == hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    assert RECORD["roles"] == [role.value for role in SentenceRole]
    assert RECORD["settings"]["buckets"] == role_model.BUCKETS
    assert packaged_weights().with_vectors.dense.shape[1] == len(RECORD["roles"])


@pytest.mark.parametrize("name", ["vectors", "plain"])
def test_the_recorded_figures_follow_from_the_recorded_confusion(name):
    figures = RECORD["dev"][name]
    counts = np.array(figures["confusion"])
    assert counts.sum() == figures["n_sentences"]
    assert figures["micro_f1"] == pytest.approx(100 * np.trace(counts) / counts.sum(), abs=0.01)
    assert figures["interval_95"][0] < figures["micro_f1"] < figures["interval_95"][1]
