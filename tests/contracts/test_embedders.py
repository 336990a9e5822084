"""What every embedder promises, over every embedder."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from paperline.adapters.encoders.hashing import HashingEmbedder
from paperline.adapters.encoders.minilm import MiniLmEmbedder
from paperline.adapters.encoders.openai_api import open_openai_embedder
from paperline.domain.errors import EncoderUnavailable
from paperline.domain.papers import Paper
from paperline.domain.ranking.vectors import unit
from paperline.pipeline.embed import embed_papers
from paperline.ports import Embedder, EncoderInput

_LONG = "Graph neural networks pass messages between neighbouring nodes of a molecule. " * 60


class _EmbeddingEndpoint(BaseHTTPRequestHandler):
    """A local endpoint that speaks the embeddings API and answers with hashed words."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if body["model"] == "broken":
            payload = {"object": "list", "data": None}
        else:
            vectors = [HashingEmbedder().encode_query(text).tolist() for text in body["input"]]
            data = [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(vectors)]
            payload = {
                "object": "list",
                "model": body["model"],
                "data": data,
                "usage": {"prompt_tokens": 1, "total_tokens": 1},
            }
        raw = json.dumps(payload).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing is printed."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a local embeddings endpoint."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _EmbeddingEndpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


class Unmetered:
    """Pays for nothing."""

    @contextmanager
    def call(self, tokens: int) -> Iterator[Callable[[int], None]]:
        yield lambda _: None


def _openai(endpoint: str, model: str = "test") -> Embedder:
    return open_openai_embedder(
        None,
        base_url=endpoint,
        model=model,
        dimensions=256,
        count_tokens=lambda text: len(text.split()),
        meter=Unmetered(),
    )


@pytest.fixture(params=["minilm", "hashing", "openai"])
def embedder(request: pytest.FixtureRequest, endpoint: str) -> Embedder:
    """Each embedder in turn."""
    if request.param == "openai":
        return _openai(endpoint)
    return MiniLmEmbedder() if request.param == "minilm" else HashingEmbedder()


class TestEveryEmbedder:
    """The port's promises."""

    def test_vectors_have_the_stated_dimensions_and_length_one(self, embedder: Embedder) -> None:
        """`whole` is a unit vector, and each run has a row."""
        made = embedder.encode([EncoderInput("Bloom filters save memory.", ((0, 5), (6, 26)))])[0]
        assert made.whole.shape == (embedder.identity.dimensions,)
        assert np.linalg.norm(made.whole) == pytest.approx(1, abs=1e-4)
        assert made.runs.shape == (2, embedder.identity.dimensions)

    def test_a_vector_does_not_depend_on_its_neighbours(self, embedder: Embedder) -> None:
        """The same text alone and among others gives the same numbers."""
        texts = [EncoderInput(text) for text in ("a short text", "another " * 40, "attention is all you need")]
        alone = embedder.encode([texts[2]])[0].whole
        assert np.array_equal(alone, embedder.encode(texts)[2].whole)

    def test_likeness_of_meaning_is_likeness_of_vectors(self, embedder: Embedder) -> None:
        """A paraphrase with shared words is nearer than another subject."""
        query = embedder.encode_query("message passing in graph networks")
        near, far = embedder.encode(
            [EncoderInput("graph networks do message passing"), EncoderInput("boiling pasta in salted water")]
        )
        assert query @ near.whole > query @ far.whole + 0.2

    def test_a_question_of_any_length_has_a_vector(self, embedder: Embedder) -> None:
        """Beyond the window a question is encoded in parts; an odd one is no error."""
        for text in (_LONG, "?", "🦊"):
            assert np.isfinite(embedder.encode_query(text)).all()

    def test_a_long_abstract_is_embedded_whole(self, embedder: Embedder) -> None:
        """Every sentence, also those far beyond the window, has a unit vector; passages fit the window."""
        paper = Paper(id="t:1", version=1, title="Message passing", abstract=_LONG + "The last words are about pasta.")
        vectors = embed_papers([paper], embedder)[0]
        assert len(vectors.sentence_spans) == 61
        assert np.linalg.norm(vectors.sentences, axis=1) == pytest.approx(1, abs=1e-2)
        for start, end in vectors.passage_spans:
            assert embedder.count_tokens(paper.abstract[start:end]) <= embedder.window_tokens
        assert vectors.passage_spans[-1][1] == len(paper.abstract)

    def test_an_unbroken_word_longer_than_the_window_is_divided(self, embedder: Embedder) -> None:
        """Nothing is cut off and nothing fails."""
        paper = Paper(id="t:2", version=1, title="", abstract="xy" * 2_000)
        vectors = embed_papers([paper], embedder)[0]
        assert vectors.passage_spans[-1][1] == 4_000
        assert vectors.sentence_spans[-1][1] == 4_000


def test_three_hundred_tokens_are_counted_not_cut() -> None:
    """The published tokenizer file cuts at 128 tokens and pads; ours does neither."""
    embedder = MiniLmEmbedder()
    assert embedder.count_tokens("word " * 300) == 300
    assert embedder.count_tokens("word") == 1
    with pytest.raises(ValueError, match="longer than 256"):
        embedder.encode([EncoderInput("word " * 300)])


def test_runs_are_pooled_from_the_same_pass() -> None:
    """The sum over all runs points where the whole does, special tokens apart."""
    made = MiniLmEmbedder().encode([EncoderInput("Bloom filters save memory.", ((0, 13), (13, 26)))])[0]
    assert float(unit(made.runs.sum(axis=0)) @ made.whole) > 0.95


def test_an_endpoint_that_answers_nonsense_is_an_unavailable_encoder(endpoint: str) -> None:
    """`data: null` with status 200 is our error, never a TypeError."""
    with pytest.raises(EncoderUnavailable):
        _openai(endpoint, "broken").encode_query("x")
