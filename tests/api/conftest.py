"""The app over real services: a filled one that tests only read, and an empty one of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from paperline.bootstrap import Services, open_services
from paperline.delivery.api.app import create_app
from paperline.settings import Settings
from tests.api.papers import DAY, jsonl

ADDRESS = "http://127.0.0.1:8000"
Problem = Callable[..., dict[str, Any]]


def settings(home: Path, **changes: Any) -> Settings:
    """Settings that nothing outside the test can change."""
    return Settings(_env_file=None, **{"home": home, "embedder": "hashing"} | changes)


@contextmanager
def running(services: Services) -> Iterator[TestClient]:
    """A client of a started app; services close with it."""
    with TestClient(create_app(services), base_url=ADDRESS) as client:
        yield client


@pytest.fixture(scope="session")
def filled_services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return open_services(settings(tmp_path_factory.mktemp("filled")))


@pytest.fixture(scope="session")
def client(filled_services: Services) -> Iterator[TestClient]:
    """An app that holds the small day, summarised; tests add answers to it but no papers."""
    with running(filled_services) as started:
        made = started.post(f"/v1/ingest?day={DAY}&summarise=true", content=jsonl())
        assert made.json()["status"] == "done", made.text
        yield started


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(settings(tmp_path / "own"))
    yield opened
    opened.close()


@pytest.fixture
def empty_client(services: Services) -> Iterator[TestClient]:
    """An app that holds nothing yet."""
    with running(services) as started:
        yield started


@pytest.fixture
def problem() -> Problem:
    """Reads a response that must be a whole problem of the status and kind."""

    def read(response: Any, status: int, slug: str) -> dict[str, Any]:
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/problem+json"
        found = response.json()
        assert found["type"] == f"/problems/{slug}"
        assert found["status"] == status
        assert found["title"]
        assert found["detail"]
        assert found["request_id"] == response.headers["x-request-id"]
        return found

    return read
