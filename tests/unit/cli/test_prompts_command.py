"""`paperline prompts`: listing, showing and comparing prompts, and freezing them once."""

from __future__ import annotations

import hashlib
import json

import pytest

from paperline.prompts import folder, load, names

TEXT = "---\npurpose: Greet.\ninputs: name\noutput: One line.\nsince: 0.1.0\n---\n\n# User\n\nGreet {{name}}.\n"


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder with two versions of one prompt, none released, in the place of ours."""
    within = tmp_path / "prompts"
    (within / "greet").mkdir(parents=True)
    (within / "released.json").write_text("{}\n", encoding="utf-8")
    for version, text in ((1, TEXT), (2, TEXT.replace("Greet {{name}}.", "Hail {{name}}."))):
        (within / f"greet/v{version}.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr("paperline.prompts.folder", lambda: within)
    load.cache_clear()
    yield within
    load.cache_clear()


def test_every_prompt_is_listed(run):
    done = run("prompts")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(names(folder()))
    assert {"answer/v1", "judge/v1", "repair/v1", "tldr/v1"} <= set(names(folder()))


def test_the_list_is_one_document(run):
    listed = {each["name"]: each for each in json.loads(run("prompts", "--json").stdout)["prompts"]}
    prompt = load("tldr/v1")
    assert listed["tldr/v1"] == {
        "name": "tldr/v1", "purpose": prompt.purpose, "since": prompt.since, "inputs": ["delimiter", "paper"],
        "output": prompt.output, "sha256": prompt.sha256, "released": False,
    }  # fmt: skip


def test_a_prompt_is_shown_as_its_file_stands(run, own):
    assert run("prompts", "show", "greet/v1").stdout == TEXT
    shown = json.loads(run("prompts", "show", "greet/v1", "--json").stdout)
    assert (shown["system"], shown["user"], shown["released"]) == ("", "Greet {{name}}.", False)


def test_two_versions_are_compared(run, own):
    changed = ["-Greet {{name}}.", "+Hail {{name}}."]
    told = run("prompts", "diff", "greet/v1", "greet/v2").stdout.splitlines()
    assert [line for line in told if line in changed] == changed
    assert told[:2] == ["--- greet/v1", "+++ greet/v2"]
    assert set(changed) < set(json.loads(run("prompts", "diff", "greet/v1", "greet/v2", "--json").stdout)["diff"])
    assert run("prompts", "diff", "greet/v1", "greet/v1").stdout == ""


def test_a_prompt_is_released_once(run, own):
    done = run("prompts", "release", "greet/v1")
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    assert done.exit_code == 0
    assert sha256[:12] in done.stdout
    assert json.loads((own / "released.json").read_text(encoding="utf-8")) == {"greet/v1": sha256}
    assert "released" in run("prompts").stdout.splitlines()[0]
    again = run("prompts", "release", "greet/v1", "--json")
    assert again.exit_code == 1
    assert "is released already" in json.loads(again.stdout)["problem"]["detail"]


def test_what_was_changed_after_its_release_is_neither_given_nor_released_anew(run, own):
    run("prompts", "release", "greet/v1")
    (own / "greet/v1.md").write_text(TEXT.replace("Greet {", "Hail {"), encoding="utf-8")
    load.cache_clear()
    assert "changed after its release" in run("prompts", "show", "greet/v1").stderr
    assert run("prompts", "release", "greet/v1").exit_code == 1
    assert run("prompts", "release", "greet/v2").exit_code == 0
    assert set(json.loads((own / "released.json").read_text(encoding="utf-8"))) == {"greet/v1", "greet/v2"}


def test_an_installed_paperline_releases_nothing(run, own, monkeypatch):
    installed = own.rename(own.parent / "_prompts")
    monkeypatch.setattr("paperline.prompts.folder", lambda: installed)
    assert "released in the repository" in run("prompts", "release", "greet/v1").stderr
    assert (installed / "released.json").read_text(encoding="utf-8") == "{}\n"


@pytest.mark.parametrize(
    "words", [("show", "greet/v9"), ("show", "../x"), ("diff", "tldr/v1", "tldr"), ("release", "no/v1")]
)
def test_a_name_that_no_prompt_has_fails(run, words):
    done = run("prompts", *words)
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ")


@pytest.mark.parametrize("command", ["show", "diff", "release"])
def test_every_command_says_what_it_does(run, command):
    told = run("prompts", command, "--help").stdout
    assert "--json" in told
