"""Prompts: what a file must be, how it is filled, and that a released version never changes."""

from __future__ import annotations

import hashlib
import json
import tomllib

import pytest

from paperline.domain.errors import PromptUnavailable
from paperline.prompts import folder, load, names, released

GOOD = """---
purpose: Greet a reader.
inputs: name, today
output: One line.
since: 0.1.0
---

# System

Today is {{today}}.

# User

Greet {{name}}. {{name}} reads.
"""


@pytest.fixture
def write(tmp_path):
    """Writes a version of the task `greet` and what is released."""

    def written(text: str, frozen: object = None, name: str = "greet/v1"):
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        (tmp_path / "released.json").write_text(json.dumps({} if frozen is None else frozen), encoding="utf-8")
        return tmp_path

    return written


def test_a_prompt_tells_what_it_is(write):
    prompt = load("greet/v1", write(GOOD))
    assert (prompt.purpose, prompt.inputs, prompt.output, prompt.since) == (
        "Greet a reader.", ("name", "today"), "One line.", "0.1.0",
    )  # fmt: skip
    assert prompt.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()


def test_it_is_filled_once_and_only_once(write):
    made = load("greet/v1", write(GOOD)).render({"name": "{{today}} & \\1", "today": "2025-12-11"})
    assert made.system == "Today is 2025-12-11."
    assert made.user == "Greet {{today}} & \\1. {{today}} & \\1 reads."


@pytest.mark.parametrize("inputs", [{}, {"name": "a"}, {"name": "a", "today": "b", "more": "c"}])
def test_it_is_filled_with_all_its_inputs_and_no_others(write, inputs):
    with pytest.raises(PromptUnavailable, match="other inputs"):
        load("greet/v1", write(GOOD)).render(inputs)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Greet {{name}}.",
        GOOD.replace("# User", "# Reader"),
        GOOD.replace("purpose: Greet a reader.\n", ""),
        GOOD.replace("Greet a reader.", ""),
        GOOD.replace("since: 0.1.0", "since: 0.1.0\nmodel: any"),
        GOOD.replace("name, today", "name"),
        GOOD.replace("name, today", "name, today, tomorrow"),
        GOOD.replace("name, today", "name, today, name"),
        GOOD.replace("Greet {{name}}. {{name}} reads.\n", ""),
    ],
)
def test_a_malformed_file_is_no_prompt(write, text):
    with pytest.raises(PromptUnavailable):
        load("greet/v1", write(text))


@pytest.mark.parametrize("name", ["greet", "greet/v0", "greet/1", "../greet/v1", "greet/v1.md", "greet/v2", ""])
def test_a_name_that_no_file_has_is_no_prompt(write, name):
    with pytest.raises(PromptUnavailable):
        load(name, write(GOOD))


def test_a_released_prompt_is_frozen(write):
    frozen = {"greet/v1": hashlib.sha256(GOOD.encode()).hexdigest()}
    assert load("greet/v1", write(GOOD, frozen)).name == "greet/v1"
    load.cache_clear()
    with pytest.raises(PromptUnavailable, match="changed after its release"):
        load("greet/v1", write(GOOD.replace("Greet {{name}}.", "Hail {{name}}."), frozen))


def test_line_ends_do_not_count(write):
    frozen = {"greet/v1": hashlib.sha256(GOOD.encode()).hexdigest()}
    assert load("greet/v1", write(GOOD.replace("\n", "\r\n"), frozen)).sha256 == frozen["greet/v1"]


@pytest.mark.parametrize("frozen", [[], {"greet/v1": 7}, "text"])
def test_a_damaged_list_of_releases_releases_nothing(write, frozen):
    with pytest.raises(PromptUnavailable, match=r"released\.json"):
        load("greet/v1", write(GOOD, frozen))


@pytest.mark.parametrize("name", names(folder()))
def test_every_prompt_of_ours_is_valid(name):
    assert load(name).purpose


def test_what_an_earlier_release_brought_is_frozen(root):
    """A prompt of the version under work may change; with the next version's number it must be in released.json."""
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    frozen = released(folder())
    assert set(frozen) <= set(names(folder()))
    assert [name for name in names(folder()) if load(name).since != version and name not in frozen] == []
