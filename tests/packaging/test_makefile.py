"""What the make targets run, and that continuous integration runs the command of the README."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.packaging.project_files import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """What make says, started as from a shell and not from another make."""
    clean = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=clean | environment, check=False, capture_output=True, text=True
    )


def last_command(*arguments: str, **environment: str) -> list[str]:
    """The words of the last command that the target would run."""
    said = make("--dry-run", *arguments, **environment)
    assert said.returncode == 0, said.stderr
    return said.stdout.splitlines()[-1].split()


def test_make_alone_lists_the_targets():
    listed = [line.split()[1] for line in make().stdout.splitlines()]
    assert listed == ["help", "run", "test", "check", "bench", "eval", "image", "lock", "clean"]


def test_run_starts_with_the_newest_day():
    assert last_command("run") == [".venv/bin/paperline", "up"]


def test_run_passes_source_day_port_and_host_on():
    given = last_command("run", "FROM=a.txt", "DAY=2025-12-11", "PORT=8001", "HOST=0.0.0.0")
    assert given[1:] == "up 'a.txt' --day '2025-12-11' --port '8001' --host '0.0.0.0'".split()


def test_the_machines_name_in_the_environment_does_not_open_the_service():
    assert last_command("run", HOST="machine.example") == [".venv/bin/paperline", "up"]


def test_test_runs_pytest_with_arguments():
    command = last_command("test", "ARGS=-x")
    assert command[:3] == [".venv/bin/python", "-m", "pytest"]
    assert command[-1] == "-x"


def test_an_old_python_is_refused_with_what_to_do(tmp_path):
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    said = make("run", f"PYTHON={old}", folder=tmp_path)
    assert said.returncode != 0
    assert not (tmp_path / ".venv").exists()
    none = make("run", "PYTHON=", folder=tmp_path)
    assert "Paperline needs Python 3.11 or newer" in none.stderr


def test_continuous_integration_runs_the_checks_and_the_readmes_test_command():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert script[-2:] == ["make check", "make test"]
    assert "set -euo pipefail" in script
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
