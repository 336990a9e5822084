"""The test embedder: hashed words, no weights, deterministic on every machine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from paperline.domain.ranking.vectors import EncoderIdentity, Matrix, unit
from paperline.ports import Encoded, EncoderInput

_WORD = re.compile(r"\w+|[^\w\s]")
_DIMENSIONS = 256


class HashingEmbedder:
    """Signed feature hashing (Weinberger et al., 2009) of lower-cased words; similar words mean similar vectors."""

    identity = EncoderIdentity("hashing-words", "sum", _DIMENSIONS)
    window_tokens = 256

    def count_tokens(self, text: str) -> int:
        """Words and punctuation marks."""
        return len(_WORD.findall(text))

    def encode(self, inputs: Sequence[EncoderInput]) -> list[Encoded]:
        """The vectors of the inputs, in their order."""
        for item in inputs:
            if self.count_tokens(item.text) > self.window_tokens:
                raise ValueError(f"An input is longer than {self.window_tokens} words.")
        return [
            Encoded(
                whole=unit(_sum(item.text)),
                runs=np.array([_sum(item.text[a:b]) for a, b in item.runs], np.float32).reshape(-1, _DIMENSIONS),
            )
            for item in inputs
        ]

    def encode_query(self, text: str) -> Matrix:
        """The unit vector of a question of any length."""
        return unit(_sum(text))


def _sum(text: str) -> Matrix:
    total = np.zeros(_DIMENSIONS, dtype=np.float32)
    for word in _WORD.findall(text.lower()):
        if len(word) > 2:
            dimension, sign = _hash(word[:6])
            total[dimension] += sign
    return total


@lru_cache(maxsize=65536)
def _hash(word: str) -> tuple[int, float]:
    digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest[:3], "big") % _DIMENSIONS, 1.0 if digest[3] & 1 else -1.0
