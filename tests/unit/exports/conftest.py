"""Every hostile text, one a test."""

from __future__ import annotations

import pytest

from tests.unit.exports.hostile import HOSTILE


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    """One text that some format could take for its own."""
    return str(request.param)
