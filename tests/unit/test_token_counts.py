"""Token counts: those of sentences are remembered, and are the same as those that are not."""

from __future__ import annotations

import pytest

from paperline.adapters.tokens.openai_tokens import openai_token_counter

SENTENCE = "On the TaxiTrips dataset SortNet is 2.5 times faster than quicksort. "


def test_a_remembered_count_is_the_encodings_own(shared_data, monkeypatch: pytest.MonkeyPatch):
    """Of a sentence, of a whole prompt and of nothing, however often they are counted."""
    tiktoken = pytest.importorskip("tiktoken")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(shared_data / "tiktoken"))
    counter, encoding = openai_token_counter("gpt-4o-mini", timeout_seconds=60), tiktoken.get_encoding("o200k_base")
    assert counter.exact
    for text in (SENTENCE, SENTENCE * 100, "", SENTENCE):
        assert counter.count(text) == len(encoding.encode_ordinary(text))
