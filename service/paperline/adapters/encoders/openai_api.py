"""Embeddings by an OpenAI-compatible endpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from paperline.domain.errors import EncoderUnavailable
from paperline.domain.ranking.vectors import EncoderIdentity, Matrix, unit
from paperline.ports import CallMeter, Encoded, EncoderInput

if TYPE_CHECKING:
    from openai import OpenAI

_INPUTS_A_CALL = 512
_TOKENS_A_CALL = 100_000


class OpenAiEmbedder:
    """Vectors of whole texts; an endpoint gives no token states, so every run is embedded as a text of its own."""

    window_tokens = 8_000

    def __init__(
        self, client: OpenAI, *, model: str, dimensions: int, count_tokens: Callable[[str], int], meter: CallMeter
    ) -> None:
        """`client` carries address, key and time limits; `dimensions` is what the model is asked for; `meter` pays."""
        self.identity = EncoderIdentity(f"openai:{model}", "standalone-runs", dimensions)
        self._client = client
        self._model = model
        self._count = count_tokens
        self._meter = meter

    def count_tokens(self, text: str) -> int:
        """Tokens by the model's own encoding."""
        return self._count(text)

    def encode(self, inputs: Sequence[EncoderInput]) -> list[Encoded]:
        """The vectors of the inputs, in their order; a run's vector is weighted by its tokens, so that sums hold."""
        texts = [text for item in inputs for text in (item.text, *(item.text[a:b] for a, b in item.runs))]
        made = iter(self._vectors(texts))
        encoded = []
        for item in inputs:
            whole = next(made)
            runs = [next(made) * max(1, self._count(item.text[a:b])) for a, b in item.runs]
            stacked = np.array(runs, dtype=np.float32).reshape(-1, self.identity.dimensions)
            encoded.append(Encoded(whole=whole, runs=stacked))
        return encoded

    def encode_query(self, text: str) -> Matrix:
        """The unit vector of a question."""
        return self._vectors([text])[0]

    def _vectors(self, texts: Sequence[str]) -> list[Matrix]:
        made: list[Matrix] = []
        for batch in self._batches(texts):
            made += self._call(batch)
        return made

    def _call(self, batch: list[str]) -> list[Matrix]:
        from openai import APIStatusError, OpenAIError  # noqa: PLC0415  (start-up imports stay light)

        try:
            with self._meter.call(sum(self._count(text) for text in batch)) as took:
                try:
                    reply = self._client.embeddings.create(
                        model=self._model, input=batch, dimensions=self.identity.dimensions, encoding_format="float"
                    )
                except APIStatusError:
                    took(0)  # the endpoint refused it before doing anything
                    raise
                if reply.usage is not None:
                    took(reply.usage.total_tokens)
            vectors = [unit(np.array(item.embedding, dtype=np.float32)) for item in reply.data]
        except (OpenAIError, TypeError, AttributeError, ValueError) as error:
            raise EncoderUnavailable(f"The embedding endpoint failed for {self._model}: {error}") from error
        if len(vectors) != len(batch) or any(v.shape != (self.identity.dimensions,) for v in vectors):
            raise EncoderUnavailable(
                f"{self._model} gave {len(vectors)} vectors for {len(batch)} texts, or not of "
                f"{self.identity.dimensions} dimensions."
            )
        return vectors

    def _batches(self, texts: Sequence[str]) -> Iterator[list[str]]:
        batch: list[str] = []
        tokens = 0
        for text in texts:
            needed = self._count(text)
            if batch and (tokens + needed > _TOKENS_A_CALL or len(batch) == _INPUTS_A_CALL):
                yield batch
                batch, tokens = [], 0
            batch.append(text if text.strip() else ".")  # endpoints refuse empty inputs
            tokens += needed
        if batch:
            yield batch


def open_openai_embedder(
    key: str | None, *, base_url: str | None, model: str, dimensions: int, count_tokens: Callable[[str], int],
    meter: CallMeter,
) -> OpenAiEmbedder:  # fmt: skip
    """The embedder for an endpoint; local servers need no key, OpenAI's own does."""
    from openai import OpenAI  # noqa: PLC0415  (start-up imports stay light)

    if not key and not base_url:
        raise EncoderUnavailable("The openai embedder needs OPENAI_API_KEY, or OPENAI_BASE_URL of a local server.")
    client = OpenAI(api_key=key or "none", base_url=base_url, timeout=60.0, max_retries=2)
    return OpenAiEmbedder(client, model=model, dimensions=dimensions, count_tokens=count_tokens, meter=meter)
