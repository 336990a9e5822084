"""What the wheel holds: the package and the prompts, and nothing else; `make check` runs this file."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.project_files import ROOT, files_below


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built by the command that the image uses."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_and_the_prompts_only(wheel):
    package = {str(path.relative_to(ROOT / "service")) for path in files_below("service/paperline")}
    prompts = {f"paperline/_prompts/{path.relative_to(ROOT / 'prompts')}" for path in files_below("prompts")}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert prompts
    assert held == package | prompts


def test_the_installed_wheel_works_away_from_the_checkout(wheel, tmp_path):
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    subprocess.run([*install, "--no-cache-dir", "--target", str(site), str(wheel)], check=True)
    code = (
        "import paperline; from importlib.resources import files\n"
        "print(paperline.__file__)\n"
        "print((files('paperline') / 'adapters/sources/sample.jsonl').is_file(), "
        "(files('paperline') / '_prompts').is_dir())\n"
        "from paperline.prompts import folder, load, names\n"
        "print([load(name).name for name in names(folder())] != [], folder().name)"
    )
    environment = os.environ | {"PYTHONPATH": str(site)}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    where, parts, prompts = ran.stdout.splitlines()
    assert Path(where).is_relative_to(site)
    assert parts == "True True"
    assert prompts == "True _prompts"
