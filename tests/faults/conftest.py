"""Commands and servers as real processes over a data folder, so that they can be killed and their files damaged."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from tests.builders import DAY

ARCHIVED = 1_510
Command = Callable[..., "subprocess.Popen[str]"]


@dataclass(frozen=True)
class Server:
    """A running `paperline serve` and how to ask it."""

    process: subprocess.Popen[str]
    address: str
    notes: Path

    def stop(self) -> str:
        """Tells it to stop; what it wrote on standard error."""
        self.process.terminate()
        self.process.communicate(timeout=30)
        assert self.process.returncode == 0
        return self.notes.read_text(encoding="utf-8")

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        return self._sent(urllib.request.Request(self.address + path))

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json"}
        return self._sent(urllib.request.Request(self.address + path, json.dumps(body).encode(), headers))

    def archive_check(self) -> tuple[int, str]:
        """The status of /readyz and what it says of the archive index."""
        status, told = self.get("/readyz")
        parts = told["errors"] if status == 503 else told["checks"]
        return status, next((part.get("message") or part["detail"] for part in parts if "archive" in str(part)), "")

    def _sent(self, request: urllib.request.Request) -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


@pytest.fixture
def command(home: Path, tmp_path: Path) -> Iterator[Command]:
    """Starts a command that is ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, notes: IO[str] | int = subprocess.PIPE) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-m", "paperline.delivery.cli", *words], text=True, cwd=tmp_path,
            stdout=subprocess.PIPE, stderr=notes, env=os.environ | {"PAPERLINE_EMBEDDER": "hashing"},
        )  # fmt: skip
        started.append(child)
        return child

    yield start
    for child in started:
        child.kill()
        child.communicate()


@pytest.fixture
def done(command: Command) -> Callable[..., dict[str, Any]]:
    """Runs a command to its good end and returns its document."""

    def run(*words: str) -> dict[str, Any]:
        child = command(*words, "--json")
        out, notes = child.communicate(timeout=120)
        assert child.returncode == 0, notes
        return json.loads(out)

    return run


@pytest.fixture
def served(command: Command, tmp_path: Path) -> Callable[[], Server]:
    """Starts a server on a free port; it logs to a file, as a pipe that nobody reads fills and then stops it."""
    numbers = itertools.count()

    def start() -> Server:
        path = tmp_path / f"server-{next(numbers)}.log"
        with path.open("w", encoding="utf-8") as notes:
            child = command("serve", "--port", "0", notes=notes)
        line = child.stdout.readline()
        assert "ready" in line, path.read_text(encoding="utf-8")
        return Server(child, line.split()[-1], path)

    return start


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of `ARCHIVED` papers: so many that a question to all of them needs the archive index."""
    folder = tmp_path_factory.mktemp("archive")
    lines = (
        {
            "id": f"p{number}",
            "title": f"Method {number}",
            "abstract": f"We sort keys with {number} comparators. It works.",
        }
        for number in range(ARCHIVED)
    )
    papers = folder / "papers.jsonl"
    papers.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    environment = os.environ | {"PAPERLINE_EMBEDDER": "hashing", "PAPERLINE_HOME": str(folder / "home")}
    words = [sys.executable, "-m", "paperline.delivery.cli", "ingest", str(papers), "--day", str(DAY)]
    subprocess.run(words, check=True, capture_output=True, env=environment, cwd=folder)
    return folder / "home"


@pytest.fixture
def archive(filled_folder: Path, home: Path) -> int:
    """The data folder holds the archive; the number of its papers."""
    shutil.copytree(filled_folder, home)
    return ARCHIVED


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Waits until something is true."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < deadline, "it never came true"
            time.sleep(0.02)

    return wait
