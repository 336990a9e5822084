"""The lock files, and what no file of the project may name."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.packaging.project_files import ROOT, project_files

LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-model.lock"]
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ \\]+)")
# An address may stand in a table of entities or a feed; a place on one machine and a package index may not.
MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.-])/(work|farm|root|tmp/bash_jobs)/", re.MULTILINE)
PACKAGE_INDEX = re.compile(r'https?://[^ "]+/simple(/|"|$)|--(extra-)?index-url|registry *= *"?http', re.MULTILINE)


def entries(lock: str) -> list[str]:
    """The requirements of a lock file, each with its hashes."""
    return re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8").strip())


def pins(lock: str) -> set[tuple[str, str]]:
    """The names and versions of a lock file."""
    return {(found["name"], found["version"]) for entry in entries(lock) if (found := PIN.match(entry))}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock):
    loose = [entry.splitlines()[0] for entry in entries(lock) if not PIN.match(entry) or "--hash=sha256:" not in entry]
    assert not loose


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_name_no_host(lock):
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_the_tests_run_with_the_versions_that_users_run():
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_every_dependency_is_locked_with_what_installs_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["install"]
    names = {re.split(r"[<>=!~;\[ ]", requirement)[0].lower() for requirement in wanted}
    assert names <= {name for name, _ in pins("requirements.lock")}


def test_the_real_model_is_locked_apart_and_without_what_it_would_compile():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {tuple(requirement.split("==")) for requirement in project["dependency-groups"]["model"]}
    assert pins("requirements-model.lock") == wanted
    assert not {name for name, _ in wanted} & {name for name, _ in pins("requirements-dev.lock")}


def test_there_is_no_uv_lock():
    assert not (ROOT / "uv.lock").exists()


@pytest.mark.parametrize("pattern", [MACHINE_PATH, PACKAGE_INDEX], ids=["machine path", "package index"])
def test_no_file_names_this_machine_or_a_package_index(pattern):
    found = [
        f"{path.relative_to(ROOT)}: {match[0]!r}"
        for path in project_files()
        if (match := pattern.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert not found
