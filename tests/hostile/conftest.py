"""The hostile endpoint, clients of it with a planted key, and what must be gone after every test."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from paperline.adapters.language_models.openai_chat import OpenAiLanguageModel, open_openai_model
from tests.hostile.server import HostileServer

CANARY = "sk-canary-7f3a91c2"
DEADLINE_SECONDS = 1.5
SOON_SECONDS = 0.4  # for what lasts until the deadline


@pytest.fixture(scope="session")
def hostile() -> Iterator[HostileServer]:
    server = HostileServer()
    yield server
    server.close()


@pytest.fixture
def client(hostile: HostileServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., OpenAiLanguageModel]]:
    """Opens clients with the planted key and a short deadline; after the test no thread or connection of theirs is left."""
    opened: list[OpenAiLanguageModel] = []
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):  # each costs a client a twentieth of a second
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)

    def made(deadline_seconds: float = DEADLINE_SECONDS) -> OpenAiLanguageModel:
        model = open_openai_model(CANARY, base_url=hostile.address, name="m", deadline_seconds=deadline_seconds)
        opened.append(model)
        return model

    yield made
    for model in opened:
        model.close()
    deadline = time.monotonic() + 5
    while hostile.connections and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not hostile.connections, "a connection is left open"
    assert not [thread.name for thread in threading.enumerate() if thread.name == "language-model"]
