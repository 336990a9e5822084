"""The command line over a real store in a temporary folder, with the encoder that needs no weights."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from paperline.delivery.cli.app import app
from tests.builders import ABSTRACT, DAY, TITLE

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process."""
    monkeypatch.setenv("PAPERLINE_EMBEDDER", "hashing")

    def invoke(*words: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(words), input=stdin)

    return invoke


@pytest.fixture
def process(home: Path, tmp_path: Path) -> Process:
    """Runs a command in a process of its own, as a shell would."""

    def start(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PAPERLINE_EMBEDDER": "hashing"} | more.pop("env", {})
        command = [sys.executable, "-m", "paperline.delivery.cli", *words]
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, env=environment,
            cwd=tmp_path, **more,
        )  # fmt: skip

    return start


@pytest.fixture
def papers_file(tmp_path: Path) -> Path:
    """Two papers of `DAY` as JSON Lines."""
    other = {"id": "2512.00002", "title": "Bloom Filters", "abstract": "We describe a bit array. It never forgets."}
    lines = [{"id": "2512.00001", "title": TITLE, "abstract": ABSTRACT}, other]
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def stored(run: Run, papers_file: Path) -> Path:
    """The two papers are in the store, summarised."""
    done = run("ingest", str(papers_file), "--day", str(DAY), "--summarise", "--json")
    assert done.exit_code == 0, done.stderr
    return papers_file
