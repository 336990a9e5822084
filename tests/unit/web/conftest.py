"""The pages over a real store in a temporary folder, with the encoder that needs no weights."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from paperline.bootstrap import Services, open_services
from paperline.delivery.api.app import create_app
from paperline.domain.scopes import Scope
from paperline.settings import Settings
from tests.builders import ABSTRACT, DAY, NOW, TITLE

Store = Callable[..., None]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An empty store of the test's own."""
    with open_services(Settings(_env_file=None, home=tmp_path / "home", embedder="hashing")) as opened:
        yield opened


@pytest.fixture
def site(services: Services) -> Iterator[TestClient]:
    """A browser without scripts at the running app."""
    with TestClient(create_app(services), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def store(services: Services) -> Store:
    """Stores papers of a day given as JSON fields, and summarises them."""

    def put(*papers: dict[str, Any], day: Any = DAY) -> None:
        raw = "".join(json.dumps(paper) + "\n" for paper in papers).encode()
        services.ingest.run(services.body_source(raw, format="jsonl", name="body", day=day), now=NOW, day=day)
        services.summarise.run(Scope.of_day(day), now=NOW)

    return put


@pytest.fixture
def paper() -> dict[str, Any]:
    """A harmless paper as JSON fields."""
    return {"id": "2512.00001", "title": TITLE, "abstract": ABSTRACT, "authors": ["Ada Lovelace", "Alan Turing"]}


@pytest.fixture
def others() -> list[dict[str, Any]]:
    """Papers about something else, so that words of `paper` tell it from the rest."""
    return [
        {
            "id": f"2512.1000{n}",
            "title": f"Bloom Filters {n}",
            "abstract": f"We describe bit array {n}. It never forgets.",
        }
        for n in range(5)
    ]
