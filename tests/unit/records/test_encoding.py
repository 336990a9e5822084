"""How vectors become bytes and come back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paperline.adapters.records.schema.encoding import from_halves, to_halves
from paperline.domain.errors import StoreUnavailable


@given(arrays(np.float32, (3, 4), elements=st.floats(-1, 1, width=32)))
def test_what_was_read_gives_the_same_bytes_again(vectors):
    """Otherwise every re-indexing would move the vectors a little."""
    blob = to_halves(vectors)
    read = from_halves(blob, 3, 4)
    assert to_halves(read) == blob
    assert read.dtype == np.float32
    assert np.abs(read - vectors).max() <= 2**-11


def test_the_bytes_are_little_endian_halves_row_by_row():
    vectors = np.array([[1.0, 0.5], [-2.0, 0.0]], dtype=np.float32)
    assert to_halves(vectors).hex() == "003c003800c00000"
    assert to_halves(vectors.astype(">f4")).hex() == to_halves(vectors).hex()


def test_bytes_of_another_size_are_reported_as_damage():
    with pytest.raises(StoreUnavailable, match="damaged"):
        from_halves(b"\0" * 6, 1, 4)
