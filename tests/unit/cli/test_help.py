"""What `--help` says of every command."""

from __future__ import annotations

import re

import pytest

from paperline.delivery.cli.app import app

COMMANDS = sorted((command.callback.__name__,) for command in app.registered_commands)
COMMANDS += [
    (group.name, command.name or command.callback.__name__)
    for group in app.registered_groups
    for command in group.typer_instance.registered_commands
]


def words(run, *command: str) -> str:
    """The help without its frames and line breaks."""
    done = run(*command, "--help")
    assert done.exit_code == 0
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.stdout).split())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_words_are_lost_to_markup(run, command):
    """Brackets in a help text would be read as markup and leave a gap."""
    told = words(run, *command)
    assert not re.search(r" [.,;:)]|\( | {2}", told), told
    assert "--json" in told


def test_defaults_that_settings_decide_are_told(run):
    assert "(default: 127.0.0.1)" in words(run, "serve")
    assert "(default: 8000)" in words(run, "serve")
    assert "today's Hugging Face list" in words(run, "up")
