"""What a hostile title may do to a terminal: nothing."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperline.delivery.cli.render import paper_lines
from paperline.delivery.cli.terminal import plain, plain_json
from paperline.domain.days import DayPaper
from tests.builders import ABSTRACT, DAY, a_paper

EVIL = "\x1b]52;c;ZXZpbA==\x07[bold red]Sort\x1b[2J[/bold red]"
HOSTILE = [
    ("\x1b[31mred\x1b[0m", "red"),
    ("\x1b]52;c;ZXZpbA==\x07safe", "safe"),
    ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
    ("\x9b2Jcleared", "cleared"),
    ("\x1bPq#0\x1b\\sixel", "sixel"),
    ("one\r\ntwo\x00\x08three", "one two three"),
    ("abc\u202edef\u200b", "abcdef"),
    ("tag\U000e0041s", "tags"),
    ("half \ud800", "half \ufffd"),
    ("[red]markup[/red] :smile:", "[red]markup[/red] :smile:"),
]


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_only_what_can_be_read_is_left(text, shown):
    """Escape sequences go as a whole, not only their first character."""
    assert plain(text) == shown


@given(st.text())
def test_no_control_character_is_ever_left(text):
    """Whatever the text is."""
    assert all(char.isprintable() for char in plain(text))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_json_stays_the_same_value_and_loses_its_hazards(text):
    """C1 controls and direction marks are written as escapes."""
    shown = plain_json(json.dumps({"title": text}, ensure_ascii=False))
    assert json.loads(shown) == {"title": text}
    assert not any(char in shown for char in "\x9b\x9d\u202e\u2066\x7f")


@pytest.mark.parametrize("command", [["show", str(DAY)], ["show", "2512.00003"], ["search", "sort"], ["days"]])
def test_a_hostile_title_is_printed_as_text(run, tmp_path, command):
    """In every command that prints titles; rich's own markup is shown, not obeyed."""
    path = tmp_path / "hostile.jsonl"
    path.write_text(json.dumps({"id": "2512.00003", "title": EVIL, "abstract": ABSTRACT}), encoding="utf-8")
    run("ingest", str(path), "--day", str(DAY), "--summarise")
    done = run(*command)
    assert done.exit_code == 0
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.stdout + done.stderr)
    assert command == ["days"] or "[bold red]Sort" in done.stdout


def test_what_the_store_let_through_is_still_harmless():
    """The terminal does not rely on the parsers having cleaned a title."""
    shown = "\n".join(line.plain for line in paper_lines(DayPaper(a_paper(title=EVIL, abstract=EVIL), None)))
    assert "[bold red]Sort" in shown
    assert "ZXZpbA" not in shown
    assert "\x1b" not in shown
