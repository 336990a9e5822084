"""The app over real services: a filled one that tests only read, and an empty one of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from paperline.bootstrap import Services, open_services
from paperline.delivery.api.app import create_app
from paperline.domain.keys import KeyScope
from paperline.pipeline.access.keys import NewKey
from paperline.settings import Settings
from tests.api.jobs import ingested
from tests.api.papers import DAY, jsonl
from tests.builders import NOW

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
        ingested(started, f"day={DAY}&summarise=true")
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


@dataclass(frozen=True)
class Guarded:
    """An app that serves holders of a key only, with one paper of the small day."""

    client: TestClient
    services: Services

    def key(self, scope: str = "ask", **more: Any) -> NewKey:
        return self.services.keys.create(KeyScope(scope), now=datetime.now(UTC), **more)

    def bearer(self, scope: str = "ask", **more: Any) -> dict[str, str]:
        """The header of a new key."""
        return bearer(self.key(scope, **more).token)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def guarding(home: Path, **changes: Any) -> Iterator[Guarded]:
    """A started app with the small day; holders of a key only, unless the settings say otherwise."""
    services = open_services(settings(home, **{"access": "keys"} | changes))
    services.ingest.run(
        services.body_source(jsonl(), format="jsonl", name="test", day=date.fromisoformat(DAY)), now=NOW
    )
    with running(services) as started:
        yield Guarded(started, services)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    with guarding(tmp_path / "guarded") as made:
        yield made


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
