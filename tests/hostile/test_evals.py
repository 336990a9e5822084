"""The suite that asks a language model: its cost is told before anything is sent, and figures stand beside the embedded engine's."""

from __future__ import annotations

import json
import re

import pytest

from evals.cli import main
from tests.hostile.meaning import honest_summary

COMMAND = "run tldr --engine openai --model m --limit 2 --no-vectors --json".split()


async def replies(asked):
    await asked.reply(asked.content())


async def goes_away(asked):
    asked.writer.close()


@pytest.fixture
def run(hostile, monkeypatch, tmp_path, capsys):
    """Runs the suite over the sample day, against an endpoint that behaves so."""

    def over(act):
        monkeypatch.setenv("OPENAI_BASE_URL", hostile.address)
        hostile.behaves(act, honest_summary)
        code = main([*COMMAND, "--data", str(tmp_path)])
        printed = capsys.readouterr()
        table = json.loads(printed.out[printed.out.index('{\n  "suite"') :])  # events come before it within one process
        found = {(each["system"], each["name"]): each["value"] for each in table["figures"]}
        return code, found, printed.err

    return over


def test_the_models_summaries_stand_beside_the_embedded_engines(run, hostile):
    code, found, told = run(replies)
    assert code == 0
    assert {system for system, _ in found} == {"embedded", "language model"}
    assert found["language model", "claims that it wrote, %"] == 100
    assert found["language model", "tokens of prompts"] == 40 * found["language model", "calls"]
    assert told.startswith(f"Asking m at {hostile.address}: 2 papers, ")
    assert "at most $0.0000" in told  # what runs on this machine costs nothing


def test_an_endpoint_that_is_away_leaves_figures_that_say_so(run):
    _, found, told = run(goes_away)
    assert found["language model", "lines that it wrote, %"] == 0
    assert told.startswith("Asking m at ")


def test_without_an_endpoint_it_says_what_to_set(capsys, tmp_path):
    assert main([*COMMAND, "--data", str(tmp_path)]) == 1
    assert "OPENAI_BASE_URL" in capsys.readouterr().err


def test_the_price_of_a_users_table_is_told(run, monkeypatch, tmp_path):
    table = tmp_path / "prices.json"
    table.write_text(json.dumps({"as_of": "2026-11-23", "models": {"m": {"prompt": 1000, "completion": 2000}}}))
    monkeypatch.setenv("PAPERLINE_PRICES", str(table))
    told = run(replies)[2]
    prompts, most = (
        int(found.replace(",", "")) for found in re.findall(r"([\d,]+) (?:tokens of prompts|of replies)", told)
    )
    assert f"at most ${prompts / 1000 + most / 500:.4f}" in told
