"""The container image, read rather than built: pinned, unprivileged, watched, made of commands run elsewhere."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
import yaml

from tests.packaging.project_files import ROOT

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
COMPOSE = yaml.safe_load((ROOT / "docker/compose.yaml").read_text(encoding="utf-8"))


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile in order, continued lines joined."""
    text = (ROOT / "docker/Dockerfile").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return [
        (word, " ".join(rest.split()))
        for word, _, rest in (line.partition(" ") for line in lines.replace("\\\n", " ").splitlines() if line.strip())
    ]


def arguments(word: str) -> list[str]:
    """What follows each instruction of that name."""
    return [rest for name, rest in instructions() if name == word]


def last_stage() -> dict[str, str]:
    """The instructions of the stage that is shipped; of several alike, the last."""
    listed = instructions()
    start = max(index for index, (word, _) in enumerate(listed) if word == "FROM")
    return dict(listed[start:])


def test_the_image_has_two_stages_from_one_pinned_base():
    bases = {rest.split(" AS ")[0] for rest in arguments("FROM")}
    assert len(arguments("FROM")) == 2
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.1\d\.\d+-slim-[a-z]+", bases.pop())


def test_the_service_is_not_run_by_root():
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last_stage()["USER"])


def test_the_image_is_watched_and_keeps_its_data_in_a_volume():
    last = last_stage()
    assert "/healthz" in last["HEALTHCHECK"]
    assert json.loads(last["VOLUME"]) == ["/data"]
    assert "PAPERLINE_HOME=/data" in last["ENV"]
    assert last["EXPOSE"] == "8000"
    assert json.loads(last["CMD"]) == ["paperline", "serve", "--host", "0.0.0.0", "--port", "8000"]


def test_the_health_check_is_a_program():
    command = json.loads(re.search(r"CMD (\[.*\])", last_stage()["HEALTHCHECK"])[1])
    assert command[:2] == ["python", "-c"]
    compile(command[2], "HEALTHCHECK", "exec")


def test_folders_are_absolute():
    assert all(folder.startswith("/") for folder in arguments("WORKDIR"))


MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WHEEL_TEST = (ROOT / "tests/packaging/test_wheel.py").read_text(encoding="utf-8")
RUN_ELSEWHERE = [
    (r"python -m venv \S+", "-m venv .venv", MAKEFILE),
    (r"python -m pip install .*-r requirements\.lock", "--require-hashes -r requirements.lock", MAKEFILE),
    (r"python -m hatchling build -t wheel", '"-m", "hatchling", "build", "-t", "wheel"', WHEEL_TEST),
    (r"python -m pip install .*--no-deps dist/\S+\.whl", '"install", "--quiet", "--no-deps"', WHEEL_TEST),
    (r"mkdir -p /build/data", "", ""),
]  # fmt: skip


def test_what_is_installed_is_what_the_lock_hashes():
    assert all(
        "--require-hashes" in command or "--no-deps" in command for command in arguments("RUN") if "pip" in command
    )


def test_every_step_is_a_command_that_is_run_without_an_engine():
    ran = arguments("RUN")
    assert len(ran) == len(RUN_ELSEWHERE)
    for command, (shape, same, where) in zip(ran, RUN_ELSEWHERE, strict=True):
        assert re.fullmatch(shape, command)
        assert same in where


def test_every_copied_file_is_there_and_reaches_the_builder():
    admitted = (ROOT / "docker/Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for names in (rest.split()[:-1] for rest in arguments("COPY") if "--from" not in rest):
        for name in names:
            assert (ROOT / name).exists(), name
            assert f"!{name}" in admitted


@pytest.mark.parametrize("file", ["docker/Dockerfile", "docker/compose.yaml", "Makefile"])
def test_the_version_is_the_projects(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert set(re.findall(r"paperline[:-](\d+\.\d+\.\d+)|image\.version=\"([^\"]+)\"", text)) <= {
        (VERSION, ""),
        ("", VERSION),
    }
    assert VERSION in text


def test_compose_publishes_to_this_machine_only_and_gives_no_privilege():
    service = COMPOSE["services"]["paperline"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["volumes"] == ["data:/data"]
    assert "/tmp" in service["tmpfs"]


def test_only_compose_opens_the_server_and_says_so():
    """The image alone serves holders of a key, for nobody knows where its port is published."""
    assert "PAPERLINE_ACCESS" not in last_stage()["ENV"]
    assert COMPOSE["services"]["paperline"]["environment"] == {"PAPERLINE_ACCESS": "${PAPERLINE_ACCESS:-open}"}
