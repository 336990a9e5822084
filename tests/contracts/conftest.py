"""The adapters that stand behind the contracts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from paperline.ports import Records
from tests.contracts.record_stores import STORES


@pytest.fixture(params=STORES)
def records(request, tmp_path) -> Iterator[Records]:
    """An empty store."""
    store = STORES[request.param](tmp_path / "home")
    yield store
    store.close()
