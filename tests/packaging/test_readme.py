"""The README's commands, run as a newcomer would run them against a service of their own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.packaging.project_files import ROOT, files_below
from tests.packaging.test_makefile import last_command

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
MAKE_LINES = [
    shlex.split(line, comments=True) for block in BLOCKS for line in block.splitlines() if "make " in line[:5]
]
SCRIPTS = [block for block in BLOCKS if not block.startswith("make ")]
BINARIES = Path(sys.executable).parent


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_until_ready(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once the service says that it is ready; fails with what it printed where it ends before."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the service ended with {process.returncode}: {log.read_text(encoding='utf-8')[-2000:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the service was not ready after two minutes")


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[tuple[Path, int]]:
    """The data folder and the port of a service started by what the README's `make run FROM=…` runs."""
    home, port = tmp_path_factory.mktemp("readme"), free_port()
    line = next(words for words in MAKE_LINES if any(word.startswith("FROM=") for word in words))
    command = [word.strip("'") for word in last_command(*line[1:], f"PORT={port}")]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(BINARIES / "paperline"), *command[1:]],
            cwd=ROOT, env=os.environ | {"PAPERLINE_HOME": str(home)}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            wait_until_ready(port, process, home / "log")
            yield home, port
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_the_readme_has_commands_to_run():
    assert [words[1] for words in MAKE_LINES] == ["run", "run", "test", "check"]
    assert len(SCRIPTS) == 2


@pytest.mark.parametrize("words", MAKE_LINES, ids=" ".join)
def test_every_make_command_is_a_target(words):
    assert last_command(*words[1:])


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("script", SCRIPTS, ids=["commands", "calls"])
def test_every_command_works(script, served):
    home, port = served
    script = script.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace(". .venv/bin/activate\n", "")
    environment = os.environ | {"PAPERLINE_HOME": str(home), "PATH": f"{BINARIES}{os.pathsep}{os.environ['PATH']}"}
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, f"{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}"


def test_every_link_into_the_project_leads_somewhere():
    documents = [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "service/README.md",
        *files_below("docs", suffix=".md"),
    ]
    dead = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert not dead


def test_the_readme_fits_one_screen_and_a_half():
    assert len(README.splitlines()) <= 75


@pytest.mark.slow
def test_a_question_that_the_papers_do_not_answer_is_refused_with_exit_code_4(served):
    home, _ = served
    command = [str(BINARIES / "paperline"), "ask", "What is the capital of France?", "--day", "2025-12-11"]
    ran = subprocess.run(command, env=os.environ | {"PAPERLINE_HOME": str(home)}, check=False, capture_output=True)
    assert ran.returncode == 4
